// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// What holds for tokenizers of all kinds: special tokens, what stands around a sequence, and the
// way back to text.
#include "tokenizer/tokenizer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

#include "engine/tokenizer/open_tokenizer.h"

namespace alcove::tokenizer {
namespace {

using testing::ElementsAre;

// The spellings of the ids that `text` gives.
std::vector<std::string> tokens(const Tokenizer& tokenizer, const std::string& text,
                                ControlTokens policy) {
  std::vector<std::string> spellings;
  for (const TokenId id : tokenizer.encode(text, policy)) {
    spellings.emplace_back(tokenizer.bytes(id));
  }
  return spellings;
}

TEST(TokenizerTest, ControlTokensAreParsedOnlyWhereAsked) {
  const auto bpe = openTokenizer(littleBpe());
  EXPECT_THAT(tokens(*bpe, "the<|im_end|>", ControlTokens::Parse),
              ElementsAre("the", "<|im_end|>"));
  for (const TokenId id : bpe->encode("the<|im_end|>", ControlTokens::AsText)) {
    EXPECT_FALSE(bpe->isControl(id));
  }
  const auto spm = openTokenizer(littleSpm());
  EXPECT_EQ(spm->encode("<s>", ControlTokens::Parse), std::vector<TokenId>{1});
  for (const char* text : {"<s>", "</s>", "<unk>", "<0x41>"}) {
    for (const TokenId id : spm->encode(text, ControlTokens::AsText)) {
      EXPECT_FALSE(spm->isControl(id)) << text;
    }
    // No merge leads to a token that text must not spell.
    EXPECT_EQ(spm->decode(spm->encode(text, ControlTokens::AsText)), text);
  }
}

TEST(TokenizerTest, UserDefinedTokensAreFoundInAnyText) {
  for (const auto& model : {littleBpe(), littleSpm()}) {
    const auto tokenizer = openTokenizer(model);
    const auto id = tokenizer->find("<tool>");
    ASSERT_TRUE(id);
    EXPECT_THAT(tokenizer->encode("a<tool>a", ControlTokens::AsText), testing::Contains(*id));
    EXPECT_FALSE(tokenizer->isControl(*id));
  }
}

TEST(TokenizerTest, AControlTokenFiledAsTextIsAControlToken) {
  test::GgufBuilder model = littleBpe();
  const auto tokens = openTokenizer(model)->size();
  std::string types;
  for (std::size_t i = 0; i < tokens; ++i) types += test::rawBytes(std::int32_t{i < 266 ? 1 : 4});
  model.set(test::arrayValue("tokenizer.ggml.token_type", 5, tokens, types));
  const auto tokenizer = openTokenizer(model);
  const TokenId end = *tokenizer->find("<|im_end|>");
  EXPECT_TRUE(tokenizer->isControl(end));
  EXPECT_TRUE(tokenizer->endsGeneration(end));
  EXPECT_THAT(tokenizer->encode("<|im_end|>", ControlTokens::AsText),
              testing::Not(testing::Contains(end)));
}

TEST(TokenizerTest, WithoutTypesSpecialTokensAreToldByTheirIds) {
  test::GgufBuilder model = littleSpm();
  model.remove("tokenizer.ggml.token_type");
  const auto tokenizer = openTokenizer(model);
  EXPECT_TRUE(tokenizer->isControl(1));
  EXPECT_TRUE(tokenizer->isControl(2));
  EXPECT_EQ(tokenizer->encode("é", ControlTokens::AsText),
            openTokenizer(littleSpm())->encode("é", ControlTokens::AsText));
}

TEST(TokenizerTest, SequencesBeginAndEndAsTheModelWants) {
  const auto around = [](test::GgufBuilder model, int bos, int eos) {
    if (bos >= 0) model.set(test::boolValue("tokenizer.ggml.add_bos_token", std::uint8_t(bos)));
    if (eos >= 0) model.set(test::boolValue("tokenizer.ggml.add_eos_token", std::uint8_t(eos)));
    const auto tokenizer = openTokenizer(model);
    const auto bare = tokenizer->encode("the", ControlTokens::AsText);
    const auto ids = tokenizer->encodeSequence("the", ControlTokens::AsText);
    EXPECT_EQ(ids.size(), bare.size() + tokenizer->addsBos() + tokenizer->addsEos());
    EXPECT_TRUE(!tokenizer->addsBos() || ids.front() == *tokenizer->bos());
    EXPECT_TRUE(!tokenizer->addsEos() || ids.back() == *tokenizer->eos());
    return std::pair(tokenizer->addsBos(), tokenizer->addsEos());
  };
  // By kind, where the file says nothing.
  EXPECT_EQ(around(littleSpm(), -1, -1), std::pair(true, false));
  EXPECT_EQ(around(littleUnigram(), -1, -1), std::pair(false, true));
  EXPECT_EQ(around(littleWordPiece(), -1, -1), std::pair(true, true));
  EXPECT_EQ(around(littleBpe(), -1, -1), std::pair(false, false));
  EXPECT_EQ(around(littleSpm(), 0, 1), std::pair(false, true));
  // A bos that the file does not name cannot be added.
  EXPECT_EQ(around(littleBpe(), 1, 1), std::pair(false, true));
  test::GgufBuilder llama3 = littleBpe();
  llama3.set(test::stringValue("tokenizer.ggml.pre", "llama-bpe"));
  llama3.set(test::uint32Value("tokenizer.ggml.bos_token_id", 267));
  EXPECT_EQ(around(llama3, -1, -1), std::pair(true, false));
}

TEST(TokenizerTest, ASpaceStandsInFrontOfEachTextAndGoesOnTheWayBack) {
  const auto tokenizer = openTokenizer(littleSpm());
  EXPECT_THAT(tokens(*tokenizer, "the<s>the</s> a", ControlTokens::Parse),
              ElementsAre(" the", "<s>", " the", "</s>", " ", " a"));
  const auto ids = tokenizer->encode("the<s>the</s> a", ControlTokens::Parse);
  EXPECT_EQ(tokenizer->decode(ids, true), "the<s>the</s> a");
  EXPECT_EQ(tokenizer->decode(ids, false), "thethe a");
}

// Phi-3's tokenizer.json says so; a GGUF cannot.
TEST(TokenizerTest, Phi3sTurnMarksSwallowTheSpaceBehindThem) {
  test::GgufBuilder model = littleSpm();
  std::vector<std::string> spellings = {"<|placeholder1|>", "<|assistant|>", "<|user|>", "a", "▁a"};
  std::string types;
  for (const int type : {3, 3, 3, 1, 1}) types += test::rawBytes(std::int32_t{type});
  model.set(test::stringArray("tokenizer.ggml.tokens", spellings));
  model.set(test::arrayValue("tokenizer.ggml.token_type", 5, 5, types));
  model.set(test::arrayValue("tokenizer.ggml.scores", 6, 5, std::string(20, '\0')));
  for (const char* key : {"bos", "eos", "unknown"}) {
    model.remove(std::string("tokenizer.ggml.") + key + "_token_id");
  }
  EXPECT_THAT(
      tokens(*openTokenizer(model), "<|user|>\n \u2003a<|assistant|>", ControlTokens::Parse),
      ElementsAre("<|user|>", " a", "<|assistant|>"));
}

TEST(TokenizerTest, KnowsEndsByIdAndBySpelling) {
  const auto endsOf = [](std::vector<std::string> controls) {
    test::GgufBuilder model = littleSpm();
    std::string types;
    controls.insert(controls.begin(), {"<unk>", "<s>", "</s>"});
    for (std::size_t i = 0; i < controls.size(); ++i) types += test::rawBytes(std::int32_t{3});
    model.set(test::stringArray("tokenizer.ggml.tokens", controls));
    model.set(test::arrayValue("tokenizer.ggml.token_type", 5, controls.size(), types));
    model.set(test::arrayValue("tokenizer.ggml.scores", 6, controls.size(),
                               std::string(controls.size() * 4, '\0')));
    const auto tokenizer = openTokenizer(model);
    std::vector<std::string> ends;
    for (TokenId id = 0; std::size_t(id) < controls.size(); ++id) {
      if (tokenizer->endsGeneration(id)) ends.push_back(controls[std::size_t(id)]);
    }
    return ends;
  };
  EXPECT_THAT(endsOf({"<|im_start|>", "<|im_end|>", "<|eot_id|>", "<end_of_turn>"}),
              ElementsAre("</s>", "<|im_end|>", "<|eot_id|>", "<end_of_turn>"));
  EXPECT_THAT(endsOf({"<|end|>"}), ElementsAre("</s>", "<|end|>"));
  // In gpt-oss's format <|end|> ends a message, not the answer.
  EXPECT_THAT(endsOf({"<|end|>", "<|return|>", "<|call|>"}),
              ElementsAre("</s>", "<|return|>", "<|call|>"));
}

TEST(TokenizerTest, WordPieceKeepsBertsOwnMarksApart) {
  test::GgufBuilder marked = littleWordPiece();
  marked.set(test::stringArray("tokenizer.ggml.tokens", {"[PAD]", "[UNK]", "[CLS]", "[SEP]", "the",
                                                         "un", "##aff", "##able"}));
  std::string types;
  for (int i = 0; i < 8; ++i) types += test::rawBytes(std::int32_t{i < 4 ? 3 : 1});
  marked.set(test::arrayValue("tokenizer.ggml.token_type", 5, 8, types));
  const auto tokenizer = openTokenizer(marked);
  EXPECT_EQ(tokenizer->encode("The unaffable", ControlTokens::AsText),
            (std::vector<TokenId>{4, 5, 6, 7}));
  EXPECT_EQ(tokenizer->decode(std::vector<TokenId>{2, 4, 5, 6, 7, 3}), "the unaffable");
}

// A character of any plane but U+2581, which SentencePiece takes for a space.
char32_t anyCharacter(std::mt19937_64& random) {
  constexpr std::pair<char32_t, char32_t> kPlanes[] = {
      {0, 0x7F}, {0x80, 0x7FF}, {0x800, 0xD7FF}, {0xE000, 0xFFFF}, {0x10000, 0x10FFFF}};
  const auto [first, last] = kPlanes[random() % std::size(kPlanes)];
  const auto c = char32_t(first + random() % (last - first + 1));
  return c == 0x2581 ? U' ' : c;
}

std::string utf8Of(char32_t c) {
  std::string text;
  const auto put = [&](char32_t byte) { text.push_back(char(byte)); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | c >> 6), put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | c >> 12), put(0x80 | (c >> 6 & 0x3F)), put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | c >> 18), put(0x80 | (c >> 12 & 0x3F)), put(0x80 | (c >> 6 & 0x3F));
    put(0x80 | (c & 0x3F));
  }
  return text;
}

