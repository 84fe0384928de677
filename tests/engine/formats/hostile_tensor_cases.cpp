// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "engine/formats/hostile_cases.h"

namespace alcove::formats {
namespace {

using test::BuiltTensor;
using test::GgufBuilder;

constexpr const char* kTarget = "blk.0.attn_norm.weight";  // F32, 32 values
constexpr std::uint64_t kTopBit = 1ull << 63;
constexpr std::uint64_t kMost = kTopBit - 1;

HostileCase tensor(std::string name, std::function<void(BuiltTensor&)> change,
                   std::vector<std::string> words) {
  return {std::move(name),
          changed([change = std::move(change)](GgufBuilder& m) { change(m.tensor(kTarget)); }), 0,
          std::move(words)};
}

HostileCase dims(std::string name, std::vector<std::uint64_t> values,
                 std::vector<std::string> words) {
  words.push_back(kTarget);
  return tensor(
      std::move(name), [values](BuiltTensor& t) { t.dims = values; }, std::move(words));
}

HostileCase rank(std::string name, std::uint32_t number, std::string word) {
  return tensor(std::move(name), [number](BuiltTensor& t) { t.rank = number; },
                {kTarget, std::move(word), "1 to 4"});
}

HostileCase type(std::uint32_t id, std::string words) {
  return tensor("E27_Type" + std::to_string(id), [id](BuiltTensor& t) { t.typeId = id; },
                {kTarget, "type " + std::to_string(id), std::move(words)});
}

HostileCase name(std::string caseName, std::string text, std::vector<std::string> words) {
  return tensor(
      std::move(caseName), [text](BuiltTensor& t) { t.name = text; }, std::move(words));
}

HostileCase offset(std::string name, std::uint64_t number, std::vector<std::string> words) {
  return tensor(
      std::move(name), [number](BuiltTensor& t) { t.offset = number; }, std::move(words));
}

std::vector<HostileCase> typeCases() {
  return {
      type(4, "Q4_2, which was removed"),        type(5, "Q4_3, which was removed"),
      type(15, "Q8_K, a type for intermediate"), type(31, "Q4_0_4_4, a repacked"),
      type(32, "Q4_0_4_8, a repacked"),          type(33, "Q4_0_8_8, a repacked"),
      type(36, "IQ4_NL_4_4, a repacked"),        type(37, "IQ4_NL_4_8, a repacked"),
      type(38, "IQ4_NL_8_8, a repacked"),        type(139, "IQ4_K of the ik_llama.cpp fork"),
      type(43, "unknown to the format"),         type(0xffffffff, "unknown to the format"),
  };
}

std::vector<HostileCase> shapeCases() {
  return {
      rank("E22_NoDimensions", 0, "0 dimensions"),
      rank("E22_FiveDimensions", 5, "5 dimensions"),
      rank("E22_FourBillionDimensions", 0xffffffff, "4294967295 dimensions"),
      dims("E23_DimensionMinusOne", {~0ull}, {"impossibly large"}),
      dims("E23_DimensionZero", {0}, {"empty dimension"}),
      dims("E23_SecondDimensionZero", {32, 0}, {"empty dimension (32 × 0)"}),
      dims("E23_DimensionMost", {kMost}, {"impossibly large"}),
      dims("E23_DimensionTopBit", {kTopBit}, {"impossibly large"}),
      dims("E24_ProductMostTimesTwo", {kMost, 2, 1, 1}, {"impossibly large"}),
      dims("E24_ProductOfTwoPowers32", {1ull << 32, 1ull << 32}, {"impossibly large"}),
      dims("E24_ProductWrapsToSmall", {1ull << 62, 4, 1, 1}, {"impossibly large"}),
      dims("E24_ProductOfFour", {1 << 16, 1 << 16, 1 << 16, 1 << 16}, {"impossibly large"}),
      dims("E25_BytesOverflow", {1ull << 62}, {"impossibly large"}),
      dims("E25_BytesBeyondTheFile", {1ull << 40}, {"4398046511104 bytes", "has only"}),
      {"E26_RowsNoMultipleOfTheBlock",
       changed([](GgufBuilder& m) {
         m.tensor("blk.0.attn_output.weight").dims = {16, 64};
       }),
       0,
       {"blk.0.attn_output.weight", "rows of 16 values", "block of Q4_0"}},
  };
}

std::vector<HostileCase> nameCases() {
  return {
      name("E28_NameOf64Bytes", std::string(64, 'n'), {"64 bytes", "at most 63"}),
      name("E28_DuplicateName", "output_norm.weight", {"'output_norm.weight'", "more than once"}),
      name("E28_EmptyName", "", {"name of tensor 3", "empty"}),
      name("E28_ZeroByteInName", std::string("a\0b", 3), {"'a\\x00b'", "zero byte"}),
      name("E28_NameNotUtf8", "a\xfe", {"'a\\xfe'", "not valid UTF-8"}),
      tensor("E28_NameLengthBeyondTheFile", [](BuiltTensor& t) { t.nameLength = 1 << 20; },
             {"name of tensor 3", "remain"}),
  };
}

std::vector<HostileCase> offsetCases() {
  return {
      offset("E29_OffsetUnaligned", 33, {kTarget, "offset 33", "alignment of 32"}),
      offset("E29_OffsetBeyondTheEnd", 1 << 20, {kTarget, "offset 1048576", "has only"}),
      offset("E29_OffsetOverlaps", 0, {"'token_embd.weight'", kTarget, "overlap"}),
      offset("E29_OffsetOverlapsByOneBlock", 8832 - 32, {kTarget, "overlap"}),
      offset("E29_OffsetPlusSizeWraps", ~0ull - 31, {kTarget, "has only"}),
      offset("E29_OffsetPlusSizeWrapsToZero", ~0ull - 127, {kTarget, "has only"}),
      offset("E29_OffsetTopBit", kTopBit, {kTarget, "has only"}),
      {"E30_CutInsideTheData",
       [] {
         const std::string whole = test::littleModel().build();
         return whole.substr(0, whole.size() - 1);
       },
       0,
       {"'blk.0.ffn_down.weight'", "has only"}},
      {"E30_CutAtTheStartOfTheData",
       [] {
         const test::GgufBuilder model = test::littleModel();
         return model.build().substr(0, (model.header().size() + 63) / 32 * 32);
       },
       0,
       {"'token_embd.weight'", "has only"}},
  };
}

}  // namespace

std::vector<HostileCase> tensorCases() {
  std::vector<HostileCase> cases = shapeCases();
  for (const auto& list : {typeCases(), nameCases(), offsetCases()}) {
    cases.insert(cases.end(), list.begin(), list.end());
  }
  return cases;
}

}  // namespace alcove::formats
