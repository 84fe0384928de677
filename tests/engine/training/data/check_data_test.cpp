// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "training/data/check_data.h"

#include <alcove/error.h>
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "engine/training/data/data_cases.h"
#include "support/temporary_folder.h"
#include "tokenizer/tokenizer.h"

namespace alcove::training {
namespace {

using testing::HasSubstr;
using testing::Not;

DataSet dataOf(std::string_view content, const DataOptions& options = {}) {
  DataSet data;
  readDataText(content, "data", options, data);
  return data;
}

std::string numbered(int count, int seed) {
  std::string rows;
  for (int i = 0; i < count; ++i)
    rows += fmt::format("{{\"prompt\": \"{0}-{0}\", \"completion\": \"{1}\"}}\n",
                        (i + 1) * 7'919 + seed, (i + 1) * 104'729);
  return rows;
}

TEST(ReadDataSet, TakesFoldersInOrderAndLeavesOtherFiles) {
  const test::TemporaryFolder folder;
  std::filesystem::create_directories(folder / "data" / "more");
  folder.write("data/b.md", "Text b.");
  folder.write("data/a.jsonl", R"({"prompt": "a", "completion": "b"})");
  folder.write("data/more/c.TXT", "Text c.");
  folder.write("data/picture.png", "\x89PNG");
  const auto single = folder.write("single", "prompt,completion\nx,y\n");
  const std::vector<std::filesystem::path> paths = {single, folder / "data"};
  const DataSet data = readDataSet(paths);
  ASSERT_EQ(data.files.size(), 4u);
  EXPECT_EQ(data.files[0].format, "csv");
  EXPECT_EQ(data.files[1].format, "prompt_completion");
  EXPECT_THAT(data.files[2].path, HasSubstr("b.md"));
  EXPECT_THAT(data.files[3].path, HasSubstr("c.TXT"));
  ASSERT_EQ(data.records.size(), 4u);
  for (std::size_t i = 0; i < 4; ++i) EXPECT_EQ(data.records[i].file, i);
}

TEST(ReadDataSet, SaysWhatIsMissing) {
  const test::TemporaryFolder folder;
  const auto codeOf = [](std::vector<std::filesystem::path> paths) {
    try {
      (void)readDataSet(paths);
    } catch (const Error& error) {
      return error.code();
    }
    return ErrorCode::Cancelled;
  };
  EXPECT_EQ(codeOf({folder / "none.jsonl"}), ErrorCode::NotFound);
  EXPECT_EQ(codeOf({folder.path()}), ErrorCode::InvalidArgument);
  EXPECT_EQ(codeOf({}), ErrorCode::InvalidArgument);
}

TEST(ReadDataSet, RowsOfATableThatAreNotUtf8AreMalformed) {
  const DataSet data = dataOf(
      "prompt,completion\na,b\nGr\xfc\xdf"
      "e,c\nd,e\n");
  EXPECT_EQ(data.records.size(), 2u);
  EXPECT_EQ(test::findingLines(data.findings),
            "warning malformed_row 3: The row is not UTF-8; save the table as UTF-8, then it can "
            "be read.");
  DataOptions options;
  options.format = "text";
  EXPECT_EQ(dataOf("Gr\xfc\xdf"
                   "e",
                   options)
                .findings.count("malformed_row"),
            1u);
  EXPECT_THROW((void)dataOf("Gr\xfc\xdf"
                            "e"),
               Error);
}

TEST(CheckData, KeepsTheSplitApartAndCountsEverything) {
  const ChatTools tools = test::littleTools();
  const CheckedData checked = checkData(dataOf(numbered(50, 0)), std::nullopt, tools);
  EXPECT_EQ(checked.training.examples.size(), 45u);
  EXPECT_EQ(checked.heldOut.examples.size(), 5u);
  EXPECT_EQ(checked.report.records, 50u);
  EXPECT_EQ(checked.report.tokens.count, 50u);
  EXPECT_EQ(&checked.heldOutRecords(), &checked.data);
  for (const ExampleSet* set : {&checked.training, &checked.heldOut})
    for (std::size_t i = 0; i < set->examples.size(); ++i)
      EXPECT_EQ(set->examples[i].tokens,
                toExample(checked.data.records[set->records[i]], tools).tokens);
  EXPECT_TRUE(checked.report.canTrain());
}

TEST(CheckData, ListsOnlySoManyOfAKindAndCountsAll) {
  std::string rows = "{\"prompt\": \"a\", \"completion\": \"b\"}\n";
  for (int i = 0; i < 500; ++i) rows += "{\"prompt\": \"a\"}\n";
  const CheckedData checked = checkData(dataOf(rows), std::nullopt, test::littleTools());
  EXPECT_EQ(checked.report.findings.count("malformed_row"), 500u);
  EXPECT_LE(checked.report.findings.listed().size(), Findings::kMaxListed + 1);
  EXPECT_THAT(reportText(checked.report), HasSubstr("… and 490 more of this kind."));
}

TEST(CheckData, AReportNeverRepeatsASecret) {
  const std::vector<std::string> secrets = {"sk-proj-Ab12Cd34Ef56Gh78Ij90Kl12",
                                            "AKIAIOSFODNN7EXAMPLE",
                                            "ghp_0123456789abcdefghijABCDEFGHIJ012345",
                                            "hf_0123456789abcdefghijABCDEFGHIJ0123",
                                            "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dBjftJeZ4CVP",
                                            "orla.fenwick@nimbus.example",
                                            "4111111111111111",
                                            "DE89370400440532013000",
                                            "+49 30 1234567"};
  std::string rows;
  for (const std::string& secret : secrets)
    rows += nlohmann::json({{"prompt", "what?"}, {"completion", secret}}).dump() + '\n';
  const CheckedData checked = checkData(dataOf(rows), std::nullopt, test::littleTools());
  EXPECT_EQ(
      checked.report.findings.count("secret") + checked.report.findings.count("personal_data"),
      secrets.size());
  const std::string json = reportJson(checked.report).dump(), text = reportText(checked.report);
  for (const std::string& secret : secrets) {
    // Nor the greater part of it.
    const std::string part = secret.substr(secret.size() / 3 + 1);
    if (secret.find('@') == std::string::npos) {
      EXPECT_THAT(json, Not(HasSubstr(part)));
      EXPECT_THAT(text, Not(HasSubstr(part)));
    }
    EXPECT_THAT(json, Not(HasSubstr(secret)));
    EXPECT_THAT(text, Not(HasSubstr(secret)));
  }
}

TEST(CheckData, AModelWithoutATemplateLearnsTextsOnly) {
  ChatTools tools = test::littleTools();
  tools.chatTemplate = nullptr;
  DataSet data = dataOf("Some words of text.");
  readDataText(R"({"prompt": "a", "completion": "b"})", "rows", {}, data);
  const CheckedData checked = checkData(std::move(data), std::nullopt, tools);
  EXPECT_EQ(checked.report.training, 1u);
  EXPECT_EQ(checked.report.findings.count("template_mismatch"), 1u);
}

TEST(ToExample, RefusesConversationsThatTakeTooLongToRender) {
  Record record;
  for (int i = 0; i < 500; ++i) {
    record.messages.push_back({"user", std::string(200, 'a')});
    record.messages.push_back({"assistant", "b"});
  }
  record.messages[0].content.resize(40'000, 'a');
  try {
    (void)toExample(record, test::littleTools());
    FAIL() << "nothing was refused";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::InvalidArgument);
    EXPECT_THAT(error.sentence(), HasSubstr("too long for so many answers"));
  }
}

TEST(TokenStatistics, AreThoseOfTheLengths) {
  std::vector<std::size_t> lengths;
  for (std::size_t i = 100; i >= 1; --i) lengths.push_back(i);
  const TokenStatistics statistics = tokenStatistics(lengths);
  EXPECT_EQ(statistics.count, 100u);
  EXPECT_EQ(statistics.total, 5'050u);
  EXPECT_EQ(statistics.min, 1u);
  EXPECT_EQ(statistics.median, 50u);
  EXPECT_EQ(statistics.p95, 95u);
  EXPECT_EQ(statistics.max, 100u);
  ASSERT_EQ(statistics.histogram.size(), 21u);
  EXPECT_EQ(statistics.histogram[0].from, 0u);
  EXPECT_EQ(statistics.histogram[0].to, 4u);
  EXPECT_EQ(statistics.histogram[0].count, 4u);
  EXPECT_EQ(statistics.histogram[20].count, 1u);
  EXPECT_EQ(tokenStatistics({}).histogram.size(), 0u);
  EXPECT_EQ(tokenStatistics(std::vector<std::size_t>{7}).p95, 7u);
}

TEST(TokenStatistics, EveryLengthIsInOneBin) {
  for (const std::size_t widest : {1u, 19u, 20u, 21u, 999u, 1'000'000u}) {
    const std::vector<std::size_t> lengths = {3, 3 + widest / 2, 3 + widest};
    const TokenStatistics statistics = tokenStatistics(lengths);
    std::size_t count = 0;
    for (std::size_t i = 0; i < statistics.histogram.size(); ++i) {
      count += statistics.histogram[i].count;
      EXPECT_EQ(statistics.histogram[i].from,
                i > 0 ? statistics.histogram[i - 1].to + 1 : statistics.histogram[0].from);
    }
    EXPECT_EQ(count, 3u);
    EXPECT_LE(statistics.histogram.size(), 21u);
  }
}

}  // namespace
}  // namespace alcove::training