// ALCOVE_ROUND_TRIPS sets how many texts, for a thorough run by hand.
TEST(TokenizerTest, RandomUnicodeComesBackWhole) {
  const char* value = std::getenv("ALCOVE_ROUND_TRIPS");
  const long rounds = value ? std::strtol(value, nullptr, 10) : 5000;
  const auto bpe = openTokenizer(littleBpe());
  const auto spm = openTokenizer(littleSpm());
  std::mt19937_64 random(7);
  for (long round = 0; round < rounds; ++round) {
    std::string text;
    for (unsigned i = 0, n = random() % 24; i < n; ++i) text += utf8Of(anyCharacter(random));
    for (const auto& tokenizer : {bpe, spm}) {
      const auto ids = tokenizer->encode(text, ControlTokens::AsText);
      ASSERT_EQ(tokenizer->decode(ids), text);
      StreamingDetokenizer stream(*tokenizer);
      std::string streamed;
      for (const TokenId id : ids) streamed += stream.push(id);
      streamed += stream.flush();
      // What goes on is not cut: the space in front of the text stays.
      ASSERT_EQ(streamed, (tokenizer->prefixesSpace() && !text.empty() ? " " : "") + text);
    }
  }
}

TEST(TokenizerTest, BytesThatAreNotUtf8ComeBackToo) {
  std::mt19937_64 random(8);
  for (const auto& model : {littleBpe(), littleSpm()}) {
    const auto tokenizer = openTokenizer(model);
    for (int round = 0; round < 500; ++round) {
      std::string text;
      // From U+2581's bytes, one is left out.
      for (unsigned i = 0, n = random() % 16; i < n; ++i) text += char(random() % 0x80 + 0x82);
      ASSERT_EQ(tokenizer->decode(tokenizer->encode(text, ControlTokens::AsText)), text);
    }
  }
}

}  // namespace
}  // namespace alcove::tokenizer
