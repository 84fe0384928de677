// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/model_tensors.h"

namespace alcove::adapters {

// The linear layers of a model, as adapters name them. Reads the file's header alone. Immutable;
// safe to use from any thread.
class BaseLayers {
 public:
  // Throws Error Corrupt or Unsupported: the file is no model.
  explicit BaseLayers(std::shared_ptr<const formats::GgufFile> file);

  [[nodiscard]] const formats::GgufFile& file() const { return *m_file; }
  [[nodiscard]] const std::shared_ptr<const formats::GgufFile>& sharedFile() const {
    return m_file;
  }
  [[nodiscard]] const models::ModelConfig& config() const { return m_definition.config(); }
  // GGUF's name of it.
  [[nodiscard]] std::string_view architecture() const;
  // general.name, or the file's name.
  [[nodiscard]] std::string name() const;
  [[nodiscard]] std::span<const ModelTensor> layers() const { return m_layers; }

  // Null if there is none.
  [[nodiscard]] const ModelTensor* byTensor(std::string_view fileName) const;
  [[nodiscard]] const ModelTensor* byModule(std::string_view module) const;

 private:
  std::shared_ptr<const formats::GgufFile> m_file;
  models::Definition m_definition;
  graph::Graph m_graph;
  std::vector<ModelTensor> m_layers;
};

}  // namespace alcove::adapters
