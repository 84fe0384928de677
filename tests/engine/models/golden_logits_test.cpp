// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Logits of small models of every architecture against those of independent implementations, on the
// exact path (decoded weights × floats), on the fast one (integer arithmetic), on Vulkan and on
// CUDA: all are held to the tolerance of float arithmetic.

#include <alcove/error.h>

#include <cstdlib>

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

TEST_P(GoldenLogits, AgreeOnVulkan) { checkDevice("vulkan", {512, 7, 1}); }

// A processor that plays the card takes its time: then these have to do.
bool isForEmulatedCard(std::string_view name) {
  constexpr std::string_view kNames[] = {"llama-Q4_K_M", "gemma2-Q4_0", "gpt-oss-MXFP4", "dbrx",
                                         "falcon7b"};
  return std::ranges::find(kNames, name) != std::end(kNames);
}

TEST_P(GoldenLogits, AgreeOnCuda) {
  if (std::getenv("ALCOVE_CUDA_MODULE") == nullptr) return checkDevice("cuda", {512, 7, 1});
  if (!isForEmulatedCard(GetParam().name)) GTEST_SKIP() << "left to a card";
  checkDevice("cuda", {512, 7});
}

INSTANTIATE_TEST_SUITE_P(Cases, GoldenLogits, testing::ValuesIn(cases()), caseName);

}  // namespace
}  // namespace alcove::models
