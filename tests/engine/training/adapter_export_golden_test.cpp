// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "training/adapter_export.h"

#include <alcove/error.h>
#include <gtest/gtest.h>

#include "adapters/adapter_config.h"
#include "formats/gguf_file.h"
#include "support/goldens.h"
#include "support/temporary_folder.h"
#include "support/tensors.h"
#include "training/training_model.h"

namespace alcove::training {
namespace {

namespace fs = std::filesystem;

fs::path folder() { return test::goldens() / "qlora" / "tiny"; }

TrainingOptions withAdapter(const fs::path& adapter) {
  TrainingOptions options;
  options.adapter = adapter;
  options.threads = 1;
  return options;
}

class AdapterExport : public testing::TestWithParam<const char*> {};

// What was read from PEFT's folder is written as it was, and read back.
TEST_P(AdapterExport, WritesWhatPeftWrote) {
  if (!fs::is_directory(folder())) GTEST_SKIP() << "reference data is missing: " << folder();
  const fs::path original = folder() / GetParam();
  const auto file = formats::GgufFile::open(folder() / "tiny-f32.gguf");
  TrainingModel model(file, withAdapter(original));
  const adapters::AdapterConfig config = adapters::readAdapterConfig(original);
  const test::TemporaryFolder temporary;
  const fs::path out = temporary / "adapter";
  writeTrainedAdapter(out, model.parameters(), config, "tiny");
  const auto expected = test::readFloatTensors(original / "adapter_model.safetensors");
  const auto found = test::readFloatTensors(out / "adapter_model.safetensors");
  ASSERT_EQ(found.size(), expected.size());
  for (const auto& [name, tensor] : expected) {
    ASSERT_TRUE(found.contains(name)) << name;
    EXPECT_EQ(found.at(name).shape, tensor.shape) << name;
    EXPECT_EQ(found.at(name).values, tensor.values) << name;
  }
  const adapters::AdapterConfig written = adapters::readAdapterConfig(out);
  EXPECT_EQ(written.rank, config.rank);
  EXPECT_EQ(written.alpha, config.alpha);
  EXPECT_EQ(written.rankStabilized, config.rankStabilized);
  EXPECT_EQ(written.dora, config.dora);
  TrainingModel again(file, withAdapter(out));
  ASSERT_EQ(again.parameters().size(), model.parameters().size());
  for (std::size_t i = 0; i < again.parameters().size(); ++i)
    EXPECT_EQ(again.parameters()[i].values, model.parameters()[i].values);
}

INSTANTIATE_TEST_SUITE_P(Cases, AdapterExport,
                         testing::Values("lora_adapter", "rslora_adapter", "dora_adapter"),
                         [](const auto& test) { return std::string(test.param); });

TEST(AdapterExportRefusal, RefusesWeightsThatAreNoAdapters) {
  const test::TemporaryFolder temporary;
  const Parameter whole{"model.norm.weight", {4}, {}, std::vector<float>(4)};
  EXPECT_THROW(writeTrainedAdapter(temporary / "adapter", {&whole, 1}, {}, "tiny"), Error);
  EXPECT_FALSE(fs::exists(temporary / "adapter"));
}

}  // namespace
}  // namespace alcove::training
