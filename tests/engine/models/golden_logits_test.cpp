// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Logits of small models of every architecture against those of independent implementations, on the
// exact path (decoded weights × floats), on the fast one (integer arithmetic) and on Vulkan: all
// are held to the tolerance of float arithmetic.

#include <alcove/error.h>

#include "engine/models/golden_case.h"

namespace alcove::models {
namespace {

struct Setting {
  bool exact;
  std::uint32_t step;  // tokens per forward(): the whole prompt, odd slices, one by one
  bool deterministic = true;

  [[nodiscard]] std::string name() const {
    return fmt::format("{} in slices of {}",
                       exact           ? "exact"
                       : deterministic ? "deterministic"
                                       : "fast",
                       step);
  }
};

TEST_P(GoldenLogits, AgreeWithinTolerance) {
  for (const Setting& setting : {Setting{true, 512},
                                 {true, 7},
                                 {false, 512},
                                 {false, 33},
                                 {false, 1},
                                 {false, 512, false}}) {
    SCOPED_TRACE(setting.name());
    ModelOptions options;
    options.threads = 2;
    options.exactWeights = setting.exact;
    options.deterministic = setting.deterministic;
    options.keyType = options.valueType = &quant::kF32;
    check(options, setting.step, setting.deterministic ? "float_path" : "q8_path");
  }
}

TEST_P(GoldenLogits, AgreeOnVulkan) {
  ModelOptions options;
  options.device = "vulkan";
  options.keyType = options.valueType = &quant::kF32;
  for (const std::uint32_t step : {512u, 7u, 1u}) {
    SCOPED_TRACE(step);
    try {
      check(options, step, "float_path");
    } catch (const Error& error) {  // no device, or an op without a kernel
      if (error.code() != ErrorCode::Device && error.code() != ErrorCode::Unsupported) throw;
      GTEST_SKIP() << error.sentence();
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Cases, GoldenLogits, testing::ValuesIn(cases()), caseName);

}  // namespace
}  // namespace alcove::models
