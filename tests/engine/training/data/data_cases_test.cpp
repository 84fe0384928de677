// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// What is read of files, how conversations are scored and what the check finds: tests/cases/data.
#include "engine/training/data/data_cases.h"

#include <alcove/error.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "training/data/check_data.h"

namespace alcove::training {
namespace {

using test::DataCase;

std::string recordLine(const Record& record) {
  nlohmann::json json = record.text;
  if (!record.isText()) {
    json = nlohmann::json::array();
    for (const Message& message : record.messages) json.push_back({message.role, message.content});
  }
  return fmt::format("{} {}\n", record.line, json.dump());
}

DataOptions optionsOf(const DataCase& item) {
  DataOptions options;
  options.format = item.setup.value("format", "");
  options.chunkBytes = item.setup.value("chunk", options.chunkBytes);
  options.maxRowBytes = item.setup.value("max_row", options.maxRowBytes);
  options.maxFileBytes = item.setup.value("max_file", options.maxFileBytes);
  options.maxRecords = item.setup.value("max_records", options.maxRecords);
  options.maxMessages = item.setup.value("max_messages", options.maxMessages);
  return options;
}

DataSet read(const DataCase& item, const char* part, const char* path) {
  DataSet data;
  readDataText(item.parts.at(part), item.setup.value("path", path), optionsOf(item), data);
  return data;
}

TEST(DataCases, FilesAreReadAsTheCasesSay) {
  const auto cases = test::readDataCases("formats.case");
  ASSERT_GE(cases.size(), 40u);
  for (const DataCase& item : cases) {
    SCOPED_TRACE(item.title);
    std::string found;
    try {
      const DataSet data = read(item, "file", "data");
      found = data.files.at(0).format + '\n';
      for (const Record& record : data.records) found += recordLine(record);
      found += test::findingLines(data.findings);
      if (found.ends_with('\n')) found.pop_back();
      EXPECT_EQ(data.files[0].records, data.records.size());
      EXPECT_EQ(data.files[0].malformedRows, data.findings.count("malformed_row"));
    } catch (const Error& error) {
      found = fmt::format("{}: {}", errorCodeName(error.code()), error.sentence());
    }
    EXPECT_EQ(found, item.parts.at("read"));
  }
}

TEST(DataCases, AnswersAreScoredAsTheCasesSay) {
  const auto cases = test::readDataCases("scoring.case");
  ASSERT_GE(cases.size(), 15u);
  for (const DataCase& item : cases) {
    SCOPED_TRACE(item.title);
    const ChatTools tools = test::littleTools(item.setup.value("template", ""));
    std::string found;
    try {
      const DataSet data = read(item, "file", "data");
      ASSERT_EQ(data.records.size(), 1u) << test::findingLines(data.findings);
      const Example example = toExample(data.records[0], tools);
      ASSERT_EQ(example.tokens.size(), example.scored.size());
      found = test::markedText(example, tools);
    } catch (const Error& error) {
      found = fmt::format("{}: {}", errorCodeName(error.code()), error.sentence());
    }
    EXPECT_EQ(found, item.parts.at("example"));
  }
}

TEST(DataCases, TheCheckFindsWhatTheCasesSay) {
  const auto cases = test::readDataCases("findings.case");
  ASSERT_GE(cases.size(), 25u);
  for (const DataCase& item : cases) {
    SCOPED_TRACE(item.title);
    const ChatTools tools = test::littleTools(item.setup.value("template", ""));
    CheckOptions options;
    options.limits.maxTokens = item.setup.value("max_tokens", options.limits.maxTokens);
    std::optional<DataSet> heldOut;
    if (item.parts.contains("held out")) heldOut = read(item, "held out", "held");
    const CheckedData checked =
        checkData(read(item, "data", "data"), std::move(heldOut), tools, options);
    const std::string found =
        fmt::format("{} trained on, {} held out\n{}", checked.report.training,
                    checked.report.heldOut, test::findingLines(checked.report.findings));
    const std::string& expected = item.parts.at("findings");
    EXPECT_EQ(found.ends_with('\n') ? found.substr(0, found.size() - 1) : found, expected);
    EXPECT_EQ(checked.report.canTrain(), checked.report.training > 0);
    for (const Example& example : checked.training.examples)
      EXPECT_LE(example.tokens.size(), options.limits.maxTokens);
  }
}

}  // namespace
}  // namespace alcove::training
