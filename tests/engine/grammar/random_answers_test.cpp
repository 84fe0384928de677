// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Ten thousand answers to generated schemas and grammars, drawn with random logits: what comes out
// is read by a parser, a validator and a recogniser that know nothing of automata.
#include <alcove/error.h>
#include <gtest/gtest.h>

#include <array>
#include <nlohmann/json.hpp>
#include <random>

#include "engine/grammar/random_grammar.h"
#include "engine/grammar/random_schema.h"
#include "engine/grammar/schema_validator.h"
#include "engine/tokenizer/open_tokenizer.h"
#include "grammar/constraint_maker.h"
#include "sampling/sampler.h"
#include "support/goldens.h"

namespace alcove::grammar {
namespace {

using nlohmann::ordered_json;
using tokenizer::TokenId;
using tokenizer::Tokenizer;

constexpr int kSchemas = 5'000;
constexpr int kGrammars = 5'000;
constexpr int kShards = 4;
constexpr int kFreeSteps = 24;  // then the answer is led to its end
constexpr int kMostSteps = 900;

// A vocabulary, and for each token how readily it leads to an end.
struct Vocabulary {
  std::shared_ptr<const Tokenizer> tokenizer;
  std::unique_ptr<ConstraintMaker> maker;
  std::vector<float> closing;
  std::vector<float> noise;  // random logits, read from another place at each step

  explicit Vocabulary(std::shared_ptr<const Tokenizer> opened)
      : tokenizer(std::move(opened)), maker(std::make_unique<ConstraintMaker>(*tokenizer)) {
    std::mt19937 random(17);
    std::normal_distribution<float> normal(0, 3);
    for (std::size_t i = 0; i < tokenizer->size(); ++i) closing.push_back(readiness(TokenId(i)));
    noise.resize(tokenizer->size() + 10'000);
    for (float& x : noise) x = normal(random);
  }

  // Ends first, then what closes, then what no recursion begins with; the shorter the better. The
  // noise stays the stronger among the rest, so that no loop goes on by itself.
  [[nodiscard]] float readiness(TokenId id) const {
    if (tokenizer->endsGeneration(id)) return 60;
    const std::string_view bytes = tokenizer->bytes(id);
    if (bytes.empty()) return 0;
    const char c = bytes[0];
    const float shortness = 6.0f / float(bytes.size());
    if (c == '}' || c == ']' || c == '"') return 14 + shortness;
    if (c >= 'A' && c <= 'Z') return 12 + shortness;
    if (bytes.starts_with("null") || (c >= '0' && c <= '9')) return 9 + shortness;
    return c == '{' || c == '[' || c == '\\' ? 0 : 7 + shortness;
  }
};

// The vocabularies take turns; those of real models where they are there.
std::vector<Vocabulary>& vocabularies() {
  static std::vector<Vocabulary> all = [] {
    std::vector<Vocabulary> made;
    for (const char* file : {"ggml-vocab-gpt-2.gguf", "ggml-vocab-llama-spm.gguf"})
      if (const auto path = test::goldens() / "vocab" / file; std::filesystem::exists(path))
        made.emplace_back(Tokenizer::fromGguf(*formats::GgufFile::open(path)));
    made.emplace_back(tokenizer::openTokenizer(tokenizer::littleBpe()));
    made.emplace_back(tokenizer::openTokenizer(tokenizer::littleSpm()));
    return made;
  }();
  return all;
}

// One answer, drawn as the engine does it; nothing if it has not ended within kMostSteps.
std::optional<std::string> answer(Vocabulary& vocabulary, std::shared_ptr<const Grammar> grammar,
                                  unsigned seed) {
  const auto constraint = vocabulary.maker->constrain(std::move(grammar));
  sampling::SamplingOptions options;
  options.temperature = 1;
  options.seed = seed + 1;
  sampling::Sampler sampler(options);
  std::vector<TokenId> history;
  std::vector<float> logits(vocabulary.closing.size());
  std::string text;
  for (int step = 0; step < kMostSteps; ++step) {
    const std::size_t from = (seed * 131 + std::size_t(step) * 977) % 10'000;
    for (std::size_t i = 0; i < logits.size(); ++i)
      logits[i] = vocabulary.noise[from + i] + (step < kFreeSteps ? 0 : vocabulary.closing[i]);
    constraint->mask(logits);
    const TokenId id = sampler.draw(logits, history);
    constraint->accept(id);
    if (vocabulary.tokenizer->endsGeneration(id)) return text;
    history.push_back(id);
    text += vocabulary.tokenizer->bytes(id);
    if (constraint->finished()) return text;
  }
  return std::nullopt;
}

class RandomAnswers : public testing::TestWithParam<int> {};

TEST_P(RandomAnswers, OfSchemasParseAndValidate) {
  int combined = 0, ended = 0, cut = 0;
  for (int i = GetParam(); ended < kSchemas / kShards; i += kShards) {
    ASSERT_LE(cut, 5 + ended / 20) << "too few answers come to an end";
    const ordered_json schema = RandomSchema(unsigned(i)).make();
    SCOPED_TRACE("schema " + std::to_string(i) + ": " + schema.dump());
    Vocabulary& vocabulary = vocabularies()[std::size_t(i) / kShards % vocabularies().size()];
    std::optional<std::string> text;
    try {
      text = answer(vocabulary, Grammar::fromJsonSchema(schema), unsigned(i));
    } catch (const Error& error) {
      FAIL() << error.sentence();
    }
    if (!text) {  // as where a request limits its tokens
      ++cut;
      continue;
    }
    ++ended;
    const ordered_json value = ordered_json::parse(*text, nullptr, false);
    ASSERT_FALSE(value.is_discarded()) << "is no JSON: " << *text;
    ASSERT_TRUE(validates(value, schema, schema)) << "does not match: " << *text;
    combined += schema.contains("allOf") || schema.contains("anyOf") || schema.contains("oneOf");
  }
  EXPECT_GT(combined, 50);
}

TEST_P(RandomAnswers, OfGrammarsAreInTheirLanguage) {
  int longer = 0, ended = 0, cut = 0;
  for (int i = GetParam(); ended < kGrammars / kShards; i += kShards) {
    ASSERT_LE(cut, 5 + ended / 20) << "too few answers come to an end";
    const RandomGrammar random{unsigned(i)};
    SCOPED_TRACE("grammar " + std::to_string(i) + ":\n" + random.gbnf());
    Vocabulary& vocabulary = vocabularies()[std::size_t(i) / kShards % vocabularies().size()];
    std::optional<std::string> text;
    try {
      text = answer(vocabulary, Grammar::fromGbnf(random.gbnf()), unsigned(i));
    } catch (const Error& error) {
      // Too ambiguous to be followed within the limits: an error, and never a wrong text.
      ASSERT_EQ(error.code(), ErrorCode::LimitExceeded) << error.sentence();
    }
    if (!text) {  // as where a request limits its tokens
      ++cut;
      continue;
    }
    ++ended;
    ASSERT_TRUE(random.accepts(*text)) << "is not in the language: " << *text;
    longer += text->size() > 8;
  }
  EXPECT_GT(longer, 50);
}

INSTANTIATE_TEST_SUITE_P(Shards, RandomAnswers, testing::Range(0, kShards));

}  // namespace
}  // namespace alcove::grammar
