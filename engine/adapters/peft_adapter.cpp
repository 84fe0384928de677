// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "adapters/peft_adapter.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <string_view>
#include <utility>

namespace alcove::adapters {
namespace {

constexpr std::string_view kFront = "base_model.model.";

}  // namespace

PeftAdapter::PeftAdapter(const std::filesystem::path& folder)
    : m_path(folder / "adapter_model.safetensors"),
      m_config(readAdapterConfig(folder)),
      m_file(formats::SafetensorsFile::open(m_path)) {
  for (const formats::SafeTensor& tensor : m_file->tensors()) add(tensor);
  for (const auto& [module, layer] : m_layers) check(module, layer);
  if (m_layers.empty())
    throw Error(ErrorCode::Corrupt, "The adapter adapts no layer.", m_path.string());
}

void PeftAdapter::add(const formats::SafeTensor& tensor) {
  static constexpr std::pair<std::string_view, const formats::SafeTensor * Layer::*> kEnds[] = {
      {".lora_A.weight", &Layer::a},
      {".lora_B.weight", &Layer::b},
      {".lora_magnitude_vector", &Layer::magnitude},
      {".lora_magnitude_vector.weight", &Layer::magnitude},
  };
  std::string_view name = tensor.name;
  if (name.starts_with(kFront)) name.remove_prefix(kFront.size());
  for (const auto& [end, part] : kEnds) {
    if (!name.ends_with(end)) continue;
    const formats::SafeTensor*& place =
        m_layers[std::string(name.substr(0, name.size() - end.size()))].*part;
    if (place)
      throw Error(ErrorCode::Corrupt,
                  fmt::format("The tensor '{}' appears under two names.", tensor.name),
                  m_path.string());
    place = &tensor;
    return;
  }
  throw Error(ErrorCode::Unsupported,
              fmt::format("The adapter has the tensor '{}', which is no part of a linear layer's "
                          "adapter.",
                          tensor.name),
              m_path.string());
}

void PeftAdapter::check(const std::string& module, const Layer& layer) const {
  const auto corrupt = [&](const char* what) {
    throw Error(ErrorCode::Corrupt, fmt::format("The adapter of '{}' {}.", module, what),
                m_path.string());
  };
  if (!layer.a || !layer.b) corrupt("lacks one of its two matrices");
  if (m_config.dora != (layer.magnitude != nullptr))
    corrupt(m_config.dora ? "lacks its magnitudes, although it is a DoRA"
                          : "has magnitudes, although it is no DoRA");
  if (layer.a->shape.size() != 2 || layer.b->shape.size() != 2 ||
      layer.a->shape[0] != layer.b->shape[1] || layer.a->data.empty() || layer.b->data.empty())
    corrupt("has matrices whose ranks do not fit each other");
  if (layer.magnitude &&
      layer.magnitude->data.size() / layer.magnitude->dtype->bytes != layer.b->shape[0])
    corrupt("has another number of magnitudes than of outputs");
}

std::vector<float> floatsOf(const formats::SafeTensor& tensor) {
  if (!tensor.dtype->decode)
    throw Error(ErrorCode::Unsupported,
                fmt::format("The tensor '{}' is stored as {}, which are no plain numbers.",
                            tensor.name, tensor.dtype->name));
  std::vector<float> values(tensor.data.size() / tensor.dtype->bytes);
  tensor.dtype->decode(tensor.data.data(), values.data(), values.size());
  return values;
}

}  // namespace alcove::adapters
