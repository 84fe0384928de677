// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "formats/gguf_file.h"
#include "support/gguf_builder.h"
#include "support/process.h"
#include "support/temporary_folder.h"

namespace alcove::tools {
namespace {

using test::runEngine;
using testing::HasSubstr;

class QuantizeCommand : public testing::Test {
 protected:
  test::TemporaryFolder m_folder;
  std::string m_in = m_folder.write("in.gguf", test::littlePlainModel().build()).string();
  std::string m_out = (m_folder / "out.gguf").string();
};

TEST_F(QuantizeCommand, WritesTheModelAndSaysWhatBecameOfIt) {
  const auto result = runEngine({"quantize", m_in, m_out, "q4_k_m"});
  EXPECT_EQ(result.exitCode, 0) << result.err;
  EXPECT_THAT(result.out, HasSubstr("Q4_K_M"));
  EXPECT_THAT(result.out, HasSubstr("tensors: rows of 32 do not fit Q4_K; Q5_0 instead"));
  EXPECT_THAT(result.err, HasSubstr("100 % (tensor "));
  EXPECT_EQ(formats::GgufFile::open(m_out)->uint("general.file_type"), 15u);
  const auto logits = runEngine(
      {"logits", "--model", m_out, "--tokens", "1,2,3", "--out", (m_folder / "logits").string()});
  EXPECT_EQ(logits.exitCode, 0) << logits.err;
}

TEST_F(QuantizeCommand, SaysItAsJsonToo) {
  const auto result = runEngine({"quantize", m_in, m_out, "Q8_0", "--json", "--threads", "2"});
  EXPECT_EQ(result.exitCode, 0) << result.err;
  const auto json = nlohmann::json::parse(result.out);
  EXPECT_EQ(json["type"], "Q8_0");
  EXPECT_TRUE(json["fallbacks"].empty());
  EXPECT_LT(json["bytes_after"], json["bytes_before"]);
}

TEST_F(QuantizeCommand, RefusesWhatItCannotDo) {
  EXPECT_THAT(runEngine({"quantize", m_in, m_out, "IQ1_S"}).err,
              HasSubstr("There is no type 'IQ1_S' to quantise to; there are F32, F16"));
  EXPECT_THAT(runEngine({"quantize", m_in, m_in, "Q4_0"}).err,
              HasSubstr("would replace the model that it is made from"));
  EXPECT_EQ(runEngine({"quantize", m_in, m_out, "Q4_0"}).exitCode, 0);
  const auto again = runEngine({"quantize", m_out, m_in + "2", "Q8_0"});
  EXPECT_EQ(again.exitCode, 1);
  EXPECT_THAT(again.err, HasSubstr("say --allow-requantize"));
  EXPECT_FALSE(std::filesystem::exists(m_in + "2"));
  const auto allowed = runEngine({"quantize", m_out, m_in + "2", "Q8_0", "--allow-requantize"});
  EXPECT_EQ(allowed.exitCode, 0) << allowed.err;
  EXPECT_THAT(allowed.out, HasSubstr("were quantised before"));
}

TEST_F(QuantizeCommand, TakesWhatImatrixMeasured) {
  const std::string matrix = (m_folder / "im.gguf").string();
  const auto text = m_folder.write("text", std::string(600, 'a') + std::string(600, 'b'));
  const auto measured = runEngine({"imatrix", "--model", m_in, "--file", text.string(), "--out",
                                   matrix, "--ctx", "32", "--chunks", "3", "--json"});
  ASSERT_EQ(measured.exitCode, 0) << measured.err;
  const auto json = nlohmann::json::parse(measured.out);
  EXPECT_EQ(json["chunks"], 3);
  EXPECT_EQ(json["entries"], 7);  // query, key, value, output, gate, up, down of the one layer
  const auto file = formats::GgufFile::open(matrix);
  EXPECT_EQ(file->findTensor("blk.0.ffn_up.weight.in_sum2")->columns(), 32u);
  const auto counts = file->findTensor("blk.0.ffn_up.weight.counts");
  float count = 0;
  std::memcpy(&count, counts->data.data(), sizeof count);
  EXPECT_EQ(count, 96.0f);
  const auto result = runEngine({"quantize", m_in, m_out, "Q4_0", "--imatrix", matrix});
  EXPECT_EQ(result.exitCode, 0) << result.err;
  EXPECT_EQ(formats::GgufFile::open(m_out)->string("quantize.imatrix.file"), "im.gguf");
}

}  // namespace
}  // namespace alcove::tools
