// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <random>

#include "formats/gguf_file.h"
#include "support/gguf_builder.h"
#include "support/temporary_folder.h"
#include "tokenizer/tokenizer.h"

namespace alcove::tokenizer {
namespace {

class StreamingDetokenizerTest : public testing::Test {
 protected:
  StreamingDetokenizerTest()
      : m_tokenizer(Tokenizer::fromGguf(
            *formats::GgufFile::open(m_folder.write("model.gguf", test::littleModel().build())))) {}

  // The pieces that the ids give, one for each id and the rest.
  std::vector<std::string> pieces(const std::vector<TokenId>& ids) {
    StreamingDetokenizer stream(*m_tokenizer);
    std::vector<std::string> result;
    for (const TokenId id : ids) result.push_back(stream.push(id));
    result.push_back(stream.flush());
    return result;
  }

  // Valid UTF-8 as Unicode defines it: no surrogates, no overlong forms, nothing above U+10FFFF.
  static bool isValid(const std::string& text) {
    for (std::size_t i = 0; i < text.size();) {
      const auto lead = static_cast<unsigned char>(text[i]);
      const std::size_t length = lead < 0x80   ? 1
                                 : lead < 0xc2 ? 0
                                 : lead < 0xe0 ? 2
                                 : lead < 0xf0 ? 3
                                 : lead < 0xf5 ? 4
                                               : 0;
      if (length == 0 || i + length > text.size()) return false;
      std::uint32_t code = length == 1 ? lead : lead & (0x7fu >> length);
      for (std::size_t k = 1; k < length; ++k) {
        const auto next = static_cast<unsigned char>(text[i + k]);
        if ((next & 0xc0) != 0x80) return false;
        code = code << 6 | (next & 0x3f);
      }
      if ((length == 3 && code < 0x800) || (length == 4 && code < 0x10000) || code > 0x10ffff ||
          (code >= 0xd800 && code < 0xe000))
        return false;
      i += length;
    }
    return true;
  }

  test::TemporaryFolder m_folder;
  std::shared_ptr<const Tokenizer> m_tokenizer;
};

TEST_F(StreamingDetokenizerTest, HoldsBackHalfACharacter) {
  // The little model has one token per byte: the four bytes of an emoji come one by one.
  const std::vector<TokenId> ids = m_tokenizer->encode("🦉", ControlTokens::AsText);
  ASSERT_EQ(ids.size(), 4u);
  EXPECT_EQ(pieces(ids), (std::vector<std::string>{"", "", "", "🦉", ""}));
}

TEST_F(StreamingDetokenizerTest, WhatNeverCompletesBecomesAReplacementCharacter) {
  std::vector<TokenId> ids = m_tokenizer->encode("é", ControlTokens::AsText);
  ASSERT_EQ(ids.size(), 2u);
  ids.pop_back();
  EXPECT_EQ(pieces(ids), (std::vector<std::string>{"", "\uFFFD"}));
}

TEST_F(StreamingDetokenizerTest, LeavesControlTokensOut) {
  const auto end = m_tokenizer->find("<|im_end|>");
  ASSERT_TRUE(end);
  EXPECT_EQ(pieces({*end}), (std::vector<std::string>{"", ""}));
}

TEST_F(StreamingDetokenizerTest, RandomTokensGiveValidTextAtEveryStep) {
  std::mt19937 random(11);
  for (int round = 0; round < 2000; ++round) {
    std::vector<TokenId> ids;
    for (unsigned i = 0, n = random() % 12; i < n; ++i)
      ids.push_back(TokenId(random() % m_tokenizer->size()));
    for (const std::string& piece : pieces(ids)) ASSERT_TRUE(isValid(piece));
  }
}

TEST_F(StreamingDetokenizerTest, RandomUnicodeComesBackWhole) {
  std::mt19937 random(12);
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (unsigned i = 0, n = random() % 20; i < n; ++i) {
      static constexpr const char* kCharacters[] = {"a",  " ",    "\n",          "ß", "Ω", "中",
                                                    "文", "🦉", "👩‍🚀", "é", "1", "…"};
      text += kCharacters[random() % std::size(kCharacters)];
    }
    std::string joined;
    for (const std::string& piece : pieces(m_tokenizer->encode(text, ControlTokens::AsText)))
      joined += piece;
    ASSERT_EQ(joined, text);
  }
}

}  // namespace
}  // namespace alcove::tokenizer
