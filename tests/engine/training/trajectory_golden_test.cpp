// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Thirty steps of training beside PyTorch, peft and bitsandbytes: the losses on the way, the length
// of the gradients, and the weights at the end.

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>

#include "formats/gguf_file.h"
#include "support/goldens.h"
#include "support/temporary_folder.h"
#include "support/tensors.h"
#include "training/schedule.h"
#include "training/training_model.h"

namespace alcove::training {
namespace {

namespace fs = std::filesystem;

fs::path folder() { return test::goldens() / "qlora" / "tiny"; }

struct Course {
  const char* name;       // in trajectories.json
  const char* finalFile;  // with the weights at the end; empty: there are none
  TrainingOptions options;
  const char* optimizer;
  OptimizerOptions settings;
  double lossTolerance;    // relative
  double weightTolerance;  // absolute
};

std::vector<Course> runs() {
  TrainingOptions lora, full, qlora;
  lora.threads = full.threads = qlora.threads = 1;
  full.method = Method::Full;
  qlora.base = Base::Nf4Double;
  qlora.nf4Rule = quant::Nf4Rule::BitsandbytesCpu;
  OptimizerOptions plain, eight, theirs, large;
  eight.leastValues = theirs.leastValues = 0;
  theirs.codes = quant::DynamicCodes::BitsandbytesCpu;
  return {
      {"full_adamw8bit_min4096_exact", "", full, "adamw8", large, 3e-3, 0},
      {"lora_adamw", "traj_lora_adamw_final", lora, "adamw", plain, 1e-5, 3e-5},
      {"full_adamw", "traj_full_adamw_final", full, "adamw", plain, 1e-5, 3e-5},
      {"qlora_nf4dq_adamw", "traj_qlora_nf4dq_final", qlora, "adamw", plain, 1e-5, 3e-5},
      // A value that is rounded to the next code takes another way from there on.
      {"lora_adamw8bit_min0_exact", "traj_lora_adamw8bit_exact_final", lora, "adamw8", eight, 1e-4,
       2e-3},
      {"lora_adamw8bit_min0_bnbcpu", "traj_lora_adamw8bit_bnbcpu_final", lora, "adamw8", theirs,
       1e-4, 2e-3},
  };
}

class Trajectory : public testing::TestWithParam<Course> {
 protected:
  // Micro-batch `index` of the data: [60, 2, 24] in three tensors.
  TrainingBatch batch(std::size_t index) {
    const auto file = formats::SafetensorsFile::open(folder() / "traj_data.safetensors");
    std::string header = "{", data;
    for (const formats::SafeTensor& tensor : file->tensors()) {
      const std::size_t bytes = tensor.data.size() / tensor.shape[0];
      header += (header.size() > 1 ? "," : "") + ("\"" + tensor.name) +
                "\":{\"dtype\":\"I32\",\"shape\":[2," + std::to_string(tensor.shape[2]) +
                "],\"data_offsets\":[" + std::to_string(data.size()) + "," +
                std::to_string(data.size() + bytes) + "]}";
      data.append(reinterpret_cast<const char*>(tensor.data.data()) + index * bytes, bytes);
    }
    header += "}";
    std::uint64_t length = header.size();
    std::string bytes(sizeof length, '\0');
    std::memcpy(bytes.data(), &length, sizeof length);
    return readTrainingBatch(m_folder.write("batch", bytes + header + data));
  }

  // The adapter that all runs begin with, as a folder of PEFT's.
  fs::path adapter() {
    m_folder.write("adapter_config.json",
                   test::readFile(folder() / "lora_adapter" / "adapter_config.json"));
    m_folder.write("adapter_model.safetensors",
                   test::readFile(folder() / "traj_lora_init.safetensors"));
    return m_folder.path();
  }

  test::TemporaryFolder m_folder;
};

TEST_P(Trajectory, GoesTheSameWay) {
  if (!fs::exists(folder())) GTEST_SKIP() << "reference data is missing: " << folder();
  const Course& run = GetParam();
  const auto all = nlohmann::json::parse(test::readFile(folder() / "trajectories.json"));
  const std::vector<double> losses = all[run.name]["loss"], lengths = all[run.name]["grad_norm"];
  const std::vector<double> rates = all["lr"];
  TrainingOptions options = run.options;
  if (options.method == Method::Adapter) options.adapter = adapter();
  TrainingModel model(formats::GgufFile::open(folder() / "tiny-f32.gguf"), options);
  const auto optimizer = createOptimizer(run.optimizer, run.settings);
  const Schedule schedule{Schedule::Kind::Cosine, 0.002, 3, 30};
  for (int step = 0; step < 30; ++step) {
    const TrainingBatch batches[] = {batch(std::size_t(2 * step)),
                                     batch(std::size_t(2 * step + 1))};
    const double targets = double(batches[0].targets.size() + batches[1].targets.size());
    Gradients gradients = model.zeroGradients();
    double loss = 0;
    for (const TrainingBatch& one : batches)
      loss += model.addGradients(one, float(1 / targets), gradients) / targets;
    EXPECT_NEAR(loss, losses[std::size_t(step)], run.lossTolerance * loss) << "step " << step;
    EXPECT_NEAR(clipGradients(gradients, 1), lengths[std::size_t(step)],
                10 * run.lossTolerance * lengths[std::size_t(step)])
        << "step " << step;
    EXPECT_NEAR(schedule.rateAt(step), rates[std::size_t(step)], 1e-12);
    optimizer->step(model.parameters(), gradients, schedule.rateAt(step));
  }
  if (run.finalFile[0] == 0) return;
  const auto expected =
      test::readFloatTensors(folder() / (std::string(run.finalFile) + ".safetensors"));
  EXPECT_EQ(expected.size(), model.parameters().size());
  for (const Parameter& parameter : model.parameters()) {
    ASSERT_TRUE(expected.contains(parameter.name)) << parameter.name;
    const std::vector<float> values = toCheckpointOrder(parameter, parameter.values);
    double worst = 0;
    for (std::size_t i = 0; i < values.size(); ++i)
      worst = std::max(worst,
                       std::abs(double(values[i]) - double(expected.at(parameter.name).values[i])));
    EXPECT_LE(worst, run.weightTolerance) << parameter.name;
  }
}

INSTANTIATE_TEST_SUITE_P(Runs, Trajectory, testing::ValuesIn(runs()),
                         [](const auto& test) { return test.param.name; });

}  // namespace
}  // namespace alcove::training
