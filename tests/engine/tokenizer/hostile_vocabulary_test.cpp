// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Vocabularies that are damaged or meant to do harm: each is refused with a sentence that names
// what is wrong, or read without harm.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "alcove/error.h"
#include "engine/tokenizer/open_tokenizer.h"
#include "tokenizer/normalizer_map.h"
#include "tokenizer/vocabulary.h"

namespace alcove::tokenizer {
namespace {

constexpr std::uint32_t kUint8 = 0;
constexpr std::uint32_t kInt32 = 5;
constexpr std::uint32_t kFloat32 = 6;

using Damage = std::function<void(test::GgufBuilder&)>;

struct HostileVocabulary {
  const char* name;
  test::GgufBuilder (*model)();
  Damage damage;
  ErrorCode code;
  const char* words;  // in the sentence
};

Damage set(test::BuiltValue value) {
  return [value](test::GgufBuilder& model) { model.set(value); };
}

Damage remove(const char* key) {
  return [key](test::GgufBuilder& model) { model.remove(key); };
}

test::BuiltValue map(const std::string& bytes) {
  return test::arrayValue("tokenizer.ggml.precompiled_charsmap", kUint8, bytes.size(), bytes);
}

test::BuiltValue scores(std::size_t count, float value) {
  std::string bytes;
  for (std::size_t i = 0; i < count; ++i) bytes += test::rawBytes(value);
  return test::arrayValue("tokenizer.ggml.scores", kFloat32, count, bytes);
}

// A map of `units` and `replacements` that claims `bytes` for its array.
std::string mapOf(std::uint32_t bytes, const std::vector<std::uint32_t>& units,
                  const std::string& replacements) {
  std::string map = test::rawBytes(bytes);
  for (const std::uint32_t unit : units) map += test::rawBytes(unit);
  return map + replacements;
}

// 256 units of which 'a' hangs on the root and has the value `value`, or has itself for a child.
std::vector<std::uint32_t> unitsWith(std::uint32_t value, bool circle) {
  std::vector<std::uint32_t> units(512);
  units[0] = 0x100u << 10;
  units[0x100 ^ 'a'] = 'a' | (circle ? std::uint32_t('a') << 10 : 0x100);
  if (!circle) units[0x100 ^ 'a'] |= std::uint32_t((0x100 ^ 'a') ^ 0x80) << 10;
  units[0x80] = 0x80000000u | value;
  return units;
}

std::vector<HostileVocabulary> hostileVocabularies() {
  const auto corrupt = ErrorCode::Corrupt;
  const std::string tooLong(Vocabulary::kMaxSpellingBytes + 1, 'x');
  const std::string notANumber = test::rawBytes(std::nanf(""));
  return {
      {"NoTokens", littleSpm, remove("tokenizer.ggml.tokens"), corrupt, "without a list of tokens"},
      {"EmptyVocabulary", littleSpm, set(test::stringArray("tokenizer.ggml.tokens", {})), corrupt,
       "empty vocabulary"},
      {"TokensAreNumbers", littleSpm, set(test::uint32Value("tokenizer.ggml.tokens", 3)), corrupt,
       "tokenizer.ggml.tokens"},
      {"MoreTokensThanAnIdCounts", littleSpm,
       set(test::arrayValue("tokenizer.ggml.tokens", 8, std::uint64_t{1} << 31, "")), corrupt, ""},
      {"SpellingOfAKilobyte", littleBpe,
       set(test::stringArray("tokenizer.ggml.tokens", {"a", tooLong})), corrupt,
       "spelled with 1025 bytes"},
      {"FewerTypes", littleSpm,
       set(test::arrayValue("tokenizer.ggml.token_type", kInt32, 1, test::rawBytes(1))), corrupt,
       "1 token types"},
      {"UnknownType", littleUnigram,
       set(test::arrayValue("tokenizer.ggml.token_type", kInt32, 42,
                            [] {
                              std::string types;
                              for (int i = 0; i < 42; ++i) types += test::rawBytes(7);
                              return types;
                            }())),
       corrupt, "token"},
      {"FewerScores", littleSpm, set(scores(3, 0)), corrupt, "3 scores"},
      {"MoreScores", littleBpe, set(scores(9999, 0)), corrupt, "9999 scores"},
      {"NoScores", littleSpm, remove("tokenizer.ggml.scores"), corrupt, "without scores"},
      {"NoScoresUnigram", littleUnigram, remove("tokenizer.ggml.scores"), corrupt,
       "without scores"},
      {"ScoresAreWords", littleSpm, set(test::stringArray("tokenizer.ggml.scores", {"1"})), corrupt,
       "tokenizer.ggml.scores"},
      {"BosOutside", littleSpm, set(test::uint32Value("tokenizer.ggml.bos_token_id", 999999)),
       corrupt, "bos_token_id' is 999999"},
      {"EosOutside", littleSpm, set(test::uint32Value("tokenizer.ggml.eos_token_id", 0xFFFFFFFF)),
       corrupt, "eos_token_id"},
      {"UnknownOutside", littleUnigram,
       set(test::uint64Value("tokenizer.ggml.unknown_token_id", ~std::uint64_t{0})), corrupt,
       "unknown_token_id"},
      {"SeparatorOutside", littleWordPiece,
       set(test::uint32Value("tokenizer.ggml.seperator_token_id", 999)), corrupt, "seperator"},
      {"ClassifierOutside", littleWordPiece,
       set(test::uint32Value("tokenizer.ggml.cls_token_id", 999)), corrupt, "cls_token_id"},
      {"PaddingOutside", littleWordPiece,
       set(test::uint32Value("tokenizer.ggml.padding_token_id", 999)), corrupt, "padding"},
      {"MaskOutside", littleWordPiece, set(test::uint32Value("tokenizer.ggml.mask_token_id", 999)),
       corrupt, "mask"},
      {"FileEndOutside", littleBpe, set(test::uint32Value("tokenizer.ggml.fim_sep_token_id", 9999)),
       corrupt, "fim_sep"},
      {"BosNegative", littleSpm, set(test::int32Value("tokenizer.ggml.bos_token_id", -1)), corrupt,
       "bos_token_id"},
      {"MergeWithoutSpace", littleBpe, set(test::stringArray("tokenizer.ggml.merges", {"ab"})),
       corrupt, "not two tokens"},
      {"EmptyMerge", littleBpe, set(test::stringArray("tokenizer.ggml.merges", {""})), corrupt,
       "not two tokens"},
      {"MergeThatEndsWithSpace", littleBpe, set(test::stringArray("tokenizer.ggml.merges", {"a "})),
       corrupt, "not two tokens"},
      {"MergeOfUnknownTokens", littleBpe, set(test::stringArray("tokenizer.ggml.merges", {"zz a"})),
       corrupt, "'zz'"},
      {"MergeMakesNoToken", littleBpe, set(test::stringArray("tokenizer.ggml.merges", {"q z"})),
       corrupt, "'qz'"},
      {"UnknownKind", littleSpm, set(test::stringValue("tokenizer.ggml.model", "rwkv\x01")),
       ErrorCode::Unsupported, "'rwkv"},
      {"UnknownPreTokenizer", littleBpe, set(test::stringValue("tokenizer.ggml.pre", "gpt-9")),
       ErrorCode::Unsupported, "'gpt-9'"},
      {"NoPreTokenizer", littleBpe, remove("tokenizer.ggml.pre"), ErrorCode::Unsupported,
       "does not say how"},
      {"MapWithoutSize", littleUnigram, set(map("abc")), corrupt, "ends before its size"},
      {"MapTruncated", littleUnigram, set(map(mapOf(4096, {0}, ""))), corrupt, "claims more bytes"},
      {"MapOfOddSize", littleUnigram, set(map(mapOf(6, {0, 0}, ""))), corrupt, "claims more bytes"},
      {"MapOfNoUnits", littleUnigram, set(map(mapOf(0, {}, "x"))), corrupt, "claims more bytes"},
      {"MapWithoutLastEnd", littleUnigram, set(map(mapOf(2048, unitsWith(0, false), "x"))), corrupt,
       "has no end"},
      {"MapPointsOutside", littleUnigram,
       set(map(mapOf(2048, unitsWith(500, false), std::string("x\0", 2)))), corrupt,
       "outside its replacements"},
      {"MapOfFloats", littleUnigram,
       set(test::arrayValue("tokenizer.ggml.precompiled_charsmap", kFloat32, 1, notANumber)),
       corrupt, "not made of bytes"},
  };
}

class HostileVocabularyTest : public testing::TestWithParam<HostileVocabulary> {};

TEST_P(HostileVocabularyTest, IsRefusedWithTheReason) {
  test::GgufBuilder model = GetParam().model();
  GetParam().damage(model);
  try {
    (void)openTokenizer(model);
    FAIL() << "was read";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), GetParam().code);
    EXPECT_THAT(std::string(error.what()), testing::HasSubstr(GetParam().words));
  }
}

