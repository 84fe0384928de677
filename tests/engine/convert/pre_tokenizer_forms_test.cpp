// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// The forms in which published tokenizer.json files state how text is cut into words.
#include "convert/pre_tokenizer_forms.h"

#include <alcove/error.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace alcove::convert {
namespace {

using nlohmann::json;

std::string nameOf(const char* text, bool ignoresMerges = false) {
  return preTokenizerName(json::parse(text), ignoresMerges);
}

const char* const kLlama3 = R"({"type": "Sequence", "pretokenizers": [
  {"type": "Split", "pattern": {"Regex": "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"},
   "behavior": "Isolated", "invert": false},
  {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": false}]})";

TEST(PreTokenizerForms, RecognisesWhatModelsPublish) {
  EXPECT_EQ(nameOf(R"({"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true})"),
            "gpt-2");
  EXPECT_EQ(nameOf(R"({"type": "Sequence", "pretokenizers": [
      {"type": "Digits", "individual_digits": true},
      {"type": "ByteLevel", "add_prefix_space": false, "use_regex": true}]})"),
            "starcoder");
  EXPECT_EQ(nameOf(kLlama3, true), "llama-bpe");
  EXPECT_EQ(nameOf(R"({"type": "Sequence", "pretokenizers": [
      {"type": "Split", "pattern": {"Regex": "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+"},
       "behavior": "Removed", "invert": true},
      {"type": "ByteLevel", "add_prefix_space": false, "use_regex": false}]})"),
            "qwen2");
  EXPECT_EQ(nameOf(R"({"type": "Sequence", "pretokenizers": [
      {"type": "Punctuation", "behavior": "Contiguous"},
      {"type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true},
      {"type": "Digits", "individual_digits": false},
      {"type": "Split", "pattern": {"Regex": "[0-9][0-9][0-9]"}, "behavior": "Isolated",
       "invert": false}]})"),
            "falcon");
}

// The sentence shows what was found, so that somebody can add a row for it.
void expectRefused(const char* text, const char* shown) {
  try {
    (void)nameOf(text);
    FAIL() << text;
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::Unsupported);
    EXPECT_THAT(error.sentence(), testing::HasSubstr(shown));
  }
}

TEST(PreTokenizerForms, GuessesNothing) {
  expectRefused("null", "none at all");
  expectRefused(R"({"type": "Whitespace"})", "Whitespace");
  expectRefused(R"({"type": "ByteLevel", "add_prefix_space": true})", "space in front; words");
  expectRefused(R"({"type": "Split", "pattern": {"Regex": "[a-z]+"}, "behavior": "Isolated"})",
                "split [a-z]+");
  expectRefused(R"({"type": "Split", "pattern": {"Regex": "x"}, "behavior": "MergedWithNext"})",
                "split (MergedWithNext) x");
  expectRefused(R"({"type": "Split", "pattern": {"String": " "}, "behavior": "Isolated"})",
                "split literally");
}

TEST(PreTokenizerForms, RefusesWhatIsDamaged) {
  EXPECT_THROW((void)nameOf(R"({"type": "Sequence"})"), Error);
  EXPECT_THROW((void)nameOf(R"({"type": "Sequence", "pretokenizers": 7})"), Error);
  EXPECT_THROW((void)nameOf(R"({"type": 7})"), Error);
  EXPECT_THROW((void)nameOf(R"({"type": "Split", "pattern": "x"})"), Error);
}

}  // namespace
}  // namespace alcove::convert
