// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "adapters/adapter_config.h"
#include "formats/safetensors_file.h"

namespace alcove::adapters {

// An adapter as PEFT writes it: adapter_config.json and adapter_model.safetensors in a folder.
class PeftAdapter {
 public:
  struct Layer {
    const formats::SafeTensor* a = nullptr;          // [rank, inputs]
    const formats::SafeTensor* b = nullptr;          // [outputs, rank]
    const formats::SafeTensor* magnitude = nullptr;  // [outputs]: DoRA
  };

  // Throws Error NotFound, Io, Corrupt (a layer that lacks a part, shapes that do not fit) or
  // Unsupported (tensors that are no part of linear layers' adapters).
  explicit PeftAdapter(const std::filesystem::path& folder);

  [[nodiscard]] const AdapterConfig& config() const { return m_config; }
  // By the names of the adapted layers.
  [[nodiscard]] const std::map<std::string, Layer>& layers() const { return m_layers; }

 private:
  void add(const formats::SafeTensor& tensor);
  void check(const std::string& module, const Layer& layer) const;

  std::filesystem::path m_path;
  AdapterConfig m_config;
  std::shared_ptr<const formats::SafetensorsFile> m_file;
  std::map<std::string, Layer> m_layers;
};

// All values of a tensor as floats. Throws Error Unsupported if they are no plain numbers.
[[nodiscard]] std::vector<float> floatsOf(const formats::SafeTensor& tensor);

}  // namespace alcove::adapters
