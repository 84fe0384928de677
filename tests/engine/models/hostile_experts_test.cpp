// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Mixtures of experts, damaged: each file is refused with a sentence that names what is wrong.

#include <alcove/error.h>
#include <gmock/gmock.h>

#include <limits>

#include "engine/models/expect_refused.h"
#include "support/family_models.h"

namespace alcove::models {
namespace {

using test::float32Value;
using test::GgufBuilder;
using test::stringValue;
using test::uint32Value;

// Every family whose layers have experts.
const std::vector<std::string> kFamilies = {"arctic", "dbrx",     "gpt-oss",
                                            "llama",  "qwen2moe", "qwen3moe"};

class HostileExperts : public testing::TestWithParam<std::string> {
 protected:
  [[nodiscard]] GgufBuilder model() const { return test::littleModelOf(GetParam()); }
  [[nodiscard]] std::string key(const std::string& name) const { return GetParam() + "." + name; }

  void expectRefusedWith(test::BuiltValue value, const std::string& words,
                         ErrorCode code = ErrorCode::Corrupt) {
    SCOPED_TRACE(value.key);
    GgufBuilder builder = model();
    value.key = key(value.key);
    builder.set(value);
    expectRefused(builder, code, words);
  }
};

TEST_P(HostileExperts, NumbersThatMakeNoSense) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  expectRefusedWith(uint32Value("expert_used_count", 0), "expert_used_count' is 0");
  expectRefusedWith(uint32Value("expert_used_count", 4), "it must be from 1 to 3");
  expectRefusedWith(stringValue("expert_used_count", "two"), "expert_used_count");
  expectRefusedWith(uint32Value("expert_count", 4), "'blk.0.ffn_gate_inp.");
  expectRefusedWith(uint32Value("expert_count", 2), "'blk.0.ffn_gate_inp.");
  expectRefusedWith(uint32Value("expert_count", 4294967295u), "expert_count");
  expectRefusedWith(test::int32Value("expert_count", -3), "expert_count");
  expectRefusedWith(uint32Value("expert_feed_forward_length", 0), "expert_feed_forward_length");
  expectRefusedWith(uint32Value("expert_feed_forward_length", 65), "_exps.weight' is 3 × 64 × 32");
  expectRefusedWith(float32Value("expert_weights_scale", nan), "expert_weights_scale");
  expectRefusedWith(float32Value("expert_weights_scale", -1), "expert_weights_scale");
}

TEST_P(HostileExperts, RulesThatNobodyKnows) {
  expectRefusedWith(uint32Value("expert_gating_func", 9), "by rule 9", ErrorCode::Unsupported);
  expectRefusedWith(uint32Value("expert_group_count", 2), "by groups", ErrorCode::Unsupported);
}

TEST_P(HostileExperts, MissingNumbers) {
  GgufBuilder unused = model();
  unused.remove(key("expert_used_count"));
  expectRefused(unused, ErrorCode::Corrupt, key("expert_used_count"));
  GgufBuilder uncounted = model(), none = model();
  uncounted.remove(key("expert_count"));
  none.set(uint32Value(key("expert_count"), 0));
  // Without experts a llama has an MLP.
  const bool llama = GetParam() == "llama";
  expectRefused(uncounted, ErrorCode::Corrupt, llama ? "ffn_gate.weight" : key("expert_count"));
  expectRefused(none, ErrorCode::Corrupt, llama ? "ffn_gate.weight" : key("expert_count"));
}

TEST_P(HostileExperts, TensorsOfOtherShapes) {
  GgufBuilder fewer = model();
  fewer.tensor("blk.0.ffn_up_exps.weight") =
      test::filledTensor("blk.0.ffn_up_exps.weight", {32, 64, 2}, quant::kQ4_1);
  expectRefused(fewer, ErrorCode::Corrupt,
                "2 × 64 × 32, but the model's other numbers want 3 × 64 × 32");
  GgufBuilder turned = model();
  turned.tensor("blk.0.ffn_down_exps.weight") =
      test::filledTensor("blk.0.ffn_down_exps.weight", {32, 64, 3}, quant::kQ8_0);
  expectRefused(turned, ErrorCode::Corrupt, "'blk.0.ffn_down_exps.weight' is 3 × 64 × 32");
  GgufBuilder none = model();
  std::erase_if(none.tensors, [](const auto& t) { return t.name == "blk.0.ffn_gate_inp.weight"; });
  expectRefused(none, ErrorCode::Corrupt, "blk.0.ffn_gate_inp.weight");
}

TEST_P(HostileExperts, TensorsOfTheirOwn) {
  GgufBuilder builder = model();
  builder.tensors.push_back(test::filledTensor("blk.0.ffn_gate.0.weight", {32, 64}, quant::kQ4_1));
  expectRefused(builder, ErrorCode::Unsupported, "convert the model again");
}

TEST_P(HostileExperts, NoNumbersAtAll) {
  GgufBuilder builder = model();
  std::string& router = builder.tensor("blk.0.ffn_gate_inp.weight").data;
  router.assign(router.size(), char(0xff));  // NaN: the answer is nonsense, but no more than that
  const std::vector<std::int32_t> tokens(40, 7);
  EXPECT_EQ(run(*Model::load(fileOf(builder), {}), tokens).size() % tokens.size(), 0u);
}

TEST_P(HostileExperts, UndamagedCountAllTheirWeights) {
  const auto file = fileOf(model());
  const ModelPlan plan = planModel(*file, {});
  std::uint64_t bytes = 0, parameters = 0;
  for (const formats::GgufTensor& tensor : file->tensors()) {
    bytes += tensor.data.size();
    parameters += tensor.dims[0] * tensor.dims[1] * tensor.dims[2];
  }
  EXPECT_GE(plan.weightsBytes, bytes) << "every expert, used or not";
  EXPECT_LE(plan.weightsBytes, bytes + 1024) << "the rope's frequencies beside them";
  const auto loaded = Model::load(file, {});
  EXPECT_EQ(loaded->parameters(), parameters);
  EXPECT_LE(loaded->weightsBytes(), bytes * 5 / 4) << "packed";
}

INSTANTIATE_TEST_SUITE_P(Families, HostileExperts, testing::ValuesIn(kFamilies),
                         [](const auto& test) {
                           return test.param == "gpt-oss" ? "gpt_oss" : test.param;
                         });

TEST(HostileGptOss, WhatOnlyItHas) {
  GgufBuilder window = test::littleModelOf("gpt-oss");
  window.remove("gpt-oss.attention.sliding_window");
  expectRefused(window, ErrorCode::Corrupt, "gpt-oss.attention.sliding_window");
  for (const auto& [name, dims, words] :
       {std::tuple<const char*, std::vector<std::uint64_t>, const char*>{
            "blk.0.attn_sinks.weight", {3}, "'blk.0.attn_sinks.weight' is 3"},
        {"blk.0.ffn_down_exps.bias", {32, 2}, "'blk.0.ffn_down_exps.bias' is 2 × 32"},
        {"blk.0.ffn_down_exps.bias", {31, 3}, "'blk.0.ffn_down_exps.bias' is 3 × 31"}}) {
    GgufBuilder builder = test::littleModelOf("gpt-oss");
    builder.tensor(name) = test::filledTensor(name, dims, quant::kF32);
    expectRefused(builder, ErrorCode::Corrupt, words);
  }
  GgufBuilder sinks = test::littleModelOf("gpt-oss");
  std::erase_if(sinks.tensors, [](const auto& t) { return t.name == "blk.0.attn_sinks.weight"; });
  expectRefused(sinks, ErrorCode::Corrupt, "blk.0.attn_sinks.weight");
}

TEST(HostileDbrx, ABoundIsAPositiveNumber) {
  for (const float bound : {-1.0f, std::numeric_limits<float>::quiet_NaN()}) {
    GgufBuilder builder = test::littleModelOf("dbrx");
    builder.set(float32Value("dbrx.attention.clamp_kqv", bound));
    expectRefused(builder, ErrorCode::Corrupt, "clamp_kqv");
  }
}

TEST(HostileQwen2Moe, TheSharedExpertsWidth) {
  for (const std::uint32_t width : {0u, 63u}) {
    GgufBuilder builder = test::littleModelOf("qwen2moe");
    builder.set(uint32Value("qwen2moe.expert_shared_feed_forward_length", width));
    expectRefused(builder, ErrorCode::Corrupt, width ? "_shexp.weight" : "shared_feed_forward");
  }
}

}  // namespace
}  // namespace alcove::models
