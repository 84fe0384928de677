// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "engine/formats/hostile_cases.h"

namespace alcove::formats {
namespace {

using test::BuiltValue;
using test::GgufBuilder;

HostileCase split(std::string name, std::vector<BuiltValue> values,
                  std::vector<std::string> words) {
  return {std::move(name), changed([values = std::move(values)](GgufBuilder& m) {
            for (const BuiltValue& value : values) m.set(value);
          }),
          0, std::move(words)};
}

BuiltValue count(std::uint32_t number) { return test::uint32Value("split.count", number); }
BuiltValue part(std::uint32_t number) { return test::uint32Value("split.no", number); }

}  // namespace

// Parts that lie alone under a name that is not a part's. What several files can do to each other
// is in split_file_test.cpp.
std::vector<HostileCase> splitCases() {
  return {
      split("F31_PartOne", {count(3), part(0)}, {"part 1 of 3", "name does not end in"}),
      split("F31_LastPart", {count(3), part(2)}, {"part 3 of 3", "name does not end in"}),
      split("F31_CountZero", {count(0), part(0)}, {"0 parts"}),
      split("F31_Count65535", {count(65535), part(0)}, {"part 1 of 65535", "name does not end in"}),
      split("F31_NumberBeyondTheCount", {count(3), part(3)}, {"3 parts", "out of range"}),
      split("F31_NumberMissing", {count(3)}, {"3 parts", "missing"}),
      split("F31_NumberAsString", {count(3), test::stringValue("split.no", "../other.gguf")},
            {"'split.no'", "must be a whole number"}),
      split("F31_CountAsString", {test::stringValue("split.count", "3")},
            {"'split.count'", "must be a whole number"}),
      split("F31_CountNegative", {test::int32Value("split.count", -1)},
            {"'split.count'", "must be a whole number"}),
      split("F31_TotalMismatch", {count(2), part(1), test::int32Value("split.tensors.count", 99)},
            {"part 2 of 2", "name does not end in"}),
  };
}

}  // namespace alcove::formats
