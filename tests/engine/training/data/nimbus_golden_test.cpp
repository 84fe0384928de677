// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Ids, labels and orders of the reference's fine-tuning of the starter model.
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "formats/gguf_file.h"
#include "support/goldens.h"
#include "support/temporary_folder.h"
#include "training/data/make_example.h"
#include "training/data/order.h"

namespace alcove::training {
namespace {

constexpr std::int32_t kNotScored = -100;

nlohmann::json reference() {
  std::ifstream stream(test::goldens() / "qlora" / "nimbus_tokens.json");
  return stream ? nlohmann::json::parse(stream) : nlohmann::json();
}

std::vector<std::int32_t> labelsOf(const Example& example) {
  std::vector<std::int32_t> labels = example.tokens;
  for (std::size_t i = 0; i < labels.size(); ++i)
    if (!example.scored[i]) labels[i] = kNotScored;
  return labels;
}

TEST(NimbusGolden, ExamplesHaveTheIdsAndLabelsOfTheReference) {
  const auto expected = reference();
  const auto model =
      test::pathFromEnvironment("ALCOVE_MODELS_DIR") / "SmolLM2-135M-Instruct.Q4_1.gguf";
  if (expected.is_null()) GTEST_SKIP() << "no reference data";
  if (!std::filesystem::exists(model)) GTEST_SKIP() << "no starter model at " << model;
  const std::vector<std::filesystem::path> paths = {test::goldens() / "qlora" / "nimbus_qa.jsonl"};
  const DataSet data = readDataSet(paths);
  EXPECT_TRUE(data.findings.listed().empty());
  EXPECT_EQ(data.files.at(0).format, "chat");
  const ChatTools tools = chatToolsOf(*formats::GgufFile::open(model));
  const auto& samples = expected["samples"];
  ASSERT_EQ(data.records.size(), samples.size());
  ASSERT_GE(samples.size(), 60u);
  for (std::size_t i = 0; i < samples.size(); ++i) {
    SCOPED_TRACE(i);
    const Example example = toExample(data.records[i], tools);
    EXPECT_EQ(example.tokens, samples[i]["ids"].get<std::vector<std::int32_t>>());
    EXPECT_EQ(labelsOf(example), samples[i]["labels"].get<std::vector<std::int32_t>>());
  }
}

TEST(NimbusGolden, EpochsHaveTheOrderOfTheReference) {
  const auto expected = reference();
  if (expected.is_null()) GTEST_SKIP() << "no reference data";
  const auto& orders = expected["epoch_order"];
  ASSERT_GE(orders.size(), 3u);
  for (std::size_t epoch = 0; epoch < orders.size(); ++epoch)
    EXPECT_EQ(shuffledOrder(50, 1000, epoch), orders[epoch].get<std::vector<std::size_t>>());
}

}  // namespace
}  // namespace alcove::training
