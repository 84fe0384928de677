// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "adapters/bind.h"

#include <algorithm>

#include "adapters/adapted_rows.h"

namespace alcove::adapters {
namespace {

// Each row's length in the adapted matrix over that in the base's.
std::vector<float> factorsOf(const LoraLayer& layer, const ModelTensor& tensor) {
  std::vector<float> factors(std::size_t(layer.outputs));
  std::vector<float> row(std::size_t(layer.inputs));
  for (const ModelTensor::Part& part : tensor.parts) {
    const ops::TensorView view = part.weight->view();
    for (std::int64_t r = 0; r < view.rows(); ++r) {
      view.decodeRow(r, row.data());
      factors[std::size_t(part.firstRow + r)] = float(addChange(layer, part.firstRow + r, row));
    }
  }
  return factors;
}

// The rows of a part as a matrix of their own, each times the layer's scale and its factor.
std::vector<float> scaledRows(const LoraLayer& layer, const std::vector<float>& factors,
                              std::int64_t first, std::int64_t count) {
  std::vector<float> rows(layer.b.begin() + first * layer.rank,
                          layer.b.begin() + (first + count) * layer.rank);
  for (std::int64_t r = 0; r < count; ++r) {
    const double factor = factors.empty() ? 1 : double(factors[std::size_t(first + r)]);
    for (std::int64_t k = 0; k < layer.rank; ++k) {
      float& value = rows[std::size_t(r * layer.rank + k)];
      value = float(double(value) * layer.scale * factor);
    }
  }
  return rows;
}

}  // namespace

std::shared_ptr<const models::Adapter> bindAdapter(const LoraAdapter& adapter,
                                                   const BaseLayers& base) {
  auto bound = std::make_shared<models::Adapter>();
  bound->identity = adapter.sha256();
  for (const LoraLayer& layer : adapter.layers) {
    const ModelTensor* tensor = base.byTensor(layer.tensor);
    ALCOVE_ASSERT(tensor);
    std::vector<float> factors;
    if (!layer.magnitude.empty()) factors = factorsOf(layer, *tensor);
    const graph::Weight a =
        bound->keep(layer.tensor + ".lora_a", {layer.rank, layer.inputs}, layer.a);
    for (const ModelTensor::Part& part : tensor->parts) {
      const std::int64_t count = part.weight->desc.shape.rows();
      const std::string& name = part.weight->name;
      models::LinearChange& change = bound->changes[name];
      change.a = a;
      change.b = bound->keep(name + ".lora_b", {count, layer.rank},
                             scaledRows(layer, factors, part.firstRow, count));
      if (factors.empty()) continue;
      std::vector<float> more(factors.begin() + part.firstRow,
                              factors.begin() + part.firstRow + count);
      for (float& factor : more) factor -= 1;
      change.factors = bound->keep(name + ".factors", {count}, std::move(more));
      change.ones = bound->keep(name + ".ones", {count}, std::vector<float>(std::size_t(count), 1));
    }
  }
  return bound;
}

}  // namespace alcove::adapters
