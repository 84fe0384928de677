// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "models/architecture.h"
#include "models/model.h"

namespace alcove::models {

// A model as its file describes it: everything but a device. Graphs that it builds point into it.
// Immutable; safe to use from any thread.
class Definition {
 public:
  // Throws Error Corrupt or Unsupported.
  explicit Definition(std::shared_ptr<const formats::GgufFile> file);

  [[nodiscard]] const ModelConfig& config() const { return m_config; }
  [[nodiscard]] const char* architecture() const { return m_architecture.name; }
  [[nodiscard]] const WeightSet& weights() const { return m_weights; }
  [[nodiscard]] bool generates() const { return m_architecture.generates && m_config.causal; }
  // The tensors that the architecture reads, with the parts of those that hold several weights.
  [[nodiscard]] std::vector<TensorSpec> tensors() const;

  [[nodiscard]] graph::Graph build(ops::BatchShape shape, Output output) const;
  // With every weight that the model uses.
  [[nodiscard]] graph::Graph buildWhole(ops::BatchShape shape) const;

  // Model::switchLengthTokens(), Model::windowTokens()
  [[nodiscard]] std::uint32_t switchLengthTokens() const;
  [[nodiscard]] std::uint32_t windowTokens() const;
  // Throws Error Unsupported if the heads are no whole number of a type's blocks.
  [[nodiscard]] cache::KvLayout kvLayout(const ModelOptions& options) const;

 private:
  void requireWholeBlocks(const quant::BlockType& type, std::uint32_t dim, const char* what) const;

  std::filesystem::path m_path;
  ConfigReader m_reader;
  const Architecture& m_architecture;
  ModelConfig m_config;
  WeightSet m_weights;
  std::vector<RopeTable> m_ropes;
};

}  // namespace alcove::models