INSTANTIATE_TEST_SUITE_P(H, HostileVocabularyTest, testing::ValuesIn(hostileVocabularies()),
                         [](const auto& row) { return row.param.name; });

TEST(HostileVocabularyTest, ScoresThatAreNotNumbersAreRefused) {
  for (const float score : {std::nanf(""), HUGE_VALF, -HUGE_VALF}) {
    test::GgufBuilder model = littleSpm();
    model.set(scores(openTokenizer(model)->size(), score));
    EXPECT_THROW((void)openTokenizer(model), Error);
  }
}

TEST(HostileVocabularyTest, AMapThatLeadsInCirclesEnds) {
  const std::string bytes = mapOf(2048, unitsWith(0, true), std::string(1, '\0'));
  const NormalizerMap circle(std::as_bytes(std::span(bytes)));
  EXPECT_EQ(circle.longestAt(std::string(100'000, 'a')).length, 0u);
  test::GgufBuilder model = littleUnigram();
  model.set(map(bytes));
  const auto tokenizer = openTokenizer(model);
  EXPECT_FALSE(tokenizer->encode(std::string(100'000, 'a'), ControlTokens::AsText).empty());
}

TEST(HostileVocabularyTest, StrangeTokensAreReadWithoutHarm) {
  const std::vector<std::string> strange = {
      "", "", "a", "a", " ", "▁", "\xFF", "\xE2\x96", "<0x41>", "<0xZZ>", std::string("\0b", 2)};
  for (auto& [name, model] : littleVocabularies()) {
    model.set(test::stringArray("tokenizer.ggml.tokens", strange));
    for (int type = 0; type <= 6; ++type) {
      std::string types;
      for (std::size_t i = 0; i < strange.size(); ++i) types += test::rawBytes(std::int32_t{type});
      model.set(test::arrayValue("tokenizer.ggml.token_type", kInt32, strange.size(), types));
      model.set(scores(strange.size(), 0));
      model.remove("tokenizer.ggml.merges");
      for (const char* id : {"eos", "bos", "unknown", "cls", "seperator"}) {
        model.remove(std::string("tokenizer.ggml.") + id + "_token_id");
      }
      const auto tokenizer = openTokenizer(model);
      const auto ids = tokenizer->encodeSequence("a \xFF▁<0x41>\xE2\x96 b", ControlTokens::Parse);
      for (const TokenId id : ids) EXPECT_LT(std::size_t(id), strange.size()) << name;
      (void)tokenizer->decode(ids, true);
    }
  }
}

TEST(HostileVocabularyTest, IdsOutsideAreNoTokens) {
  for (const auto& [name, model] : littleVocabularies()) {
    const auto tokenizer = openTokenizer(model);
    for (const TokenId id : {TokenId(-1), TokenId(tokenizer->size()), TokenId(INT32_MAX)}) {
      EXPECT_THROW((void)tokenizer->bytes(id), Error) << name;
      EXPECT_THROW((void)tokenizer->decode(std::vector<TokenId>{id}), Error) << name;
      EXPECT_FALSE(tokenizer->isControl(id)) << name;
      EXPECT_FALSE(tokenizer->endsGeneration(id)) << name;
    }
  }
}

}  // namespace
}  // namespace alcove::tokenizer
