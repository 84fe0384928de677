// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Files whose header is well-formed but whose numbers make no sense as a model: each is refused
// with a sentence that names what is wrong, before anything of its size is allocated.

#include <alcove/error.h>
#include <gmock/gmock.h>

#include <cmath>
#include <functional>
#include <limits>

#include "engine/models/expect_refused.h"
#include "formats/gguf_file.h"
#include "models/model.h"
#include "support/family_models.h"
#include "support/gguf_builder.h"
#include "support/temporary_folder.h"

namespace alcove::models {
namespace {

using test::float32Value;
using test::GgufBuilder;
using test::stringValue;
using test::uint32Value;
using test::uint64Value;

struct HostileCase {
  const char* name;
  std::function<void(GgufBuilder&)> damage;
  ErrorCode code;
  const char* words;
};

HostileCase set(const char* name, test::BuiltValue value, const char* words) {
  return {name, [value](GgufBuilder& b) { b.set(value); }, ErrorCode::Corrupt, words};
}

HostileCase removed(const char* name, const char* key) {
  return {name, [key](GgufBuilder& b) { b.remove(key); }, ErrorCode::Corrupt, key};
}

std::vector<HostileCase> cases() {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const float infinity = std::numeric_limits<float>::infinity();
  std::vector<HostileCase> list = {
      removed("NoBlockCount", "llama.block_count"),
      removed("NoWidth", "llama.embedding_length"),
      removed("NoHeads", "llama.attention.head_count"),
      removed("NoContext", "llama.context_length"),
      removed("NoEpsilon", "llama.attention.layer_norm_rms_epsilon"),
      set("HeadsZero", uint32Value("llama.attention.head_count", 0), "head_count' is 0"),
      set("HeadsDoNotDivide", uint32Value("llama.attention.head_count", 3), "3 heads"),
      set("HeadsAsString", stringValue("llama.attention.head_count", "two"), "head_count"),
      set("KvHeadsAboveHeads", uint32Value("llama.attention.head_count_kv", 4), "head_count_kv"),
      set("KvHeadsZero", uint32Value("llama.attention.head_count_kv", 0), "head_count_kv"),
      set("KeyLengthZero", uint32Value("llama.attention.key_length", 0), "key_length"),
      set("KeyLengthOdd", uint32Value("llama.attention.key_length", 15), "rope.dimension_count"),
      set("RopeAboveHead", uint32Value("llama.rope.dimension_count", 32), "rope.dimension_count"),
      set("RopeOdd", uint32Value("llama.rope.dimension_count", 15), "even"),
      set("BlockCountHuge", uint32Value("llama.block_count", 4294967295u), "block_count"),
      set("BlockCountAboveTensors", uint32Value("llama.block_count", 2), "blk.1."),
      set("BlockCountZero", uint32Value("llama.block_count", 0), "block_count"),
      set("WidthAgainstTensor", uint32Value("llama.embedding_length", 64), "token_embd.weight"),
      set("WidthHuge", uint64Value("llama.embedding_length", 1ull << 62), "embedding_length"),
      set("FeedForwardAgainstTensor", uint32Value("llama.feed_forward_length", 96), "ffn_gate"),
      set("EpsilonNaN", float32Value("llama.attention.layer_norm_rms_epsilon", nan), "epsilon"),
      set("EpsilonZero", float32Value("llama.attention.layer_norm_rms_epsilon", 0), "epsilon"),
      set("EpsilonNegative", float32Value("llama.attention.layer_norm_rms_epsilon", -1), "epsilon"),
      set("RopeBaseZero", float32Value("llama.rope.freq_base", 0), "freq_base"),
      set("RopeBaseInfinite", float32Value("llama.rope.freq_base", infinity), "freq_base"),
      set("CausalAsNumber", uint32Value("llama.attention.causal", 1), "attention.causal"),
      set("ContextHuge", uint64Value("llama.context_length", 1ull << 63), "context_length"),
      {"ScalingZero",
       [](GgufBuilder& b) {
         b.set(stringValue("llama.rope.scaling.type", "linear"));
         b.set(float32Value("llama.rope.scaling.factor", 0));
       },
       ErrorCode::Corrupt, "scaling.factor"},
      {"ScalingUnknown",
       [](GgufBuilder& b) { b.set(stringValue("llama.rope.scaling.type", "spiral")); },
       ErrorCode::Unsupported, "spiral"},
      {"PoolingUnknown", [](GgufBuilder& b) { b.set(uint32Value("llama.pooling_type", 9)); },
       ErrorCode::Unsupported, "'llama.pooling_type' is 9"},
      {"PoolingRanks", [](GgufBuilder& b) { b.set(uint32Value("llama.pooling_type", 4)); },
       ErrorCode::Unsupported, "ranks pairs"},
      {"ArchitectureUnknown",
       [](GgufBuilder& b) { b.set(stringValue("general.architecture", "elephant")); },
       ErrorCode::Unsupported, "elephant"},
      {"ArchitectureMissing", [](GgufBuilder& b) { b.remove("general.architecture"); },
       ErrorCode::Corrupt, "architecture"},
      {"TensorMissing",
       [](GgufBuilder& b) {
         std::erase_if(b.tensors, [](const auto& t) { return t.name == "blk.0.ffn_up.weight"; });
       },
       ErrorCode::Corrupt, "blk.0.ffn_up.weight"},
      {"RopeFactorZero",
       [](GgufBuilder& b) {
         test::BuiltTensor factors = test::filledTensor("rope_freqs.weight", {8}, quant::kF32);
         factors.data.assign(factors.data.size(), '\0');
         b.tensors.push_back(factors);
       },
       ErrorCode::Corrupt, "rope_freqs.weight"},
  };
  return list;
}

class HostileModel : public testing::TestWithParam<HostileCase> {};

TEST_P(HostileModel, IsRefusedWithASentence) {
  GgufBuilder builder = test::littleModel();
  GetParam().damage(builder);
  expectRefused(builder, GetParam().code, GetParam().words);
}

INSTANTIATE_TEST_SUITE_P(Cases, HostileModel, testing::ValuesIn(cases()),
                         [](const auto& test) { return test.param.name; });

TEST(LittleModel, LoadsAndPlans) {
  const test::TemporaryFolder folder;
  const auto file =
      formats::GgufFile::open(folder.write("model.gguf", test::littleModel().build()));
  const auto model = Model::load(file, {});
  EXPECT_STREQ(model->architecture(), "llama");
  EXPECT_EQ(model->trainedContextTokens(), 128u);
  EXPECT_EQ(model->kvLayout().keyDim, 16u);
  const ModelPlan plan = planModel(*file, {});
  EXPECT_GT(plan.weightsBytes, 0u);
  EXPECT_EQ(plan.cacheBytesPerToken, 2u * 16u * 2u) << "K and V, 16 values, float16";
  ModelOptions floats;
  floats.keyType = &quant::kF32;
  EXPECT_EQ(planModel(*file, floats).cacheBytesPerToken, 16u * (4u + 2u)) << "K twice as fine";
  const auto cache = model->makeCache(1);
  EXPECT_THROW((void)model->forward(
                   {std::array{100000}, std::array{BatchSequence{0, 1, 0, {}}}, {}}, *cache, {}),
               Error);
}

TEST(LittleModel, HasAWindowOnlyWhereAllLayersHaveOne) {
  test::GgufBuilder mixed = test::littleModelOf("gemma2");  // every other layer, the first included
  const auto first = fileOf(mixed);
  EXPECT_EQ(Model::load(first, {})->windowTokens(), 16u);
  // The window, a batch of 512, and what is left of the blocks at its ends.
  EXPECT_EQ(planModel(*first, {}).cacheMostTokens, 16u + 512u + 16u);
  const std::vector<test::BuiltTensor> tensors = mixed.tensors;
  for (test::BuiltTensor tensor : tensors) {
    if (!tensor.name.starts_with("blk.0.")) continue;
    tensor.name[4] = '1';
    mixed.tensors.push_back(tensor);
  }
  mixed.set(test::uint32Value("gemma2.block_count", 2));
  EXPECT_EQ(Model::load(fileOf(mixed), {})->windowTokens(), 0u);
  EXPECT_EQ(planModel(*fileOf(mixed), {}).cacheMostTokens, SIZE_MAX);

  test::GgufBuilder wide = test::littleModel();
  wide.set(test::uint32Value("llama.attention.sliding_window", 128));  // the whole context
  EXPECT_EQ(Model::load(fileOf(wide), {})->windowTokens(), 0u);
}

TEST(LittleModel, HeadsThatAreNoWholeBlocksOfTheCacheAreRefused) {
  const auto file = fileOf(test::littleModel());
  ModelOptions options;
  options.valueType = &quant::kQ4_0;
  try {
    (void)Model::load(file, options);
    FAIL() << "was accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::Unsupported);
    EXPECT_EQ(error.sentence(),
              "V of the KV cache cannot be Q4_0, which has blocks of 32 values: the model's heads "
              "have 16. Choose F16 or F32.");
  }
  EXPECT_THROW((void)planModel(*file, options), Error);
}

}  // namespace
}  // namespace alcove::models
