// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "grammar/token_constraint.h"

#include <alcove/error.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <random>

#include "engine/grammar/byte_reader.h"
#include "engine/tokenizer/open_tokenizer.h"
#include "grammar/constraint_maker.h"
#include "support/goldens.h"

namespace alcove::grammar {
namespace {

using nlohmann::ordered_json;
using tokenizer::openTokenizer;
using tokenizer::Tokenizer;

std::vector<TokenId> allowedTokens(sampling::Constraint& constraint, std::size_t vocabulary) {
  std::vector<float> logits(vocabulary, 0.0f);
  constraint.mask(logits);
  std::vector<TokenId> allowed;
  for (std::size_t i = 0; i < vocabulary; ++i)
    if (logits[i] == 0.0f) allowed.push_back(TokenId(i));
  return allowed;
}

// The obvious way: all bytes of each token, one after the other.
std::vector<TokenId> allowedSlowly(const Grammar& grammar, const Tokenizer& tokenizer,
                                   const std::string& text) {
  ByteReader reader(grammar);
  std::vector<TokenId> allowed;
  for (std::size_t i = 0; i < tokenizer.size(); ++i) {
    const auto id = TokenId(i);
    const bool fits = tokenizer.endsGeneration(id)
                          ? reader.accepts(text)
                          : !tokenizer.isControl(id) && !tokenizer.bytes(id).empty() &&
                                reader.begins(text + std::string(tokenizer.bytes(id)));
    if (fits) allowed.push_back(id);
  }
  return allowed;
}

std::shared_ptr<sampling::Constraint> constrainText(const std::string& gbnf,
                                                    const Tokenizer& tokenizer) {
  return ConstraintMaker(tokenizer).constrain(Grammar::fromGbnf(gbnf));
}

void acceptAll(sampling::Constraint& constraint, const Tokenizer& tokenizer,
               const std::string& text) {
  for (const TokenId id : tokenizer.encode(text, tokenizer::ControlTokens::AsText))
    constraint.accept(id);
}

const char* const kGrammars[] = {
    R"(root ::= "{" [a-z ]* "}" | [^a-z]+)",
    R"g(root ::= "(" root ")" | [0-9]+ | "ä" | "日本" | .)g",
    R"(root ::= word (" " word)* "."
       word ::= [A-Za-zäöü]{1,7})",
};

TEST(TokenConstraint, AllowsExactlyTheTokensThatCanGoOn) {
  for (const auto& [name, model] : test::littleVocabularies()) {
    SCOPED_TRACE(name);
    const auto tokenizer = openTokenizer(model);
    for (const char* text : kGrammars) {
      const auto grammar = Grammar::fromGbnf(text);
      ConstraintMaker maker(*tokenizer);
      std::mt19937 random(7);
      for (int walk = 0; walk < 20; ++walk) {
        const auto constraint = maker.constrain(grammar);
        std::string said;
        for (int step = 0; step < 12 && !constraint->finished(); ++step) {
          const std::vector<TokenId> expected = allowedSlowly(*grammar, *tokenizer, said);
          if (expected.empty()) break;  // this vocabulary cannot write it
          ASSERT_EQ(allowedTokens(*constraint, tokenizer->size()), expected) << "after " << said;
          const TokenId id = expected[random() % expected.size()];
          if (tokenizer->endsGeneration(id)) break;
          constraint->accept(id);
          said += tokenizer->bytes(id);
        }
      }
    }
  }
}

TEST(TokenConstraint, AllowsTheSameOverARealVocabulary) {
  for (const char* file : {"ggml-vocab-llama-spm.gguf", "ggml-vocab-gpt-2.gguf"}) {
    const auto path = test::goldens() / "vocab" / file;
    if (!std::filesystem::exists(path)) GTEST_SKIP() << "no reference vocabularies";
    const auto tokenizer = Tokenizer::fromGguf(*formats::GgufFile::open(path));
    const auto grammar = Grammar::fromJsonSchema(ordered_json::parse(R"({"type": "object",
        "properties": {"größe": {"type": "integer"}, "wörter": {"type": "array", "items":
        {"type": "string", "pattern": "^[ぁ-ゟa-f]{1,6}$"}}}, "required": ["größe", "wörter"]})"));
    ConstraintMaker maker(*tokenizer);
    std::mt19937 random(3);
    for (int walk = 0; walk < 2; ++walk) {
      const auto constraint = maker.constrain(grammar);
      std::string said;
      for (int step = 0; step < 25 && !constraint->finished(); ++step) {
        const std::vector<TokenId> expected = allowedSlowly(*grammar, *tokenizer, said);
        ASSERT_EQ(allowedTokens(*constraint, tokenizer->size()), expected) << "after " << said;
        const TokenId id = expected[random() % expected.size()];
        if (tokenizer->endsGeneration(id)) break;
        constraint->accept(id);
        said += tokenizer->bytes(id);
      }
    }
  }
}

TEST(TokenConstraint, LetsTheAnswerEndOnlyWhereItIsComplete) {
  const auto tokenizer = openTokenizer(tokenizer::littleBpe());
  const auto constraint = constrainText(R"(root ::= "ab" "c"?)", *tokenizer);
  const auto endAllowed = [&] {
    for (const TokenId id : allowedTokens(*constraint, tokenizer->size()))
      if (tokenizer->endsGeneration(id)) return true;
    return false;
  };
  const TokenId end = *tokenizer->eos();
  EXPECT_FALSE(constraint->complete());
  EXPECT_FALSE(endAllowed());
  EXPECT_THROW(constraint->accept(end), Error);
  acceptAll(*constraint, *tokenizer, "a");
  EXPECT_FALSE(endAllowed());
  acceptAll(*constraint, *tokenizer, "b");
  EXPECT_TRUE(constraint->complete());
  EXPECT_FALSE(constraint->finished());
  EXPECT_TRUE(endAllowed());
  constraint->accept(end);
  EXPECT_TRUE(constraint->complete());
  acceptAll(*constraint, *tokenizer, "c");
  EXPECT_TRUE(constraint->complete());
  EXPECT_TRUE(constraint->finished());
}

TEST(TokenConstraint, ReadsCharactersThatAreSplitOverTokens) {
  const auto tokenizer = openTokenizer(tokenizer::littleBpe());
  const auto constraint = constrainText(R"(root ::= [ä-ö] "!")", *tokenizer);
  const auto byteToken = [&](unsigned char byte) {
    for (std::size_t i = 0; i < tokenizer->size(); ++i)
      if (!tokenizer->isControl(TokenId(i)) &&
          tokenizer->bytes(TokenId(i)) == std::string(1, char(byte)))
        return TokenId(i);
    return TokenId(-1);
  };
  constraint->accept(byteToken(0xC3));
  EXPECT_FALSE(constraint->complete());
  std::vector<TokenId> expected;
  for (unsigned byte = 0xA4; byte <= 0xB6; ++byte)
    expected.push_back(byteToken(std::uint8_t(byte)));
  std::ranges::sort(expected);
  EXPECT_EQ(allowedTokens(*constraint, tokenizer->size()), expected);
  EXPECT_THROW(constraint->accept(byteToken('!')), Error);
  constraint->accept(byteToken(0xA4));
  constraint->accept(byteToken('!'));
  EXPECT_TRUE(constraint->finished());
}

TEST(TokenConstraint, RefusedTokensChangeNothing) {
  const auto tokenizer = openTokenizer(tokenizer::littleBpe());
  const auto constraint = constrainText(R"(root ::= "ab")", *tokenizer);
  for (const TokenId id : {TokenId(-1), TokenId(tokenizer->size()), TokenId(1 << 30)})
    EXPECT_THROW(constraint->accept(id), Error);
  for (std::size_t i = 0; i < tokenizer->size(); ++i)
    if (tokenizer->isControl(TokenId(i))) {
      EXPECT_THROW(constraint->accept(TokenId(i)), Error);
    }
  acceptAll(*constraint, *tokenizer, "ab");
  EXPECT_TRUE(constraint->finished());
}

TEST(TokenConstraint, FailsClosedWhereTheVocabularyCannotGoOn) {
  const auto tokenizer = openTokenizer(tokenizer::littleWordPiece());
  const auto constraint = constrainText(R"(root ::= "\x01")", *tokenizer);
  std::vector<float> logits(tokenizer->size(), 1.0f);
  EXPECT_THROW(constraint->mask(logits), Error);
}

TEST(TokenConstraint, ClonesGoTheirOwnWays) {
  const auto tokenizer = openTokenizer(tokenizer::littleBpe());
  const auto first = constrainText(R"(root ::= "a" ("b" | "c"))", *tokenizer);
  acceptAll(*first, *tokenizer, "a");
  const auto second = first->clone();
  acceptAll(*first, *tokenizer, "b");
  EXPECT_TRUE(first->finished());
  EXPECT_FALSE(second->complete());
  acceptAll(*second, *tokenizer, "c");
  EXPECT_TRUE(second->finished());
}

TEST(TokenConstraint, LogitsBeyondTheVocabularyAreForbidden) {
  const auto tokenizer = openTokenizer(tokenizer::littleBpe());
  const auto constraint = constrainText(R"(root ::= .*)", *tokenizer);
  std::vector<float> logits(tokenizer->size() + 100, 1.0f);
  constraint->mask(logits);
  for (std::size_t i = tokenizer->size(); i < logits.size(); ++i) EXPECT_EQ(logits[i], -INFINITY);
}

TEST(TokenConstraint, GoesOnInAFreshMemoryWhenTheFirstIsFull) {
  // Every opened bracket is a place of its own, and what is closed again is not forgotten.
  const auto tokenizer = openTokenizer(tokenizer::littleBpe());
  const auto constraint =
      constrainText(R"(root ::= ( "a" root "x" | "b" root "y" | "." )*)", *tokenizer);
  std::mt19937 random(11);
  std::string open;
  for (int step = 0; step < 2'000'000; ++step) {
    const bool opens = open.empty() || (open.size() < 300 && random() % 2 == 0);
    const char next = opens ? (random() % 2 == 0 ? 'a' : 'b') : open.back() == 'a' ? 'x' : 'y';
    constraint->accept(*tokenizer->find(std::string(1, next)));
    opens ? open.push_back(next) : open.pop_back();
    ASSERT_EQ(constraint->complete(), open.empty());
  }
}

TEST(TokenConstraint, NestingBeyondTheLimitIsForbiddenAndNoError) {
  const auto tokenizer = openTokenizer(tokenizer::littleBpe());
  const auto constraint = constrainText(R"g(root ::= "(" root ")" | "x")g", *tokenizer);
  const TokenId open = *tokenizer->find("(");
  for (int depth = 0; depth < 2'000; ++depth) {
    const std::vector<TokenId> allowed = allowedTokens(*constraint, tokenizer->size());
    if (std::ranges::find(allowed, open) == allowed.end()) {
      EXPECT_GT(depth, 500);
      return;
    }
    constraint->accept(open);
  }
  FAIL() << "nesting has no end";
}

TEST(GrammarBuilder, PutsLiteralsAndSchemasTogether) {
  GrammarBuilder builder;
  const auto call = [&](const char* name, const char* schema) {
    return builder.sequence({builder.literal("<call>" + std::string(name) + " "),
                             builder.schema(ordered_json::parse(schema)),
                             builder.literal("</call>")});
  };
  const auto one = builder.choice(
      {call("add", R"({"type": "object", "properties": {"a": {"type": "integer"}}, "required":
                    ["a"]})"),
       call("ping", R"({"type": "object", "properties": {}})")});
  const auto grammar = builder.build(builder.repeat(one, 1, 2));
  EXPECT_TRUE(accepts(*grammar, R"(<call>add {"a":1}</call>)"));
  EXPECT_TRUE(accepts(*grammar, R"(<call>ping {}</call><call>add {"a": -7}</call>)"));
  EXPECT_FALSE(accepts(*grammar, R"(<call>ping {"a": 1}</call>)"));
  EXPECT_FALSE(accepts(*grammar, ""));
  EXPECT_FALSE(
      accepts(*grammar, R"(<call>ping {}</call><call>ping {}</call><call>ping {}</call>)"));
}

TEST(Grammar, AnyJson) {
  const auto object = Grammar::anyJsonObject();
  EXPECT_TRUE(accepts(*object, R"({"a": [1, -2.5e3, "x\n\ud83d\ude00", null, true, {}]})"));
  EXPECT_TRUE(accepts(*object, "{\n  \"a\": 1,\n  \"b\": []\n}"));
  EXPECT_FALSE(accepts(*object, "[]"));
  EXPECT_FALSE(accepts(*object, R"({"a": "\ud83d"})"));
  EXPECT_FALSE(accepts(*object, "{\"a\":  1}"));
  EXPECT_FALSE(accepts(*object, R"({"a": 1}})"));
  EXPECT_TRUE(accepts(*Grammar::anyJson(), "[]"));
  EXPECT_TRUE(accepts(*Grammar::anyJson(), " null"));
  EXPECT_FALSE(accepts(*Grammar::anyJson(), "1e999"));
}

}  // namespace
}  // namespace alcove::grammar
