// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "models/rope_table.h"

#include <fmt/format.h>

#include <cmath>

#include "models/rope_frequencies.h"

namespace alcove::models {
namespace {

std::span<const float> factorsOf(const ConfigReader& reader, const WeightSet& weights,
                                 const std::string& name) {
  const graph::Weight* weight = weights.find(name);
  if (!weight) return {};
  const std::span factors(weight->view().row(0), std::size_t(weight->desc.shape.values()));
  for (const float factor : factors)
    if (!std::isfinite(factor) || factor <= 0)
      reader.corrupt(
          fmt::format("The tensor '{}' holds a value that is not a positive number.", name));
  return factors;
}

}  // namespace

std::vector<TensorSpec> ropeFactorSpecs(const ModelConfig& config) {
  std::vector<TensorSpec> specs;
  for (const RopeConfig& rope : config.ropes)
    for (const std::string& name : {rope.factors, rope.longFactors})
      if (!name.empty()) specs.push_back({name, {config.ropeDim / 2}, true});
  return specs;
}

std::vector<RopeTable> makeRopeTables(const ConfigReader& reader, const ModelConfig& config,
                                      WeightSet& weights) {
  std::vector<RopeTable> tables;
  for (const RopeConfig& rope : config.ropes) {
    const std::string name = fmt::format("rope.{}.frequencies", tables.size());
    const auto add = [&](const std::string& weight, const std::string& factors) {
      const RopeFrequencies made =
          ropeFrequencies(rope, config.ropeDim, factorsOf(reader, weights, factors));
      tables.back().magnitude = made.magnitude;
      return &weights.add(weight, {config.ropeDim / 2}, made.values);
    };
    tables.emplace_back();
    tables.back().frequencies = add(name, rope.factors);
    const bool differs = weights.find(rope.factors) || weights.find(rope.longFactors);
    if (rope.longFactors.empty() || !differs) continue;
    tables.back().longFrequencies = add(name + ".long", rope.longFactors);
    tables.back().switchTokens = rope.scaling.originalContextTokens;
  }
  return tables;
}

}  // namespace alcove::models
