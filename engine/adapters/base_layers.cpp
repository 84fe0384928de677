// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "adapters/base_layers.h"

#include <algorithm>

#include "formats/gguf_file.h"

namespace alcove::adapters {

BaseLayers::BaseLayers(std::shared_ptr<const formats::GgufFile> file)
    : m_file(std::move(file)),
      m_definition(m_file),
      m_graph(m_definition.buildWhole({1, 1})),
      m_layers(linearTensors(m_definition, *m_file, m_graph)) {}

std::string_view BaseLayers::architecture() const {
  return m_file->string("general.architecture").value_or(m_definition.architecture());
}

std::string BaseLayers::name() const {
  const auto name = m_file->string("general.name");
  return name && !name->empty() ? std::string(*name) : m_file->path().stem().string();
}

const ModelTensor* BaseLayers::byTensor(std::string_view fileName) const {
  const auto found = std::ranges::find(m_layers, fileName, &ModelTensor::fileName);
  return found == m_layers.end() ? nullptr : &*found;
}

const ModelTensor* BaseLayers::byModule(std::string_view module) const {
  const auto found = std::ranges::find_if(m_layers, [&](const ModelTensor& layer) {
    return !layer.name.empty() && layer.module() == module;
  });
  return found == m_layers.end() ? nullptr : &*found;
}

}  // namespace alcove::adapters
