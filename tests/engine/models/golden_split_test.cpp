// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// The golden logits with the model divided between two devices: two processors, Vulkan and the
// processor, and two CUDA cards that the processor plays.

#include <alcove/error.h>

#include <map>

#include "backends/split/placement.h"
#include "engine/models/golden_case.h"
#include "support/played_cards.h"

namespace alcove::models {
namespace {

// The parts of a model with two devices, the second of which may be the processor once more.
class GoldenSplit : public GoldenLogits {
 protected:
  using Placement = backends::split::Placement;

  [[nodiscard]] std::map<std::string, Placement> placements() const {
    const int layers = layerCount();
    std::map<std::string, Placement> all;
    Placement& half = all["the first half on the device"] = Placement(std::size_t(layers), 0);
    Placement& second = all["every second layer on the device"] = Placement(std::size_t(layers), 0);
    Placement& experts = all["experts with the processor"] = Placement(std::size_t(layers), 1);
    Placement& caches = all["caches with the processor"] = Placement(std::size_t(layers), 1);
    half.input = 1;
    second.output = 1;
    for (int layer = 0; layer < layers; ++layer) {
      const auto i = std::size_t(layer);
      half.layers[i] = half.caches[i] = half.experts[i] = layer < (layers + 1) / 2 ? 1 : 0;
      second.layers[i] = second.caches[i] = second.experts[i] = layer % 2;
      experts.experts[i] = 0;
      caches.caches[i] = 0;
    }
    return all;
  }

  void checkAll(const char* device, std::initializer_list<std::uint32_t> steps) const {
    for (const auto& [name, placement] : placements()) {
      for (const std::uint32_t step : steps) {
        SCOPED_TRACE(testing::Message() << name << ", slices of " << step);
        ModelOptions options;
        options.threads = 2;
        options.device = device;
        // Vulkan computes with floats and cannot promise the same for every batch.
        options.exactWeights = options.device == "vulkan";
        options.deterministic = !options.exactWeights;
        options.keyType = options.valueType = &quant::kF32;
        options.placement = std::make_shared<const Placement>(placement);
        check(options, step, "float_path");
      }
    }
  }

  [[nodiscard]] int layerCount() const {
    const auto file = formats::GgufFile::open(goldens() / GetParam().name / "model.gguf");
    const std::string architecture(file->string("general.architecture").value());
    return int(file->uint(architecture + ".block_count").value());
  }
};

TEST_P(GoldenSplit, AgreesBetweenTwoProcessors) { checkAll("cpu", {512, 7, 1}); }

TEST_P(GoldenSplit, AgreesBetweenVulkanAndTheProcessor) {
  // Programs that play a card compile shaders for long: of quantised models two stand for all.
  const std::string& name = GetParam().name;
  const bool quantised = name.find("-Q") != std::string::npos ||
                         name.find("-IQ") != std::string::npos ||
                         name.find("-TQ") != std::string::npos;
  if (quantised && name != "mixtral-Q4_K" && name != "llama-Q4_K_M") return;
  try {
    checkAll("vulkan", {7});
  } catch (const Error& error) {  // no device
    if (error.code() != ErrorCode::Device && error.code() != ErrorCode::Unsupported) throw;
    GTEST_SKIP() << error.sentence();
  }
}

// The layers by turns, experts on the other card than their layer.
TEST_P(GoldenSplit, AgreesBetweenTwoCards) {
  // Kernels that the processor plays take long: a few models stand for all.
  constexpr const char* kSome[] = {"gemma2", "llama", "mixtral-Q4_K"};
  if (std::ranges::find(kSome, GetParam().name) == std::end(kSome)) return;
  test::PlayedCards cards;
  cards.play({{}, {}});
  Placement placement(std::size_t(layerCount()), 1);
  placement.output = 2;
  for (std::size_t i = 0; i < placement.layers.size(); ++i) {
    placement.layers[i] = placement.caches[i] = 1 + int(i % 2);
    placement.experts[i] = 2 - int(i % 2);
  }
  ModelOptions options;
  options.threads = 2;
  options.device = "cuda";
  options.cards = {0, 1};
  options.exactWeights = true;
  options.keyType = options.valueType = &quant::kF32;
  options.placement = std::make_shared<const Placement>(placement);
  check(options, 7, "float_path");
  EXPECT_EQ(cards.allocatedBytes(), 0u);
}

INSTANTIATE_TEST_SUITE_P(Cases, GoldenSplit, testing::ValuesIn(cases()), caseName);

}  // namespace
}  // namespace alcove::models
