// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Encoders whose numbers or tables do not fit each other: each is refused with a sentence.

#include <alcove/error.h>
#include <gmock/gmock.h>

#include <functional>
#include <limits>

#include "engine/models/expect_refused.h"
#include "formats/gguf_file.h"
#include "models/model.h"
#include "support/gguf_builder.h"
#include "support/temporary_folder.h"

namespace alcove::models {
namespace {

using test::float32Value;
using test::GgufBuilder;
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

HostileCase without(const char* name, const char* tensor) {
  return {name,
          [tensor](GgufBuilder& b) {
            std::erase_if(b.tensors, [&](const auto& t) { return t.name == tensor; });
          },
          ErrorCode::Corrupt, tensor};
}

HostileCase shaped(const char* name, const char* tensor, std::vector<std::uint64_t> dims) {
  return {name,
          [=](GgufBuilder& b) { b.tensor(tensor) = test::filledTensor(tensor, dims, quant::kF32); },
          ErrorCode::Corrupt, tensor};
}

std::vector<HostileCase> cases() {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  return {
      removed("NoEpsilon", "bert.attention.layer_norm_epsilon"),
      set("EpsilonNaN", float32Value("bert.attention.layer_norm_epsilon", nan), "epsilon"),
      set("HeadsDoNotDivide", uint32Value("bert.attention.head_count", 3), "3 heads"),
      set("CausalAsNumber", uint32Value("bert.attention.causal", 0), "bert.attention.causal"),
      set("ContextAbovePositions", uint32Value("bert.context_length", 17), "position_embd.weight"),
      set("ContextHuge", uint64Value("bert.context_length", 1ull << 40), "context_length"),
      shaped("PositionsBelowContext", "position_embd.weight", {32, 15}),
      shaped("PositionsOfAnotherWidth", "position_embd.weight", {64, 16}),
      without("NoPositions", "position_embd.weight"),
      without("NoTokenTypes", "token_types.weight"),
      shaped("TokenTypesOfAnotherWidth", "token_types.weight", {16, 2}),
      shaped("TokenTypesWithoutEnd", "token_types.weight", {32, 70000}),
      set("TokenTypeCountAsString", test::stringValue("tokenizer.ggml.token_type_count", "two"),
          "token_type_count"),
      without("NoEmbeddingNorm", "token_embd_norm.weight"),
      without("NoAttentionNorm", "blk.0.attn_output_norm.weight"),
      without("NoLayerNorm", "blk.0.layer_output_norm.weight"),
      without("NoUp", "blk.0.ffn_up.weight"),
      shaped("NormBiasTooLong", "blk.0.layer_output_norm.bias", {33}),
      {"PoolingUnknown", [](GgufBuilder& b) { b.set(uint32Value("bert.pooling_type", 77)); },
       ErrorCode::Unsupported, "'bert.pooling_type' is 77"},
      {"PoolingRanks", [](GgufBuilder& b) { b.set(uint32Value("bert.pooling_type", 4)); },
       ErrorCode::Unsupported, "ranks pairs"},
      {"AWindowThatSeesBothWays",
       [](GgufBuilder& b) { b.set(uint32Value("bert.attention.sliding_window", 4)); },
       ErrorCode::Unsupported, "window"},
  };
}

class HostileEncoder : public testing::TestWithParam<HostileCase> {};

TEST_P(HostileEncoder, IsRefusedWithASentence) {
  GgufBuilder builder = test::littleEncoder();
  GetParam().damage(builder);
  expectRefused(builder, GetParam().code, GetParam().words);
}

INSTANTIATE_TEST_SUITE_P(Cases, HostileEncoder, testing::ValuesIn(cases()),
                         [](const auto& test) { return test.param.name; });

TEST(LittleEncoder, LoadsAndPlans) {
  const test::TemporaryFolder folder;
  const auto file =
      formats::GgufFile::open(folder.write("model.gguf", test::littleEncoder().build()));
  const auto model = Model::load(file, {});
  EXPECT_STREQ(model->architecture(), "bert");
  EXPECT_FALSE(model->generates());
  EXPECT_FALSE(model->causal());
  EXPECT_EQ(model->embeddingSize(), 32u);
  EXPECT_EQ(model->pooling(), Pooling::Mean);
  EXPECT_EQ(model->kvLayout().keyType, &quant::kF32) << "the cache lives for a step";
  const ModelPlan plan = planModel(*file, {});
  EXPECT_FALSE(plan.generates);
  EXPECT_GT(plan.weightsBytes, 0u);
}

TEST(LittleEncoder, MayKnowOneTypeOfTextWithoutATable) {
  GgufBuilder builder = test::littleEncoder();
  std::erase_if(builder.tensors, [](const auto& t) { return t.name == "token_types.weight"; });
  builder.set(uint32Value("tokenizer.ggml.token_type_count", 1));
  const test::TemporaryFolder folder;
  EXPECT_NE(Model::load(formats::GgufFile::open(folder.write("model.gguf", builder.build())), {}),
            nullptr);
}

}  // namespace
}  // namespace alcove::models
