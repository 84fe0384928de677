// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "convert/sentencepiece_model.h"

#include <alcove/error.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/gguf_builder.h"
#include "support/temporary_folder.h"

namespace alcove::convert {
namespace {

using testing::HasSubstr;
using namespace std::string_literals;

// A field of protobuf: bytes with their length in front (below 128).
std::string bytesField(int number, const std::string& bytes) {
  return std::string(1, char(number << 3 | 2)) + char(bytes.size()) + bytes;
}
std::string numberField(int number, int value) {
  return std::string(1, char(number << 3)) + char(value);
}
std::string piece(const std::string& text, float score, int type) {
  return bytesField(1, bytesField(1, text) + std::string(1, char(2 << 3 | 5)) +
                           test::rawBytes(score) + numberField(3, type));
}

class SentencePieceModelTest : public testing::Test {
 protected:
  SentencePieceModel read(const std::string& bytes) {
    return SentencePieceModel::read(m_folder.write("tokenizer.model", bytes));
  }
  void expectRefused(const std::string& bytes, const char* words) {
    try {
      (void)read(bytes);
      FAIL() << testing::PrintToString(bytes);
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::Corrupt);
      EXPECT_THAT(error.sentence(), HasSubstr(words));
      EXPECT_THAT(error.context(), HasSubstr("tokenizer.model"));
    }
  }

  test::TemporaryFolder m_folder;
};

TEST_F(SentencePieceModelTest, ReadsPiecesAndSwitches) {
  const std::string normalizer =
      bytesField(2, "\x01\x02\xff"s) + numberField(3, 0) + numberField(4, 0);
  const auto model = read(piece("<unk>", 0, 2) + piece("▁a", -1.5f, 1) + piece("<0x0A>", 0, 6) +
                          bytesField(2, numberField(3, 2) + bytesField(5, "ignored")) +
                          bytesField(3, normalizer) + numberField(9, 1));
  ASSERT_EQ(model.pieces.size(), 3u);
  EXPECT_EQ(model.pieces[1].text, "▁a");
  EXPECT_EQ(model.pieces[1].score, -1.5f);
  EXPECT_EQ(model.pieces[2].type, 6);
  EXPECT_EQ(model.kind, SentencePieceModel::Kind::Bpe);
  EXPECT_FALSE(model.spacePrefix);
  EXPECT_FALSE(model.removeExtraWhitespaces);
  EXPECT_THAT(model.normalizerMap, testing::ElementsAre(1, 2, 255));
}

TEST_F(SentencePieceModelTest, TakesTheDefaultsOfTheFormat) {
  const auto model = read(bytesField(1, bytesField(1, "a")));
  EXPECT_EQ(model.pieces[0].type, 1);
  EXPECT_EQ(model.kind, SentencePieceModel::Kind::Unigram);
  EXPECT_TRUE(model.spacePrefix);
  EXPECT_TRUE(model.removeExtraWhitespaces);
}

TEST_F(SentencePieceModelTest, RefusesWhatIsDamaged) {
  expectRefused("", "no pieces");
  expectRefused(bytesField(2, ""), "no pieces");
  expectRefused("\x0a", "makes no sense");              // a length is missing
  expectRefused("\x0a\x05"s + "ab", "makes no sense");  // longer than the file
  expectRefused("\x0a\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"s, "makes no sense");
  expectRefused(std::string(11, '\xff'), "makes no sense");  // a number without end
  expectRefused("\x0b", "makes no sense");                   // an old wire type
  expectRefused(numberField(1, 1), "makes no sense");        // a piece that is a number
  expectRefused(piece("\xff\xfe", 0, 1), "makes no sense");  // no UTF-8
  expectRefused(piece("a", 0, 7), "makes no sense");         // a type too high
  expectRefused(piece("a", std::numeric_limits<float>::infinity(), 1), "makes no sense");
  expectRefused("{\"version\": \"1.0\"}", "no SentencePiece model");
}

TEST_F(SentencePieceModelTest, EveryShorterFileIsReadOrRefused) {
  const std::string whole = piece("<unk>", 0, 2) + piece("▁a", -1, 1) +
                            bytesField(3, bytesField(2, "map") + numberField(3, 1));
  for (std::size_t size = 0; size < whole.size(); ++size) {
    try {
      (void)read(whole.substr(0, size));
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::Corrupt);
    }
  }
}

}  // namespace
}  // namespace alcove::convert
