// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cmath>
#include <random>
#include <vector>

#include "adapters/lora.h"

namespace alcove::adapters {

inline std::vector<float> randomFloats(std::int64_t count, float spread, std::mt19937& random) {
  std::normal_distribution<float> normal(0, spread);
  std::vector<float> values(static_cast<std::size_t>(count));
  for (float& value : values) value = normal(random);
  return values;
}

// An adapter of every linear layer of the base, with numbers that make a difference. Ranks and
// scales vary from layer to layer.
inline LoraAdapter littleAdapter(const BaseLayers& base, bool dora, std::uint32_t seed = 3) {
  std::mt19937 random(seed);
  LoraAdapter adapter;
  for (const ModelTensor& tensor : base.layers()) {
    LoraLayer layer;
    layer.tensor = tensor.fileName;
    layer.inputs = tensor.shape.columns();
    layer.outputs = tensor.shape.rows();
    layer.rank = 2 + std::int64_t(adapter.layers.size() % 2);
    layer.scale = adapter.layers.size() % 3 == 0 ? 1.5 : 0.5;
    layer.a = randomFloats(layer.rank * layer.inputs, 1 / std::sqrt(float(layer.inputs)), random);
    layer.b = randomFloats(layer.outputs * layer.rank, 0.3f, random);
    if (dora) {
      layer.magnitude = randomFloats(layer.outputs, 0.1f, random);
      for (float& value : layer.magnitude) value += 1;
    }
    adapter.layers.push_back(std::move(layer));
  }
  finishAdapter(adapter, "little");
  return adapter;
}

}  // namespace alcove::adapters
