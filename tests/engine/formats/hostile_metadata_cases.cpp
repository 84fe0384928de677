// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "engine/formats/hostile_cases.h"

namespace alcove::formats {
namespace {

using test::BuiltValue;
using test::GgufBuilder;
using test::rawBytes;

constexpr std::uint32_t kUint8 = 0;
constexpr std::uint32_t kBool = 7;
constexpr std::uint32_t kString = 8;
constexpr std::uint32_t kArray = 9;
constexpr std::uint32_t kUint64 = 10;

HostileCase value(std::string name, BuiltValue built, std::vector<std::string> words) {
  return {std::move(name), changed([built](GgufBuilder& m) { m.set(built); }), 0, std::move(words)};
}

HostileCase found(std::string name, BuiltValue built, std::vector<std::string> words) {
  HostileCase result = value(std::move(name), std::move(built), std::move(words));
  result.opens = true;
  return result;
}

HostileCase alignment(std::string name, std::uint32_t number, std::vector<std::string> words) {
  return value(std::move(name), test::uint32Value("general.alignment", number), std::move(words));
}

// Three million empty strings: 24 MB in the file, 48 MB as views, far more as copies.
std::string threeMillionStrings() {
  constexpr std::uint64_t kCount = 3'000'000;
  GgufBuilder model;
  model.metadata = {test::arrayValue("words", kString, kCount, std::string(kCount * 8, '\0'))};
  return model.build();
}

std::string gigabyteOfStrings() {
  GgufBuilder model;
  model.metadata = {test::arrayValue("words", kString, (1u << 27) - 1000, "")};
  return model.header();
}

}  // namespace

std::vector<HostileCase> metadataCases() {
  return {
      value("C11_TypeBeyondTheLast", {"x", 13, "", {}}, {"'x'", "type 13", "does not exist"}),
      value("C11_TypeMinusOne", {"x", 0xffffffff, "", {}}, {"'x'", "type 4294967295"}),
      value("C11_ElementTypeBeyondTheLast", test::arrayValue("x", 13, 1, ""), {"'x'", "type 13"}),
      value("C11_ElementTypeMinusOne", test::arrayValue("x", 0xffffffff, 1, ""),
            {"type 4294967295"}),
      value("C12_ArrayOfArrays", test::arrayValue("x", kArray, 1, rawBytes(4u) + rawBytes(0ull)),
            {"'x'", "array of arrays"}),
      value("C13_CountTimesSizeWraps", test::arrayValue("x", kUint64, 1ull << 61, "12345678"),
            {"'x'", "2305843009213693952 elements", "remain"}),
      value("C13_StringCountWraps", test::arrayValue("x", kString, 1ull << 61, ""),
            {"'x'", "2305843009213693952 elements", "remain"}),
      value("C13_CountMinusOne", test::arrayValue("x", kUint8, ~0ull, ""), {"'x'", "remain"}),
      value("C14_CountBeyondTheFile", test::arrayValue("x", kUint8, 1 << 20, "abc"),
            {"'x'", "1048576 elements", "remain"}),
      value("C14_StringCountBeyondTheFile", test::arrayValue("x", kString, 2000, ""),
            {"'x'", "remain"}),
      {"C15_StringsThatMultiplyMemory",
       threeMillionStrings,
       0,
       {"'words'", "3000000 elements", "at most 2097152"}},
      {"C15_GigabyteOfEmptyStrings", gigabyteOfStrings, 1u << 30, {"'words'", "at most 2097152"}},
      value("C16_BooleanTwo", test::boolValue("x", 2), {"'x'", "truth value 2"}),
      value("C16_BooleanInArray", test::arrayValue("x", kBool, 3, std::string("\0\1\xff", 3)),
            {"'x'", "truth value 255"}),
      value("C17_AlignmentAsInt32", test::int32Value("general.alignment", 32),
            {"'general.alignment'", "must be a uint32", "int32"}),
      value("C17_AlignmentAsString", test::stringValue("general.alignment", "32"),
            {"'general.alignment'", "must be a uint32", "string"}),
      found("C17_HeadCountAsString", test::stringValue("llama.attention.head_count", "2"),
            {"'llama.attention.head_count'", "must be a whole number", "string"}),
      found("C17_ArchitectureAsNumber", test::uint32Value("general.architecture", 1),
            {"'general.architecture'", "must be a string", "uint32"}),
      found("C17_TokensAsString", test::stringValue("tokenizer.ggml.tokens", "a"),
            {"'tokenizer.ggml.tokens'", "must be an array of strings", "string"}),
      found("C17_TokensAsNumbers", test::arrayValue("tokenizer.ggml.tokens", kUint8, 2, "ab"),
            {"'tokenizer.ggml.tokens'", "must be an array of strings", "array of uint8"}),
      found("C17_NegativeBlockCount", test::int32Value("llama.block_count", -1),
            {"'llama.block_count'", "must not be negative"}),
      alignment("D18_AlignmentZero", 0, {"'general.alignment'", "not a power of two"}),
      alignment("D19_AlignmentThree", 3, {"'general.alignment' is 3", "not a power of two"}),
      alignment("D19_Alignment48", 48, {"'general.alignment' is 48", "not a power of two"}),
      alignment("D20_AlignmentTwoGigabytes", 1u << 31, {"should begin at byte 2147483648"}),
      {"D21_DataStartBeyondTheEnd",
       [] { return test::littleModel().header(); },
       0,
       {"should begin at byte", "has only"}},
  };
}

}  // namespace alcove::formats
