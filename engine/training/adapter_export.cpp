// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "training/adapter_export.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <map>
#include <string_view>
#include <utility>

#include "adapters/peft_files.h"

namespace alcove::training {
namespace {

using adapters::PeftLayer;

// Puts the parameter where its name says. False if it is no part of an adapter.
bool place(const Parameter& parameter, std::map<std::string, PeftLayer>& layers) {
  static constexpr std::pair<std::string_view, std::vector<float> PeftLayer::*> kEnds[] = {
      {".lora_A.weight", &PeftLayer::a},
      {".lora_B.weight", &PeftLayer::b},
      {".lora_magnitude_vector.weight", &PeftLayer::magnitude}};
  for (const auto& [end, values] : kEnds) {
    if (!parameter.name.ends_with(end)) continue;
    PeftLayer& layer = layers[parameter.name.substr(0, parameter.name.size() - end.size())];
    layer.*values = toCheckpointOrder(parameter, parameter.values);
    if (values == &PeftLayer::a) {
      layer.rank = parameter.shape[0];
      layer.inputs = parameter.shape[1];
    } else {
      layer.outputs = parameter.shape[0];
    }
    return true;
  }
  return false;
}

}  // namespace

void writeTrainedAdapter(const std::filesystem::path& folder, std::span<const Parameter> parameters,
                         const adapters::AdapterConfig& config, const std::string& baseModel) {
  std::map<std::string, PeftLayer> layers;
  for (const Parameter& parameter : parameters)
    if (!place(parameter, layers))
      throw Error(
          ErrorCode::InvalidArgument,
          fmt::format("'{}' was trained as a whole; it is no part of an adapter.", parameter.name));
  adapters::writePeft(folder, config, layers, baseModel);
}

}  // namespace alcove::training
