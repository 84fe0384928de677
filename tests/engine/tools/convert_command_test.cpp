// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Folders of Hugging Face become files that the engine runs and tokenises with as the folder's own
// library does.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>

#include "formats/gguf_file.h"
#include "support/goldens.h"
#include "support/process.h"
#include "support/temporary_folder.h"
#include "tokenizer/tokenizer.h"

namespace alcove::tools {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using test::goldens;
using test::runEngine;
using testing::HasSubstr;

std::vector<float> floatsOf(const std::string& bytes) {
  std::vector<float> values(bytes.size() / sizeof(float));
  std::memcpy(values.data(), bytes.data(), values.size() * sizeof(float));
  return values;
}

class ConvertedCheckpoint : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    m_case = goldens() / GetParam();
    if (!fs::exists(m_case / "hf")) GTEST_SKIP() << "reference data is missing: " << m_case;
    m_description = json::parse(std::ifstream(m_case / "case.json"));
    const auto result = runEngine({"convert", (m_case / "hf").string(), m_model.string()});
    ASSERT_EQ(result.exitCode, 0) << result.err;
  }

  // Logits at `positions` of one sequence, which end it.
  std::vector<float> logits(const json& sequence, std::size_t vocabulary) {
    std::string tokens;
    for (const auto& token : sequence["tokens"]) {
      tokens += (tokens.empty() ? "" : ",") + std::to_string(token.get<int>());
    }
    const auto first = sequence["positions"].front().get<std::size_t>();
    const auto last = sequence["tokens"].size() - first;
    const auto out = m_folder / "logits";
    const auto result = runEngine({"logits", "--model", m_model.string(), "--tokens", tokens,
                                   "--last", std::to_string(last), "--out", out.string()});
    if (result.exitCode != 0) {
      m_refusal = result.err;
      return {};
    }
    const std::vector<float> all = floatsOf(test::readFile(out));
    std::vector<float> wanted;
    for (const auto& position : sequence["positions"]) {
      const auto row = position.get<std::size_t>() - first;
      wanted.insert(wanted.end(), all.begin() + std::ptrdiff_t(row * vocabulary),
                    all.begin() + std::ptrdiff_t((row + 1) * vocabulary));
    }
    return wanted;
  }

  test::TemporaryFolder m_folder;
  fs::path m_model = m_folder / "out.gguf";
  fs::path m_case;
  json m_description;
  std::string m_refusal;
};

TEST_P(ConvertedCheckpoint, HasTheLogitsOfTheFolder) {
  const auto expected = floatsOf(test::readFile(m_case / "logits.bin"));
  const auto vocabulary = m_description["logits"]["shape"][2].get<std::size_t>();
  std::vector<float> actual;
  for (const auto& sequence : m_description["sequences"]) {
    const auto part = logits(sequence, vocabulary);
    ASSERT_FALSE(part.empty()) << m_refusal;
    actual.insert(actual.end(), part.begin(), part.end());
  }
  ASSERT_EQ(actual.size(), expected.size());
  double worst = 0;
  for (std::size_t i = 0; i < actual.size(); ++i) {
    worst = std::max(worst, std::fabs(double(actual[i]) - expected[i]));
  }
  EXPECT_LE(worst, m_description["tolerance"]["max_abs"].get<double>());
}

TEST_P(ConvertedCheckpoint, TokenisesAsTheFolderDoes) {
  const auto tokenizer = tokenizer::Tokenizer::fromGguf(*formats::GgufFile::open(m_model));
  for (const auto& text : m_description["tokenize"]) {
    const auto ids =
        tokenizer->encodeSequence(text["text"].get<std::string>(), tokenizer::ControlTokens::Parse);
    EXPECT_EQ(json(ids), text["hf"]) << text["text"];
  }
}

INSTANTIATE_TEST_SUITE_P(Cases, ConvertedCheckpoint, testing::ValuesIn(test::goldenCases("hf-")),
                         [](const auto& row) {
                           std::string name = row.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

TEST(ConvertCommand, SaysWhatIsWrongAndWritesNothing) {
  const test::TemporaryFolder folder;
  const auto out = folder / "out.gguf";
  auto result = runEngine({"convert", (folder / "none").string(), out.string()});
  EXPECT_EQ(result.exitCode, 1);
  EXPECT_THAT(result.err, HasSubstr("no such folder"));
  folder.write("config.json", "{}");
  result = runEngine({"convert", folder.path().string(), out.string()});
  EXPECT_EQ(result.exitCode, 1);
  EXPECT_THAT(result.err, HasSubstr("architectures"));
  result = runEngine({"convert", folder.path().string(), out.string(), "--type", "Q4_K"});
  EXPECT_EQ(result.exitCode, 1);
  EXPECT_THAT(result.err, HasSubstr("F32, F16, BF16 or auto"));
  result = runEngine({"convert", folder.path().string()});
  EXPECT_EQ(result.exitCode, 2);
  EXPECT_FALSE(fs::exists(out));
}

}  // namespace
}  // namespace alcove::tools
