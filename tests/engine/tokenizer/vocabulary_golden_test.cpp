// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Token ids of real vocabularies against those that an independent implementation gave.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>

#include "formats/gguf_file.h"
#include "tokenizer/tokenizer.h"

namespace {

using alcove::formats::GgufFile;
using alcove::tokenizer::ControlTokens;
using alcove::tokenizer::TokenId;
using alcove::tokenizer::Tokenizer;

std::filesystem::path folderFrom(const char* variable) {
  const char* value = std::getenv(variable);
  return value ? value : "";
}

std::string readFile(const std::filesystem::path& path) {
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

std::vector<std::string> splitAt(const std::string& text, const std::string& separator) {
  std::vector<std::string> parts;
  std::size_t begin = 0;
  for (std::size_t end; (end = text.find(separator, begin)) != std::string::npos;) {
    parts.push_back(text.substr(begin, end - begin));
    begin = end + separator.size();
  }
  parts.push_back(text.substr(begin));
  return parts;
}

std::vector<TokenId> parseIds(const std::string& line) {
  std::istringstream stream(line);
  std::vector<TokenId> ids;
  for (TokenId id; stream >> id;) ids.push_back(id);
  return ids;
}

class VocabularyGolden : public testing::TestWithParam<const char*> {};

TEST_P(VocabularyGolden, GivesTheReferenceIds) {
  const auto model = folderFrom("ALCOVE_SHARED_DIR") / "goldens" / "vocab" /
                     (std::string("ggml-vocab-") + GetParam() + ".gguf");
  if (!std::filesystem::exists(model)) GTEST_SKIP() << "no reference vocabulary at " << model;
  const auto tokenizer = Tokenizer::fromGguf(*GgufFile::open(model));
  const auto texts = splitAt(readFile(model.string() + ".inp"), "\n__ggml_vocab_test__\n");
  const auto lines = splitAt(readFile(model.string() + ".out"), "\n");
  ASSERT_GT(texts.size(), 20u);
  ASSERT_GE(lines.size(), texts.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const auto ids = tokenizer->encode(texts[i], ControlTokens::AsText);
    EXPECT_EQ(ids, parseIds(lines[i])) << "text " << i << ": " << texts[i];
  }
}

INSTANTIATE_TEST_SUITE_P(Vocabularies, VocabularyGolden,
                         testing::Values("bert-bge", "deepseek-coder", "falcon", "gpt-2",
                                         "llama-bpe", "llama-spm", "mpt", "phi-3", "qwen2",
                                         "starcoder"),
                         [](const auto& row) {
                           std::string name = row.param;
                           for (char& c : name) {
                             if (c == '-') c = '_';
                           }
                           return name;
                         });

// The models under goldens/ each have texts with the ids of two implementations, which give the
// tokens around a sequence and take control tokens from the text. In every case that there is the
// two agree; where they should not, the model's own tokenizer is the one that counts.
TEST(CaseGolden, SequencesGiveTheReferenceIds) {
  const auto goldens = folderFrom("ALCOVE_SHARED_DIR") / "goldens";
  if (!std::filesystem::exists(goldens)) GTEST_SKIP() << "no reference cases at " << goldens;
  std::size_t texts = 0;
  for (const auto& entry : std::filesystem::directory_iterator(goldens)) {
    if (!std::filesystem::exists(entry.path() / "model.gguf")) continue;
    const auto reference = nlohmann::json::parse(readFile(entry.path() / "case.json"));
    if (!reference.contains("tokenize")) continue;
    SCOPED_TRACE(entry.path().filename());
    const auto tokenizer = Tokenizer::fromGguf(*GgufFile::open(entry.path() / "model.gguf"));
    for (const auto& item : reference["tokenize"]) {
      const std::string text = item["text"];
      EXPECT_EQ(tokenizer->encodeSequence(text, ControlTokens::Parse),
                item["hf"].get<std::vector<TokenId>>())
          << text;
      ++texts;
    }
  }
  EXPECT_GT(texts, 300u);
}

TEST(SmolLm2Golden, PromptsGiveTheReferenceIds) {
  const auto cases = folderFrom("ALCOVE_SHARED_DIR") / "goldens" / "smollm2.json";
  const auto model = folderFrom("ALCOVE_MODELS_DIR") / "SmolLM2-135M-Instruct.Q4_1.gguf";
  if (!std::filesystem::exists(cases)) GTEST_SKIP() << "no reference cases at " << cases;
  if (!std::filesystem::exists(model)) GTEST_SKIP() << "no starter model at " << model;
  const auto tokenizer = Tokenizer::fromGguf(*GgufFile::open(model));
  const auto reference = nlohmann::json::parse(readFile(cases));
  for (const auto& item : reference["cases"]) {
    const bool chat = item["kind"] == "chat";
    const std::string text = item[chat ? "rendered" : "prompt"];
    const auto ids = tokenizer->encode(text, chat ? ControlTokens::Parse : ControlTokens::AsText);
    EXPECT_EQ(ids, item["tokens"].get<std::vector<TokenId>>()) << text;
    EXPECT_EQ(tokenizer->decode(ids, true), text);
  }
}

}  // namespace
