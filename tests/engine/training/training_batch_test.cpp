// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "training/training_batch.h"

#include <alcove/error.h>
#include <gtest/gtest.h>

#include <map>

#include "formats/safetensors_writer.h"
#include "support/temporary_folder.h"

namespace alcove::training {
namespace {

using Integers = std::vector<std::int32_t>;

class BatchFile : public testing::Test {
 protected:
  // Two rows each.
  TrainingBatch read(const std::map<std::string, Integers>& tensors) {
    formats::SafetensorsWriter writer;
    for (const auto& [name, values] : tensors)
      writer.add(name, "I32", {2, values.size() / 2}, std::as_bytes(std::span(values)));
    writer.write(m_folder / "batch");
    return readTrainingBatch(m_folder / "batch");
  }
  // What the error says.
  std::string refusal(const std::map<std::string, Integers>& tensors) {
    try {
      read(tensors);
    } catch (const Error& error) {
      return error.sentence();
    }
    return "nothing";
  }

  test::TemporaryFolder m_folder;
};

std::vector<std::pair<std::uint32_t, std::int32_t>> targetsOf(const TrainingBatch& batch) {
  std::vector<std::pair<std::uint32_t, std::int32_t>> targets;
  for (const TrainingBatch::Target& target : batch.targets)
    targets.emplace_back(target.at, target.token);
  return targets;
}

using Targets = std::vector<std::pair<std::uint32_t, std::int32_t>>;

TEST_F(BatchFile, LosesItsPaddingAndLabelsMoveToTheTokenBefore) {
  const TrainingBatch batch = read({{"input_ids", {1, 2, 3, 4, 5, 0}},
                                    {"labels", {-100, 2, -100, -100, 5, -100}},
                                    {"attention_mask", {1, 1, 1, 1, 1, 0}}});
  EXPECT_EQ(batch.tokens, (Integers{1, 2, 3, 4, 5}));
  EXPECT_EQ(batch.lengths, (std::vector<std::uint32_t>{3, 2}));
  EXPECT_EQ(targetsOf(batch), (Targets{{0, 2}, {3, 5}}));
}

TEST_F(BatchFile, HasExamplesOfOneRowApart) {
  const std::map<std::string, Integers> plain = {{"input_ids", {1, 2, 3, 4, 5, 6, 7, 8}},
                                                 {"labels", {1, 2, 3, 4, 5, 6, 7, 8}}};
  const std::vector<std::uint32_t> lengths = {2, 2, 4};
  auto bySegment = plain, byPosition = plain;
  bySegment["segment_ids"] = {0, 0, 1, 1, 0, 0, 0, 0};
  byPosition["position_ids"] = {0, 1, 0, 1, 0, 1, 2, 3};
  for (const auto& tensors : {bySegment, byPosition}) {
    const TrainingBatch batch = read(tensors);
    EXPECT_EQ(batch.lengths, lengths);
    // No first token of an example is anybody's target.
    EXPECT_EQ(targetsOf(batch), (Targets{{0, 2}, {2, 4}, {4, 6}, {5, 7}, {6, 8}}));
  }
}

TEST_F(BatchFile, IsRefusedWithTheReason) {
  const Integers ids = {1, 2, 3, 4};
  EXPECT_NE(refusal({{"labels", ids}}).find("'input_ids'"), std::string::npos);
  EXPECT_NE(refusal({{"input_ids", ids}}).find("'labels' is missing"), std::string::npos);
  EXPECT_NE(refusal({{"input_ids", ids}, {"labels", {1, 2}}}).find("the shape of"),
            std::string::npos);
  EXPECT_NE(refusal({{"input_ids", ids}, {"labels", {1, 2, 3, -7}}}).find("-7 is no token"),
            std::string::npos);
  EXPECT_NE(refusal({{"input_ids", {1, 2, 3, -4}}, {"labels", ids}}).find("-4 is no token"),
            std::string::npos);
  EXPECT_NE(refusal({{"input_ids", ids}, {"labels", ids}, {"attention_mask", {1, 1, 0, 1}}})
                .find("right"),
            std::string::npos);
  EXPECT_NE(
      refusal({{"input_ids", ids}, {"labels", ids}, {"position_ids", {5, 6, 0, 1}}}).find("from 0"),
      std::string::npos);
}

}  // namespace
}  // namespace alcove::training
