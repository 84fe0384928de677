// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Both ways: tokenize and detokenize.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/little_vocabularies.h"
#include "support/process.h"
#include "support/temporary_folder.h"

namespace alcove::tools {
namespace {

using test::runEngine;
using testing::HasSubstr;

class TokenizeCommand : public testing::Test {
 protected:
  std::string file(const test::GgufBuilder& model) {
    return m_folder.write("model.gguf", model.build()).string();
  }
  static test::ProcessResult run(std::vector<std::string> arguments, std::string_view input) {
    return runEngine(std::move(arguments), input);
  }

  test::TemporaryFolder m_folder;
};

TEST_F(TokenizeCommand, TextComesBackThroughEveryLosslessKind) {
  for (const auto& model : {test::littleBpe(), test::littleSpm()}) {
    const std::string path = file(model);
    const std::string text = "  the <s>\n\xF0\x9F\x99\x82\xFF in <tool>";
    const auto ids = run({"tokenize", "--model", path}, text);
    EXPECT_EQ(ids.exitCode, 0) << ids.err;
    const auto back = run({"detokenize", "--model", path}, ids.out);
    EXPECT_EQ(back.exitCode, 0) << back.err;
    EXPECT_EQ(back.out, text);
  }
}

TEST_F(TokenizeCommand, ControlTokensAndSequencesOnlyWhereAsked) {
  const std::string path = file(test::littleSpm());
  EXPECT_EQ(run({"tokenize", "--model", path, "--control"}, "</s>").out, "[2]\n");
  EXPECT_EQ(run({"tokenize", "--model", path, "--sequence"}, "").out, "[1]\n");
  EXPECT_EQ(run({"tokenize", "--model", path}, "").out, "[]\n");
  EXPECT_THAT(run({"tokenize", "--model", path}, "</s>").out, testing::Not(HasSubstr("2]")));
}

TEST_F(TokenizeCommand, WordsOfBertAndUnigramComeBackNormalised) {
  const std::string bert = file(test::littleWordPiece());
  const auto ids = run({"tokenize", "--model", bert, "--sequence"}, "The  Unaffable.");
  EXPECT_EQ(run({"detokenize", "--model", bert}, ids.out).out, "[CLS]the unaffable .[SEP]");
  const std::string unigram = file(test::littleUnigram());
  EXPECT_EQ(run({"detokenize", "--model", unigram},
                run({"tokenize", "--model", unigram}, " the  Aﬁne ").out)
                .out,
            "the afine");
}

TEST_F(TokenizeCommand, RefusesIdsOutsideTheVocabulary) {
  const auto result = run({"detokenize", "--model", file(test::littleSpm())}, "[999999]");
  EXPECT_EQ(result.exitCode, 1);
  EXPECT_THAT(result.err, HasSubstr("Token 999999 is outside the vocabulary"));
}

// Padding the embedding is common; tokens without a row would be read from outside of it.
TEST_F(TokenizeCommand, ATokenizerMustFitIntoTheEmbedding) {
  test::GgufBuilder model = test::littleModel();
  std::vector<std::string> tokens = test::byteTokens();
  while (tokens.size() < 261) tokens.push_back("<extra " + std::to_string(tokens.size()) + ">");
  model.set(test::stringArray("tokenizer.ggml.tokens", tokens));
  model.remove("tokenizer.ggml.token_type");
  model.remove("tokenizer.ggml.merges");
  const auto result = runEngine({"generate", "--model", file(model), "--prompt", "a"});
  EXPECT_EQ(result.exitCode, 1);
  EXPECT_THAT(result.err, HasSubstr("has 261 tokens, but the model's embedding only 260 rows"));
}

}  // namespace
}  // namespace alcove::tools
