// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <sstream>

#include "support/gguf_builder.h"
#include "support/process.h"
#include "support/temporary_folder.h"

namespace alcove::tools {
namespace {

using nlohmann::json;
using test::runEngine;
using testing::HasSubstr;

constexpr std::size_t kWidth = 32;  // of the little model

class EmbedCommand : public testing::Test {
 protected:
  EmbedCommand() {
    test::GgufBuilder builder = test::littleModel();
    builder.set(test::boolValue("llama.attention.causal", 0));
    m_model = m_folder.write("model.gguf", builder.build()).string();
  }

  std::vector<json> lines(std::vector<std::string> options, const std::string& input) {
    options.insert(options.begin(), {"embed", "--model", m_model});
    const auto result = runEngine(options, input);
    EXPECT_EQ(result.exitCode, 0) << result.err;
    std::vector<json> objects;
    std::istringstream stream(result.out);
    for (std::string line; std::getline(stream, line);) objects.push_back(json::parse(line));
    return objects;
  }

  test::TemporaryFolder m_folder;
  std::string m_model;
};

double length(const std::vector<float>& values) {
  double squares = 0;
  for (const float value : values) squares += double(value) * double(value);
  return std::sqrt(squares);
}

TEST_F(EmbedCommand, PrintsAnObjectForEachLineTheSameAloneAndInABatch) {
  std::string input;
  for (int i = 0; i < 300; ++i) input += "line " + std::to_string(i) + (i % 2 ? "\n" : "\r\n");
  const auto many = lines({}, input + "the last");
  ASSERT_EQ(many.size(), 301u);
  for (const std::size_t i : {0u, 7u, 300u}) {
    const std::vector<float> embedding = many[i]["embedding"];
    EXPECT_EQ(many[i]["index"], i);
    EXPECT_EQ(many[i]["parts"], 1);
    EXPECT_EQ(embedding.size(), kWidth);
    EXPECT_NEAR(length(embedding), 1, 1e-5);
    const auto alone = lines({}, i == 300 ? "the last" : "line " + std::to_string(i));
    ASSERT_EQ(alone.size(), 1u);
    const std::vector<float> expected = alone[0]["embedding"];
    // Wide batches may be rounded in another way.
    for (std::size_t d = 0; d < kWidth; ++d) EXPECT_NEAR(embedding[d], expected[d], 1e-3);
  }
}

TEST_F(EmbedCommand, PrintsOneDocument) {
  const auto documents = lines({"--json", "--pooling", "cls", "--dimensions", "4"}, "a\nb\n");
  ASSERT_EQ(documents.size(), 1u);
  EXPECT_EQ(documents[0]["pooling"], "cls");
  EXPECT_EQ(documents[0]["dimensions"], 4);
  EXPECT_EQ(documents[0]["model"]["kind"], "embedding");
  ASSERT_EQ(documents[0]["embeddings"].size(), 2u);
  EXPECT_EQ(documents[0]["embeddings"][1]["embedding"].size(), 4u);
}

TEST_F(EmbedCommand, GivesTheTokensWhereNothingIsPooled) {
  const auto objects = lines({"--pooling", "none", "--raw"}, "xyz");
  ASSERT_EQ(objects.at(0)["embedding"].size(), 3u);
  EXPECT_EQ(objects[0]["embedding"][0].size(), kWidth);
  const auto last = lines({"--pooling", "last", "--raw"}, "xyz");
  EXPECT_EQ(last.at(0)["embedding"], objects[0]["embedding"][2]);
}

TEST_F(EmbedCommand, ReadsTextsWithLineBreaksAsJson) {
  const auto objects = lines({"--json-input"}, R"(["x\ny", "z"])");
  ASSERT_EQ(objects.size(), 2u);
  EXPECT_EQ(objects[0]["tokens"], 3);
  const auto result = runEngine({"embed", "-m", m_model, "--json-input"}, "[1]");
  EXPECT_EQ(result.exitCode, 1);
  EXPECT_THAT(result.err, HasSubstr("JSON array of texts"));
}

TEST_F(EmbedCommand, TakesTokenIds) {
  const auto text = lines({"--pooling", "none"}, "xyz");
  const auto ids = runEngine({"tokenize", "-m", m_model}, "xyz");
  std::string list = ids.out;
  std::erase_if(list,
                [](char c) { return std::string_view("[] \n").find(c) != std::string::npos; });
  const auto tokens = lines({"--pooling", "none", "--tokens", list}, "");
  EXPECT_EQ(tokens.at(0), text.at(0));
  const auto result = runEngine({"embed", "-m", m_model, "--tokens", "1,99999"});
  EXPECT_EQ(result.exitCode, 1);
  EXPECT_THAT(result.err, HasSubstr("99999"));
}

TEST_F(EmbedCommand, RefusesLongLinesOrSplitsThem) {
  const std::string input = "short\n" + std::string(300, 'x') + "\n";
  const auto refused = runEngine({"embed", "-m", m_model}, input);
  EXPECT_EQ(refused.exitCode, 1);
  EXPECT_THAT(refused.err, HasSubstr("Text 2 has 300 tokens; the model reads at most 128."));
  EXPECT_TRUE(refused.out.empty());
  const auto objects = lines({"--split"}, input);
  ASSERT_EQ(objects.size(), 2u);
  EXPECT_EQ(objects[0]["parts"], 1);
  EXPECT_EQ(objects[1]["parts"], 3);
  EXPECT_NEAR(length(objects[1]["embedding"]), 1, 1e-5);
}

TEST_F(EmbedCommand, PutsWhatTheModelWantsAroundEachPart) {
  m_model = m_folder.write("encoder.gguf", test::littleEncoder().build()).string();
  const auto objects = lines({"--split"}, "\nfox\nfoxes a .\n" + std::string(29, '.'));
  ASSERT_EQ(objects.size(), 4u);
  EXPECT_EQ(objects[0]["tokens"], 2) << "a beginning and an end";
  EXPECT_EQ(objects[1]["tokens"], 3);
  EXPECT_EQ(objects[2]["tokens"], 6);
  EXPECT_EQ(objects[3]["tokens"], 29 + 3 * 2);
  EXPECT_EQ(objects[3]["parts"], 3) << "16 positions hold 14 tokens of a text";
}

TEST_F(EmbedCommand, AModelThatHasNoRoomForATextSaysSo) {
  test::GgufBuilder builder = test::littleEncoder();
  builder.set(test::uint32Value("bert.context_length", 2));
  builder.tensor("position_embd.weight") =
      test::filledTensor("position_embd.weight", {kWidth, 2}, quant::kF32);
  m_model = m_folder.write("narrow.gguf", builder.build()).string();
  const auto result = runEngine({"embed", "-m", m_model, "--split"}, "fox");
  EXPECT_EQ(result.exitCode, 1);
  EXPECT_THAT(result.err, HasSubstr("The model reads at most 2 tokens, too few for any text."));
}

TEST_F(EmbedCommand, OtherCommandsSayThatItCannotWrite) {
  const auto result = runEngine({"generate", "-m", m_model, "-p", "Hi"});
  EXPECT_EQ(result.exitCode, 1);
  EXPECT_THAT(result.err, HasSubstr("makes embeddings and cannot write text"));
}

}  // namespace
}  // namespace alcove::tools
