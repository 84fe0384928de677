// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Every family of decoders is trained by the graph that its architecture built for inference. Here
// each is held to what the gradient of a loss means: along the gradient of a parameter, the loss
// rises by the gradient's length.

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "formats/gguf_file.h"
#include "support/goldens.h"
#include "training/training_model.h"

namespace alcove::training {
namespace {

namespace fs = std::filesystem;

constexpr double kTolerance = 0.02;
constexpr double kRise = 0.02;  // of the summed loss, by which a parameter is moved

TrainingBatch randomBatch(std::uint32_t vocabulary, std::vector<std::uint32_t> lengths,
                          std::uint32_t seed) {
  std::mt19937 random(seed);
  TrainingBatch batch;
  for (const std::uint32_t length : lengths) {
    for (std::uint32_t i = 0; i < length; ++i) {
      if (i > 1)
        batch.targets.push_back(
            {std::uint32_t(batch.tokens.size()) - 1, std::int32_t(random() % vocabulary)});
      batch.tokens.push_back(std::int32_t(random() % vocabulary));
    }
  }
  batch.lengths = std::move(lengths);
  return batch;
}

std::uint32_t vocabularyOf(const formats::GgufFile& file) {
  return std::uint32_t(file.findTensor("token_embd.weight")->rows());
}

// B is zero in a fresh adapter, and A without a gradient then.
void disturb(std::span<Parameter> parameters) {
  std::mt19937 random(5);
  std::normal_distribution<float> normal(0, 0.05f);
  for (Parameter& parameter : parameters)
    if (parameter.name.find("lora_B") != std::string::npos)
      for (float& value : parameter.values) value = normal(random);
}

double length(const std::vector<float>& values) {
  double squares = 0;
  for (const float value : values) squares += double(value) * double(value);
  return std::sqrt(squares);
}

struct Family {
  const char* name;
  Method method;
  bool dora;
};

class FamilyGradients : public testing::TestWithParam<Family> {
 protected:
  std::shared_ptr<const formats::GgufFile> open() {
    const fs::path path = test::goldens() / GetParam().name / "model.gguf";
    return fs::exists(path) ? formats::GgufFile::open(path) : nullptr;
  }
  TrainingOptions options() {
    TrainingOptions options;
    options.method = GetParam().method;
    options.fresh.dora = GetParam().dora;
    options.fresh.rank = 3;
    options.fresh.alpha = 4;
    options.threads = 1;
    return options;
  }
};

TEST_P(FamilyGradients, AreTheSlopesOfTheLoss) {
  const auto file = open();
  if (!file) GTEST_SKIP() << "reference data is missing: " << GetParam().name;
  TrainingModel model(file, options());
  disturb(model.parameters());
  const TrainingBatch batch = randomBatch(vocabularyOf(*file), {9, 5}, 1);
  auto gradients = model.zeroGradients();
  const double loss = model.addGradients(batch, 1, gradients);
  auto ignored = model.zeroGradients();
  std::size_t checked = 0;
  for (std::size_t i = 0; i < gradients.size(); ++i) {
    Parameter& parameter = model.parameters()[i];
    SCOPED_TRACE(parameter.name);
    // DoRA takes a norm that A and B change as a constant: theirs are no slopes, by definition.
    if (GetParam().dora && parameter.name.find("magnitude") == std::string::npos) continue;
    const double slope = length(gradients[i]);
    ASSERT_TRUE(std::isfinite(slope));
    const double step = kRise / 2 / std::max(slope, 1e-9);
    // Too flat to be measured without leaving where the loss is straight.
    if (step > 0.03 * (length(parameter.values) + 0.1)) continue;
    const std::vector<float> kept = parameter.values;
    const auto lossAt = [&](double distance) {
      for (std::size_t k = 0; k < kept.size(); ++k)
        parameter.values[k] = kept[k] + float(distance / slope * double(gradients[i][k]));
      return model.addGradients(batch, 0, ignored);
    };
    const double above = lossAt(step), below = lossAt(-step);
    parameter.values = kept;
    // A router that chooses another expert on the way makes the loss jump.
    if (std::abs(above + below - 2 * loss) > kRise / 4) continue;
    ++checked;
    EXPECT_NEAR((above - below) / (2 * step) / slope, 1, kTolerance);
  }
  EXPECT_GE(checked, gradients.size() / (GetParam().dora ? 4 : 2)) << "of " << gradients.size();
}

TEST_P(FamilyGradients, OfExamplesTogetherAreTheSumOfEachAlone) {
  const auto file = open();
  if (!file) GTEST_SKIP() << "reference data is missing: " << GetParam().name;
  TrainingModel model(file, options());
  disturb(model.parameters());
  const TrainingBatch together = randomBatch(vocabularyOf(*file), {9, 3, 6}, 2);
  auto gradients = model.zeroGradients(), sums = model.zeroGradients();
  const double loss = model.addGradients(together, 1, gradients);
  double sum = 0;
  std::uint32_t first = 0;
  for (const std::uint32_t count : together.lengths) {
    TrainingBatch alone;
    alone.tokens.assign(together.tokens.begin() + first, together.tokens.begin() + first + count);
    alone.lengths = {count};
    for (const TrainingBatch::Target& target : together.targets)
      if (target.at >= first && target.at < first + count)
        alone.targets.push_back({target.at - first, target.token});
    sum += model.addGradients(alone, 1, sums);
    first += count;
  }
  EXPECT_NEAR(loss, sum, 1e-5 * loss);
  for (std::size_t i = 0; i < gradients.size(); ++i) {
    double gap = 0;
    for (std::size_t k = 0; k < sums[i].size(); ++k)
      gap = std::max(gap, std::abs(double(gradients[i][k]) - double(sums[i][k])));
    EXPECT_LE(gap, 1e-5 * (length(sums[i]) + 1e-3)) << model.parameters()[i].name;
  }
}

TEST_P(FamilyGradients, AreTheSameBitsWhereActivationsAreComputedAgain) {
  const auto file = open();
  if (!file) GTEST_SKIP() << "reference data is missing: " << GetParam().name;
  TrainingOptions thrifty = options();
  thrifty.recompute = true;
  TrainingModel holding(file, options()), computing(file, thrifty);
  disturb(holding.parameters());
  disturb(computing.parameters());
  const TrainingBatch batch = randomBatch(vocabularyOf(*file), {9, 5}, 3);
  auto expected = holding.zeroGradients(), gradients = computing.zeroGradients();
  const double loss = holding.addGradients(batch, 1, expected);
  EXPECT_EQ(computing.addGradients(batch, 1, gradients), loss);
  EXPECT_EQ(gradients, expected);
  EXPECT_LT(computing.activationBytes(64, 32), holding.activationBytes(64, 32));
}

std::vector<Family> families() {
  std::vector<Family> all;
  for (const char* name :
       {"arctic",        "dbrx",        "falcon40b",   "falcon7b",     "gemma",
        "gemma2",        "gemma3",      "gpt-oss",     "llama",        "llama-rope3-tied",
        "llama-yarn",    "mistral-swa", "mixtral",     "olmo2",        "phi3",
        "phi3-longrope", "qwen2",       "qwen2moe",    "qwen3",        "qwen3moe",
        "starcoder2",    "llama-Q4_K",  "gemma2-Q6_K", "mixtral-Q8_0", "gpt-oss-MXFP4"}) {
    all.push_back({name, Method::Adapter, false});
    if (std::string_view(name).find("-Q") == std::string_view::npos)
      all.push_back({name, Method::Full, false});
  }
  for (const char* name : {"llama", "qwen2", "phi3", "falcon7b"})
    all.push_back({name, Method::Adapter, true});
  return all;
}

INSTANTIATE_TEST_SUITE_P(Families, FamilyGradients, testing::ValuesIn(families()),
                         [](const auto& test) {
                           std::string name = test.param.name;
                           std::ranges::replace(name, '-', '_');
                           return name + (test.param.method == Method::Full ? "_full"
                                          : test.param.dora                 ? "_dora"
                                                                            : "_lora");
                         });

}  // namespace
}  // namespace alcove::training
