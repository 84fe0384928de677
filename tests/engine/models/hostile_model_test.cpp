// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Files whose header is well-formed but whose numbers make no sense as a model: each is refused
// with a sentence that names what is wrong, before anything of its size is allocated.

#include <alcove/error.h>
#include <fmt/format.h>
#include <gmock/gmock.h>

#include <cmath>
#include <functional>
#include <limits>

#include "formats/gguf_file.h"
#include "models/model.h"
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

// The little model with three experts in the place of its MLP, of which a token uses two.
GgufBuilder littleExperts() {
  GgufBuilder model = test::littleModel();
  std::erase_if(model.tensors, [](const auto& t) {
    return t.name.starts_with("blk.0.ffn_") && t.name != "blk.0.ffn_norm.weight";
  });
  model.tensors.push_back(test::filledTensor("blk.0.ffn_gate_inp.weight", {32, 3}, quant::kF32));
  for (const char* name : {"gate", "up"})
    model.tensors.push_back(test::filledTensor(fmt::format("blk.0.ffn_{}_exps.weight", name),
                                               {32, 64, 3}, quant::kQ4_1));
  model.tensors.push_back(
      test::filledTensor("blk.0.ffn_down_exps.weight", {64, 32, 3}, quant::kQ8_0));
  model.set(uint32Value("llama.expert_count", 3));
  model.set(uint32Value("llama.expert_used_count", 2));
  return model;
}

std::vector<HostileCase> expertCases() {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  const auto unsupported = [](const char* name, test::BuiltValue value, const char* words) {
    HostileCase c = set(name, std::move(value), words);
    c.code = ErrorCode::Unsupported;
    return c;
  };
  return {
      removed("NoExpertsUsed", "llama.expert_used_count"),
      set("ExpertsUsedZero", uint32Value("llama.expert_used_count", 0), "used_count' is 0"),
      set("ExpertsUsedAboveExperts", uint32Value("llama.expert_used_count", 4), "from 1 to 3"),
      set("ExpertsUsedAsString", stringValue("llama.expert_used_count", "two"), "used_count"),
      set("ExpertsAboveTensor", uint32Value("llama.expert_count", 4), "ffn_gate_inp.weight' is 3"),
      set("ExpertsBelowTensor", uint32Value("llama.expert_count", 2), "ffn_gate_inp.weight' is 3"),
      set("ExpertsHuge", uint32Value("llama.expert_count", 4294967295u), "expert_count"),
      set("ExpertsZero", uint32Value("llama.expert_count", 0), "blk.0.ffn_gate.weight"),
      set("ExpertsNegative", test::int32Value("llama.expert_count", -3), "expert_count"),
      set("ExpertWidthZero", uint32Value("llama.expert_feed_forward_length", 0), "expert_feed"),
      set("ExpertWidthAgainstTensor", uint32Value("llama.expert_feed_forward_length", 65),
          "ffn_gate_exps.weight"),
      set("ExpertScaleNaN", float32Value("llama.expert_weights_scale", nan), "weights_scale"),
      unsupported("ExpertRuleUnknown", uint32Value("llama.expert_gating_func", 9), "rule 9"),
      unsupported("ExpertGroups", uint32Value("llama.expert_group_count", 2), "by groups"),
      {"ExpertsOfDifferentNumbers",
       [](GgufBuilder& b) {
         b.tensor("blk.0.ffn_up_exps.weight") =
             test::filledTensor("blk.0.ffn_up_exps.weight", {32, 64, 2}, quant::kQ4_1);
       },
       ErrorCode::Corrupt, "2 × 64 × 32, but the model's other numbers want 3 × 64 × 32"},
      {"ExpertsInTensorsOfTheirOwn",
       [](GgufBuilder& b) {
         b.tensors.push_back(test::filledTensor("blk.0.ffn_gate.0.weight", {32, 64}, quant::kQ4_1));
       },
       ErrorCode::Unsupported, "convert the model again"},
  };
}

void expectRefused(GgufBuilder builder, const HostileCase& damaged) {
  damaged.damage(builder);
  const test::TemporaryFolder folder;
  const auto path = folder.write("model.gguf", builder.build());
  try {
    (void)Model::load(formats::GgufFile::open(path), {});
    FAIL() << "was accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), damaged.code) << error.what();
    EXPECT_THAT(error.sentence(), testing::HasSubstr(damaged.words));
    EXPECT_THAT(error.sentence(), testing::EndsWith("."));
  }
}

class HostileModel : public testing::TestWithParam<HostileCase> {};

TEST_P(HostileModel, IsRefusedWithASentence) { expectRefused(test::littleModel(), GetParam()); }

INSTANTIATE_TEST_SUITE_P(Cases, HostileModel, testing::ValuesIn(cases()),
                         [](const auto& test) { return test.param.name; });

class HostileExperts : public testing::TestWithParam<HostileCase> {};

TEST_P(HostileExperts, AreRefusedWithASentence) { expectRefused(littleExperts(), GetParam()); }

INSTANTIATE_TEST_SUITE_P(Cases, HostileExperts, testing::ValuesIn(expertCases()),
                         [](const auto& test) { return test.param.name; });

TEST(LittleExperts, LoadAndPlanAllTheirWeights) {
  const test::TemporaryFolder folder;
  const auto file = formats::GgufFile::open(folder.write("model.gguf", littleExperts().build()));
  const auto model = Model::load(file, {});
  const ModelPlan plan = planModel(*file, {});
  std::uint64_t bytes = 0;
  for (const formats::GgufTensor& tensor : file->tensors()) bytes += tensor.data.size();
  EXPECT_GE(plan.weightsBytes, bytes) << "every expert, used or not";
  EXPECT_LE(plan.weightsBytes, bytes + 1024) << "the rope's frequencies beside them";
  EXPECT_LE(model->weightsBytes(), bytes * 5 / 4) << "packed";
}

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
  EXPECT_THROW((void)model->forward(
                   {std::array{100000}, std::array{BatchSequence{0, 1, 0, {}}}, {}}, {}, {}),
               Error);
}

}  // namespace
}  // namespace alcove::models
