// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <string_view>
#include <utility>

#include "engine/formats/hostile_cases.h"

namespace alcove::formats {
namespace {

using test::BuiltValue;
using test::GgufBuilder;
using test::rawBytes;
using test::rawString;

constexpr std::uint32_t kString = 8;
constexpr std::uint64_t kGigabyte = 1u << 30;

HostileCase keyLength(std::string name, std::uint64_t length, std::vector<std::string> words) {
  return {std::move(name), changed([length](GgufBuilder& m) { m.metadata[2].keyLength = length; }),
          0, std::move(words)};
}

HostileCase key(std::string name, std::string text, std::vector<std::string> words) {
  return {std::move(name),
          changed([text](GgufBuilder& m) { m.metadata.push_back(test::uint32Value(text, 1)); }), 0,
          std::move(words)};
}

// A string value whose length is a lie; it is the last, so that all sizes are known.
HostileCase valueLength(std::string name, std::uint64_t length, std::vector<std::string> words) {
  return {std::move(name), changed([length](GgufBuilder& m) {
            m.metadata.push_back({"story", kString, rawBytes(length) + "abc", {}});
          }),
          0, std::move(words)};
}

HostileCase elementLength(std::string name, std::uint64_t length, std::vector<std::string> words) {
  return {std::move(name), changed([length](GgufBuilder& m) {
            m.set(test::arrayValue("tokenizer.ggml.tokens", kString, 2,
                                   rawString("a") + rawBytes(length) + "b"));
          }),
          0, std::move(words)};
}

// Header of one string value of a gigabyte of zeros; what should follow it is missing.
std::string gigabyteValue() {
  GgufBuilder model;
  model.tensorCount = 1;
  model.metadata = {{"story", kString, rawBytes(kGigabyte - 4096), {}}};
  return model.header();
}

std::string gigabyteKey() {
  GgufBuilder model;
  model.metadata = {{"k", kString, "", kGigabyte - 4096}};
  return model.header();
}

std::string manyKeys(bool duplicate) {
  GgufBuilder model = test::littleModel();
  for (int i = 0; i < 100'000; ++i) {
    model.metadata.push_back(test::uint32Value("key." + std::to_string(i), 1));
  }
  if (duplicate) model.metadata.push_back(test::uint32Value("key.50000", 2));
  return model.build();
}

}  // namespace

std::vector<HostileCase> stringCases() {
  return {
      keyLength("B6_KeyLengthBeyondTheFile", 1 << 20, {"key", "1048576 bytes", "remain"}),
      valueLength("B6_ValueLengthBeyondTheFile", 1 << 20, {"'story'", "1048576 bytes", "remain"}),
      elementLength("B6_ElementLengthBeyondTheFile", 1 << 20,
                    {"'tokenizer.ggml.tokens'", "remain"}),
      keyLength("B7_KeyLengthMinusOne", ~0ull, {"key", "18446744073709551615 bytes"}),
      valueLength("B7_ValueLengthMinusOne", ~0ull, {"'story'", "18446744073709551615 bytes"}),
      valueLength("B7_ValueLengthWrapsToThisByte", ~0ull - 7, {"'story'", "remain"}),
      elementLength("B7_ElementLengthMinusOne", ~0ull, {"18446744073709551615 bytes"}),
      {"B8_GigabyteKey", gigabyteKey, kGigabyte, {"key", "at most 65535"}},
      {"B8_GigabyteValue", gigabyteValue, kGigabyte, {"tensor 1", "empty"}},
      key("B9_ZeroByteInKey", std::string("ge\0neral", 8), {"'ge\\x00neral'", "zero byte"}),
      key("B9_KeyNotUtf8", "gen\xff", {"'gen\\xff'", "not valid UTF-8"}),
      key("B9_KeyWithSurrogate", "\xed\xa0\x80", {"not valid UTF-8"}),
      key("B9_KeyOverlong", "\xc0\xaf", {"not valid UTF-8"}),
      key("B9_EmptyKey", "", {"key of metadata value 21", "is empty"}),
      key("B9_DuplicateKey", "llama.block_count", {"'llama.block_count'", "more than once"}),
      key("B9_KeyAbove64KiB", std::string(65536, 'k'), {"65536 bytes", "at most 65535"}),
      {"B10_DuplicateAmongHundredThousandKeys",
       [] { return manyKeys(true); },
       0,
       {"'key.50000'", "more than once"}},
      {"B10_HundredThousandKeys",
       [] { return manyKeys(false); },
       0,
       {"100020 metadata values"},
       true},
  };
}

}  // namespace alcove::formats
