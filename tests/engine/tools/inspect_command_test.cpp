// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "support/gguf_builder.h"
#include "support/process.h"
#include "support/temporary_folder.h"

namespace alcove::tools {
namespace {

using test::runEngine;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

class InspectCommand : public testing::Test {
 protected:
  std::string write(const test::GgufBuilder& model) {
    return m_folder.write("model.gguf", model.build()).string();
  }

  test::TemporaryFolder m_folder;
};

TEST_F(InspectCommand, PrintsJson) {
  const auto path = write(test::littleModel());
  const auto result = runEngine({"inspect", "--model", path, "--json"});
  EXPECT_EQ(result.exitCode, 0) << result.err;
  EXPECT_THAT(result.err, IsEmpty());
  const auto json = nlohmann::json::parse(result.out);
  EXPECT_EQ(json["path"], path);
  EXPECT_EQ(json["architecture"], "llama");
  EXPECT_EQ(json["tensors"].size(), 11u);
  EXPECT_TRUE(json["problems"].empty());
}

TEST_F(InspectCommand, PrintsTextForPeople) {
  const auto result = runEngine({"inspect", "-m", write(test::littleModel())});
  EXPECT_EQ(result.exitCode, 0);
  for (const char* part : {"Little", "llama", "Q8_0", "128 tokens", "apache-2.0"}) {
    EXPECT_THAT(result.out, HasSubstr(part));
  }
}

TEST_F(InspectCommand, AWarningIsNoFailure) {
  test::GgufBuilder model = test::littleModel();
  model.remove("general.license");
  const auto result = runEngine({"inspect", "-m", write(model)});
  EXPECT_EQ(result.exitCode, 0);
  EXPECT_THAT(result.out, HasSubstr("warning: The file does not say under which licence"));
}

TEST_F(InspectCommand, ABrokenFileIsShownAndFailsWithOneSentence) {
  test::GgufBuilder model = test::littleModel();
  model.tensor("output_norm.weight").typeId = 4;
  const auto path = write(model);
  const auto result = runEngine({"inspect", "--model", path, "--json"});
  EXPECT_EQ(result.exitCode, 1);
  const auto json = nlohmann::json::parse(result.out);
  EXPECT_EQ(json["name"], "Little");
  EXPECT_EQ(json["problems"][0]["severity"], "error");
  EXPECT_THAT(result.err, StartsWith("alcove-engine: Tensor 'output_norm.weight' has the type 4"));
  EXPECT_THAT(result.err, HasSubstr(path));
  EXPECT_EQ(std::count(result.err.begin(), result.err.end(), '\n'), 1);
}

TEST_F(InspectCommand, AMissingFileFailsWithOneSentence) {
  const auto result = runEngine({"inspect", "--model", (m_folder / "none.gguf").string()});
  EXPECT_EQ(result.exitCode, 1);
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(result.err, StartsWith("alcove-engine: The file cannot be opened"));
  EXPECT_EQ(std::count(result.err.begin(), result.err.end(), '\n'), 1);
}

TEST_F(InspectCommand, WithoutAModelItIsAUsageError) {
  const auto result = runEngine({"inspect", "--json"});
  EXPECT_EQ(result.exitCode, 2);
  EXPECT_THAT(result.err, HasSubstr("--model"));
}

TEST_F(InspectCommand, LeavesNothingBehind) {
  (void)runEngine({"inspect", "--model", m_folder.write("bad.gguf", "GGUFxxxx").string()});
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(m_folder.path()), {}), 1);
}

}  // namespace
}  // namespace alcove::tools
