// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <limits>
#include <utility>

#include "engine/formats/hostile_cases.h"

namespace alcove::formats {
namespace {

using test::BuiltValue;
using test::GgufBuilder;

constexpr float kNan = std::numeric_limits<float>::quiet_NaN();
constexpr float kInfinity = std::numeric_limits<float>::infinity();

HostileCase model(std::string name, std::function<void(GgufBuilder&)> change,
                  std::vector<std::string> words) {
  return {std::move(name), changed(std::move(change)), 0, std::move(words), true};
}

HostileCase value(std::string name, BuiltValue built, std::vector<std::string> words) {
  return model(
      std::move(name), [built](GgufBuilder& m) { m.set(built); }, std::move(words));
}

HostileCase missing(std::string name, std::string key, std::vector<std::string> words) {
  return model(
      std::move(name), [key](GgufBuilder& m) { m.remove(key); }, std::move(words));
}

HostileCase number(std::string name, std::string key, float built, std::vector<std::string> words) {
  return value(std::move(name), test::float32Value(std::move(key), built), std::move(words));
}

// Puts two bytes where a block of the tensor keeps its half-precision scale.
HostileCase scale(std::string name, std::string tensor, std::size_t at, std::string bytes) {
  return model(std::move(name),
               [=](GgufBuilder& m) { m.tensor(tensor).data.replace(at, bytes.size(), bytes); },
               {tensor, "not a finite number"});
}

std::vector<HostileCase> headCases() {
  const std::string heads = "llama.attention.head_count";
  const std::string keyHeads = "llama.attention.head_count_kv";
  return {
      value("G33_NoHeads", test::uint32Value(heads, 0), {"attention heads is zero"}),
      value("G33_HeadsDoNotDivide", test::uint32Value(heads, 3), {"32", "3 attention heads"}),
      value("G33_MoreKeyHeadsThanHeads", test::uint32Value(keyHeads, 4), {"4 key-value heads"}),
      value("G33_NoKeyHeads", test::uint32Value(keyHeads, 0), {"0 key-value heads"}),
      value("G33_KeyLengthZero", test::uint32Value("llama.attention.key_length", 0),
            {"head of 0 values"}),
      value("G33_KeyLengthOdd", test::uint32Value("llama.attention.key_length", 15),
            {"head of 15 values"}),
      value("G33_RotatesMoreThanAHead", test::uint32Value("llama.rope.dimension_count", 32),
            {"32 dimensions are rotated", "only 16"}),
  };
}

std::vector<HostileCase> numberCases() {
  const std::string epsilon = "llama.attention.layer_norm_rms_epsilon";
  return {
      number("G37_EpsilonNan", epsilon, kNan, {"epsilon", "nan"}),
      number("G37_EpsilonInfinite", epsilon, kInfinity, {"epsilon", "inf"}),
      number("G37_EpsilonZero", epsilon, 0, {"epsilon", "above zero"}),
      number("G37_EpsilonNegative", epsilon, -1e-5f, {"epsilon", "above zero"}),
      number("G37_FrequencyBaseZero", "llama.rope.freq_base", 0, {"frequencies", "above zero"}),
      number("G37_FrequencyBaseNegative", "llama.rope.freq_base", -1, {"frequencies"}),
      number("G37_ScalingZero", "llama.rope.scaling.factor", 0, {"scaling", "above zero"}),
      value("G38_ContextTopBit", test::uint64Value("llama.context_length", 1ull << 63),
            {"9223372036854775808 tokens", "cannot be"}),
      value("G38_ContextZero", test::uint32Value("llama.context_length", 0), {"0 tokens"}),
  };
}

}  // namespace

std::vector<HostileCase> meaningCases() {
  std::vector<HostileCase> cases = {
      missing("G32_NoArchitecture", "general.architecture", {"does not name its architecture"}),
      missing("G32_NoBlockCount", "llama.block_count", {"lacks", "'llama.block_count'"}),
      missing("G32_NoContextLength", "llama.context_length", {"lacks", "'llama.context_length'"}),
      missing("G32_NoLicence", "general.license", {"licence"}),
      value("G34_BlockCountHuge", test::uint64Value("llama.block_count", 1ull << 40),
            {"1099511627776 blocks", "11 tensors"}),
      value("G34_BlockCountZero", test::uint32Value("llama.block_count", 0), {"0 blocks"}),
      model("G35_MoreExpertsUsedThanThereAre",
            [](GgufBuilder& m) {
              m.set(test::uint32Value("llama.expert_count", 4));
              m.set(test::uint32Value("llama.expert_used_count", 5));
            },
            {"5 experts", "there are 4"}),
      scale("G39_NanScaleInQ8_0", "token_embd.weight", 34 * 100, "\xff\x7f"),
      scale("G39_InfiniteScaleInQ4_0", "blk.0.attn_output.weight", 18, std::string("\x00\x7c", 2)),
      scale("G39_InfiniteMinimumInQ4_1", "blk.0.ffn_up.weight", 22, std::string("\x00\xfc", 2)),
      scale("G39_NanInF32", "output_norm.weight", 124, std::string("\x00\x00\xc0\x7f", 4)),
      scale("G39_InfinityInBF16", "blk.0.attn_v.weight", 2, std::string("\x80\x7f", 2)),
  };
  for (const auto& list : {headCases(), numberCases()}) {
    cases.insert(cases.end(), list.begin(), list.end());
  }
  return cases;
}

}  // namespace alcove::formats
