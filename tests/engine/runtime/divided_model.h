// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "formats/gguf_file.h"
#include "runtime/engine.h"
#include "runtime/placement_plan.h"
#include "support/layered_model.h"
#include "support/temporary_folder.h"

namespace alcove::runtime {

// A model whose layers are all different, for tests that divide it between devices.
class DividedModel {
 public:
  static constexpr std::uint32_t kLayers = 12;
  static constexpr std::uint64_t kAmple = std::uint64_t(1) << 40;

  DividedModel() {
    test::GgufBuilder model = test::layeredModel({.layers = kLayers});
    std::mt19937 random(7);
    for (test::BuiltTensor& tensor : model.tensors) {
      if (tensor.dims.size() < 2) continue;
      std::normal_distribution<float> normal(0, 1 / std::sqrt(float(tensor.dims[0])));
      tensor.typeId = quant::kF32.ggmlId;
      tensor.data.clear();
      for (std::uint64_t i = 0; i < tensor.dims[0] * tensor.dims[1]; ++i)
        tensor.data += test::rawBytes(normal(random));
    }
    m_path = m_folder.write("model.gguf", model.build());
  }

  // What a device of that kind would hold if it had all.
  [[nodiscard]] planner::Share whole(const char* kind) const {
    PlacementRequest request;
    request.threads = 1;
    request.devices = {{"the processor", "cpu", kAmple}, {"card", kind, kAmple}};
    return planPlacement(formats::GgufFile::open(m_path), request).plan.shares[1];
  }

  [[nodiscard]] std::unique_ptr<Engine> open(const std::string& device,
                                             std::vector<MemoryBudget> budgets = {}) const {
    EngineOptions options;
    options.device = device;
    options.threads = 1;
    options.budgets = std::move(budgets);
    options.speculation = Speculation::Off;
    return Engine::open(m_path, options);
  }
  // "" if it opens.
  [[nodiscard]] std::string refusal(const std::string& device,
                                    std::vector<MemoryBudget> budgets = {}) const {
    try {
      (void)open(device, std::move(budgets));
    } catch (const Error& error) {
      return error.sentence();
    }
    return {};
  }

  // Of all positions of a short sequence.
  [[nodiscard]] static std::vector<float> logits(Engine& engine) {
    std::vector<TokenId> tokens;
    for (int i = 0; i < 5; ++i) tokens.push_back(i * 37 % 300);
    return engine.logits(tokens, std::uint32_t(tokens.size()));
  }
  // The answers of two devices to the same question differ by their roundings alone.
  static void expectSame(const std::vector<float>& actual, const std::vector<float>& expected) {
    ASSERT_EQ(actual.size(), expected.size());
    double error = 0, energy = 0;
    for (std::size_t i = 0; i < actual.size(); ++i) {
      error += std::pow(double(actual[i]) - expected[i], 2);
      energy += std::pow(double(expected[i]), 2);
    }
    ASSERT_GT(energy, 0);
    EXPECT_LE(error / energy, 1e-5);
  }

 private:
  test::TemporaryFolder m_folder;
  std::filesystem::path m_path;
};

[[nodiscard]] inline std::size_t timesIn(const std::string& text, const std::string& part) {
  std::size_t times = 0;
  for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1))
    ++times;
  return times;
}

}  // namespace alcove::runtime
