// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// AdamW in 32 and in eight bits against the steps that PyTorch and bitsandbytes took.

#include <alcove/error.h>
#include <gtest/gtest.h>

#include <cmath>

#include "support/goldens.h"
#include "support/tensors.h"
#include "training/optimizer.h"

namespace alcove::training {
namespace {

struct Course {
  const char* file;
  const char* optimizer;
  quant::DynamicCodes codes;
};

class OptimizerGolden : public testing::TestWithParam<Course> {};

TEST_P(OptimizerGolden, TakesTheSameSixSteps) {
  const auto path =
      test::goldens() / "qlora" / "nf4" / (std::string(GetParam().file) + ".safetensors");
  if (!std::filesystem::exists(path)) GTEST_SKIP() << "reference data is missing: " << path;
  const auto golden = test::readFloatTensors(path);
  OptimizerOptions options;
  options.leastValues = 0;
  options.codes = GetParam().codes;
  const auto optimizer = createOptimizer(GetParam().optimizer, options);
  std::vector<Parameter> parameters(1);
  parameters[0].values = golden.at("p0").values;
  for (int step = 1; step <= 6; ++step) {
    optimizer->step(parameters, {golden.at("g" + std::to_string(step - 1)).values}, 0.01);
    const auto& expected = golden.at("p" + std::to_string(step)).values;
    double worst = 0;
    for (std::size_t i = 0; i < expected.size(); ++i)
      worst = std::max(worst, std::abs(double(parameters[0].values[i]) - double(expected[i])));
    // A code that is one off moves a value by far more than this.
    EXPECT_LE(worst, 2e-7) << "step " << step;
  }
  const std::size_t count = parameters[0].values.size();
  if (std::string_view(GetParam().optimizer) == "adamw8")
    EXPECT_LT(optimizer->stateBytes(), count * 2 + count / 16);
  else
    EXPECT_EQ(optimizer->stateBytes(), count * 8);
}

INSTANTIATE_TEST_SUITE_P(
    Runs, OptimizerGolden,
    testing::Values(Course{"adamw32_6steps", "adamw", quant::DynamicCodes::Nearest},
                    Course{"adamw8bit_6steps_exact", "adamw8", quant::DynamicCodes::Nearest},
                    Course{"adamw8bit_6steps_bnbcpu", "adamw8",
                           quant::DynamicCodes::BitsandbytesCpu}),
    [](const auto& test) { return test.param.file; });

TEST(Optimizers, NameThoseThatThereAre) {
  try {
    (void)createOptimizer("sgd", {});
    FAIL();
  } catch (const Error& error) {
    EXPECT_NE(error.sentence().find("adamw, adamw8"), std::string::npos);
  }
}

}  // namespace
}  // namespace alcove::training
