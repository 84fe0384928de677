// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "formats/json_check.h"

#include <alcove/error.h>
#include <gtest/gtest.h>

#include "formats/json_document.h"

namespace alcove::formats {
namespace {

using Kind = JsonFault::Kind;

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

TEST(JsonCheck, SaysWhatIsWrong) {
  EXPECT_EQ(checkJson(R"({"a": [1, -2.5, null, true, "ü"], "b": {}})").kind, Kind::None);
  EXPECT_EQ(checkJson("7").kind, Kind::None);
  EXPECT_EQ(checkJson(R"({"a": 1e999})").kind, Kind::NumberTooLarge);
  EXPECT_EQ(checkJson("\"\xff\"").kind, Kind::NotJson);
  EXPECT_EQ(checkJson("").kind, Kind::NotJson);
  const JsonFault cut = checkJson(R"({"a": 1,)");
  EXPECT_EQ(cut.kind, Kind::NotJson);
  EXPECT_EQ(cut.byte, 9u);
}

TEST(JsonCheck, HoldsToItsLimits) {
  EXPECT_EQ(checkJson(nested(64)).kind, Kind::None);
  EXPECT_EQ(checkJson(nested(65)).kind, Kind::TooDeep);
  EXPECT_EQ(checkJson(std::string(1'000'000, '[')).kind, Kind::TooDeep);
  const JsonLimits two = {.members = 2};
  EXPECT_EQ(checkJson(R"({"a": {"b": 1, "c": 2}, "d": 3})", two).kind, Kind::None);
  EXPECT_EQ(checkJson(R"([{"a": 1}, {"b": 1, "c": 2, "d": 3}])", two).kind, Kind::TooManyMembers);
}

// With the parser's own callback each of these objects costs a walk over all before it.
TEST(JsonCheck, ManyObjectsInAnArrayAreReadInOneGo) {
  std::string text = "{\"all\":[{}";
  for (int i = 0; i < 1'000'000; ++i) text += ",{}";
  text += "]}";
  EXPECT_EQ(checkJson(text).kind, Kind::None);
  EXPECT_EQ(parseJsonObject(text, "here")["all"].size(), 1'000'001u);
}

TEST(JsonDocument, RefusesInSentences) {
  const auto sentence = [](const std::string& text) {
    try {
      (void)parseJsonObject(text, "here");
    } catch (const Error& error) {
      return error.sentence();
    }
    return std::string();
  };
  EXPECT_NE(sentence("{\"a\": " + nested(64) + "}").find("nested more than 64"), std::string::npos);
  EXPECT_NE(sentence("{\"a\"").find("not valid JSON"), std::string::npos);
  EXPECT_NE(sentence("{\"a\": 1e999}").find("too large"), std::string::npos);
  EXPECT_NE(sentence("[1]").find("should hold a JSON object"), std::string::npos);
}

}  // namespace
}  // namespace alcove::formats
