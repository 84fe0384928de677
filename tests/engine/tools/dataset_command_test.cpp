// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "support/gguf_builder.h"
#include "support/process.h"
#include "support/temporary_folder.h"

namespace alcove::tools {
namespace {

using test::runEngine;
using testing::HasSubstr;
using testing::IsEmpty;

class DatasetCommand : public testing::Test {
 protected:
  test::TemporaryFolder m_folder;
  std::string m_model = m_folder.write("model.gguf", test::littleModel().build()).string();
  std::string m_data = m_folder
                           .write("data.jsonl",
                                  "{\"prompt\": \"Hi\", \"completion\": \"Hello.\"}\n"
                                  "{\"prompt\": \"Hi\"}\n"
                                  "{\"prompt\": \"Who?\", \"completion\": \"o@x.example\"}\n")
                           .string();
};

TEST_F(DatasetCommand, SaysInWordsWhatTheDataIs) {
  const auto result = runEngine({"dataset", "-m", m_model, m_data, "--show", "1"});
  EXPECT_EQ(result.exitCode, 0) << result.err;
  EXPECT_THAT(result.err, IsEmpty());
  EXPECT_THAT(result.out, HasSubstr("<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n"
                                    "⟦Hello.<|im_end|>⟧\n"));
  EXPECT_THAT(result.out, HasSubstr("prompt_completion, 2 examples, 1 malformed row"));
  EXPECT_THAT(result.out, HasSubstr("Warning: " + m_data + ":2: The row has no 'completion'."));
  EXPECT_THAT(result.out, HasSubstr("Examples: 2 to train on, 0 held out. Chat template: "
                                    "built-in: ChatML."));
  EXPECT_THAT(result.out, HasSubstr("The model can be trained on this."));
}

TEST_F(DatasetCommand, WritesAllOfItAsJson) {
  const auto held = m_folder.write("held.csv", "prompt,completion\nHi,Hello.\n").string();
  const auto result = runEngine({"dataset", "-m", m_model, m_data, "--held-out", held,
                                 "--max-tokens", "30", "--json", "--show", "5"});
  EXPECT_EQ(result.exitCode, 0) << result.err;
  const auto report = nlohmann::json::parse(result.out);
  EXPECT_EQ(report["can_train"], true);
  EXPECT_EQ(report["template"], "built-in: ChatML");
  EXPECT_EQ(report["max_tokens"], 30);
  EXPECT_EQ(report["files"][0]["malformed_rows"], 1);
  EXPECT_EQ(report["held_out_files"][0]["format"], "csv");
  EXPECT_EQ(report["training_examples"], 2);
  EXPECT_EQ(report["held_out_examples"], 1);
  EXPECT_EQ(report["tokens"]["count"], 3);
  EXPECT_EQ(report["tokens"]["max"], 36);
  EXPECT_EQ(report["counts"],
            nlohmann::json::parse(R"({"malformed_row": 1, "personal_data": 1, "too_long": 1,
                                      "held_out_leak": 1})"));
  EXPECT_EQ(report["findings"][0]["severity"], "warning");
  EXPECT_EQ(report["findings"][0]["line"], 2);
  ASSERT_EQ(report["examples"].size(), 2u);
  EXPECT_EQ(report["examples"][0]["tokens"].size(), report["examples"][0]["scored"].size());
  EXPECT_EQ(report["examples"][1]["tokens"].size(), 30u);
}

TEST_F(DatasetCommand, FailsWhereNothingCanBeTrained) {
  const auto empty = m_folder.write("empty.jsonl", "").string();
  const auto result = runEngine({"dataset", "-m", m_model, empty});
  EXPECT_EQ(result.exitCode, 1);
  EXPECT_THAT(result.out, HasSubstr("The model cannot be trained on this."));
  const auto missing = runEngine({"dataset", "-m", m_model, m_folder.path() / "none"});
  EXPECT_EQ(missing.exitCode, 1);
  EXPECT_THAT(missing.out, IsEmpty());
  const auto table = m_folder.write("table.csv", "frage;antwort\na;b\n").string();
  EXPECT_THAT(runEngine({"dataset", "-m", m_model, table}).err,
              HasSubstr("in no format that models are trained from"));
}

}  // namespace
}  // namespace alcove::tools
