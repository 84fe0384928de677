// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "adapters/adapted_rows.h"

#include <cmath>

namespace alcove::adapters {

double addChange(const LoraLayer& layer, std::int64_t index, std::span<float> row) {
  for (std::int64_t k = 0; k < layer.rank; ++k) {
    const float factor = float(layer.scale * double(layer.b[std::size_t(index * layer.rank + k)]));
    const float* a = layer.a.data() + k * layer.inputs;
    for (std::size_t i = 0; i < row.size(); ++i) row[i] += factor * a[i];
  }
  if (layer.magnitude.empty()) return 1;
  double squares = 0;
  for (const float value : row) squares += double(value) * double(value);
  return squares > 0 ? double(layer.magnitude[std::size_t(index)]) / std::sqrt(squares) : 1;
}

}  // namespace alcove::adapters
