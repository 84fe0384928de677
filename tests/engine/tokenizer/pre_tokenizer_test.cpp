// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Words of every family against those that another implementation cuts: the cases that
// tests/cases/tokenizer/regenerate.py writes and describes.
#include "tokenizer/pre_tokenizer.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

namespace alcove::tokenizer {
namespace {

std::vector<std::string> wordsOf(const PreTokenizer& cutter, const std::string& text) {
  std::vector<std::string> words;
  std::size_t at = 0;
  for (const std::size_t length : cutter.split(text)) {
    words.push_back(text.substr(at, length));
    at += length;
  }
  EXPECT_EQ(at, text.size());
  return words;
}

TEST(PreTokenizerTest, CutsTheWordsOfEachFamily) {
  std::ifstream file(std::string(std::getenv("ALCOVE_SOURCE_DIR")) +
                     "/tests/cases/tokenizer/pre_tokenizers.case");
  int families = 0;
  std::string title, texts, marker, words;
  while (std::getline(file, title) && std::getline(file, texts) && std::getline(file, marker) &&
         std::getline(file, words)) {
    ASSERT_EQ(title.substr(0, 4), "=== ");
    ASSERT_EQ(marker, "==> words");
    SCOPED_TRACE(title);
    const PreTokenizerRule* rule = findPreTokenizer(title.substr(4));
    ASSERT_NE(rule, nullptr);
    const PreTokenizer cutter(*rule);
    const auto inputs = nlohmann::json::parse(texts);
    const auto expected = nlohmann::json::parse(words);
    ASSERT_EQ(inputs.size(), expected.size());
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      const std::string text = inputs[i];
      EXPECT_EQ(wordsOf(cutter, text), expected[i].get<std::vector<std::string>>()) << text;
    }
    ++families;
  }
  EXPECT_GT(families, 25);
}

TEST(PreTokenizerTest, FindsByWholeNames) {
  for (const char* name : {"gpt-2", "jina-es", "llama-bpe", "lfm2", "tekken", "default"}) {
    EXPECT_NE(findPreTokenizer(name), nullptr) << name;
  }
  EXPECT_EQ(findPreTokenizer("olmo"), findPreTokenizer("gpt-2"));
  for (const char* name : {"", " ", "gpt", "gpt-2 mpt", "llama", "nothing"}) {
    EXPECT_EQ(findPreTokenizer(name), nullptr) << name;
  }
}

TEST(PreTokenizerTest, NoNameStandsInTwoRows) {
  std::set<std::string> seen;
  for (const PreTokenizerRule& rule : preTokenizerRules()) {
    std::istringstream names{std::string(rule.names)};
    for (std::string name; names >> name;) {
      EXPECT_TRUE(seen.insert(name).second) << name;
      EXPECT_EQ(findPreTokenizer(name), &rule) << name;
    }
  }
}

TEST(PreTokenizerTest, TakesBytesThatAreNotUtf8OneByOne) {
  const PreTokenizer cutter(*findPreTokenizer("gpt-2"));
  EXPECT_EQ(wordsOf(cutter, "ab\xFF\xFE c\xE4\xBD"),
            (std::vector<std::string>{"ab", "\xFF", "\xFE", " c", "\xE4", "\xBD"}));
}

// Digits in threes from the right, which the published pattern of this family says with a match of
// no length.
TEST(PreTokenizerTest, GroupsDigitsFromTheRight) {
  const PreTokenizer cutter(*findPreTokenizer("superbpe"));
  EXPECT_EQ(
      wordsOf(cutter, "in 1234567 of 12, 123456 x"),
      (std::vector<std::string>{"in ", "1", "234", "567", " of ", "12", ", ", "123", "456", " x"}));
}

}  // namespace
}  // namespace alcove::tokenizer
