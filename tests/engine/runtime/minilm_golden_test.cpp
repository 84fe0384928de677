// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// A real embedding model from end to end: the checkpoint of all-MiniLM-L6-v2 is converted, its
// sentences become tokens and embeddings, and both are those of the model's own software.

#include <alcove/error.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "runtime/embedding_input.h"
#include "support/process.h"
#include "support/temporary_folder.h"

namespace alcove::runtime {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

double cosine(const std::vector<float>& a, const std::vector<float>& b) {
  double product = 0, aSquares = 0, bSquares = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    product += double(a[i]) * double(b[i]);
    aSquares += double(a[i]) * double(a[i]);
    bSquares += double(b[i]) * double(b[i]);
  }
  return product / std::sqrt(aSquares * bSquares);
}

class MiniLm : public testing::Test {
 protected:
  void SetUp() override {
    const char* shared = std::getenv("ALCOVE_SHARED_DIR");
    const fs::path data = fs::path(shared ? shared : "../shared") / "goldens" / "minilm.json";
    const fs::path checkpoint = test::pathFromEnvironment("ALCOVE_MODELS_DIR") / "all-MiniLM-L6-v2";
    for (const fs::path& needed : {data, checkpoint})
      if (!fs::exists(needed)) GTEST_SKIP() << "data is missing: " << needed;
    m_sentences = json::parse(std::ifstream(data))["sentences"];
    const std::string out = (m_folder / "minilm.gguf").string();
    const auto converted =
        test::runEngine({"convert", checkpoint.string(), out}, {}, std::chrono::seconds(120));
    ASSERT_EQ(converted.exitCode, 0) << converted.err;
    EngineOptions options;
    options.threads = 2;
    m_engine = Engine::open(out, options);
  }

  test::TemporaryFolder m_folder;
  json m_sentences;
  std::unique_ptr<Engine> m_engine;
};

TEST_F(MiniLm, EmbedsAsItsOwnSoftwareDoes) {
  EXPECT_FALSE(m_engine->info().generates);
  EXPECT_EQ(m_engine->info().pooling, models::Pooling::Mean);
  std::vector<std::vector<TokenId>> inputs;
  for (const json& sentence : m_sentences) inputs.push_back(sentence["ids_max256"]);
  const Embeddings embeddings = m_engine->embed({.inputs = inputs}, [] { return true; });
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    const std::vector<float> expected = m_sentences[i]["embedding"];
    ASSERT_EQ(embeddings.values[i].size(), expected.size());
    EXPECT_GE(cosine(embeddings.values[i], expected), 0.9999) << m_sentences[i]["text"];
    for (std::size_t d = 0; d < expected.size(); ++d)
      ASSERT_NEAR(embeddings.values[i][d], expected[d], 2e-4) << m_sentences[i]["text"];
  }
}

TEST_F(MiniLm, ReadsTextAsItsOwnTokenizerDoes) {
  for (const json& sentence : m_sentences) {
    const std::vector<std::string> texts = {sentence["text"]};
    const std::size_t tokens = sentence["n_tokens_untruncated"];
    if (tokens > m_engine->info().contextTokens) {
      try {
        EmbeddingInput(*m_engine, texts, LongText::Refuse);
        ADD_FAILURE() << "a text that is too long was accepted";
      } catch (const Error& error) {
        EXPECT_THAT(error.sentence(), testing::HasSubstr(std::to_string(tokens) + " tokens"));
      }
      EXPECT_GT(EmbeddingInput(*m_engine, texts, LongText::Split).parts()[0], 1u);
      continue;
    }
    EmbeddingInput input(*m_engine, texts, LongText::Refuse);
    EXPECT_EQ(input.takeInputs()[0], sentence["ids_max256"].get<std::vector<TokenId>>())
        << texts[0];
  }
}

TEST_F(MiniLm, FindsWhatIsAlike) {
  const std::vector<std::string> texts = {"How do I reset my password?",
                                          "I forgot my password and want a new one.",
                                          "The weather will be fine tomorrow."};
  EmbeddingInput input(*m_engine, texts, LongText::Refuse);
  const Embeddings embeddings =
      m_engine->embed({.inputs = input.takeInputs()}, [] { return true; });
  EXPECT_GT(cosine(embeddings.values[0], embeddings.values[1]),
            cosine(embeddings.values[0], embeddings.values[2]) + 0.3);
}

}  // namespace
}  // namespace alcove::runtime
