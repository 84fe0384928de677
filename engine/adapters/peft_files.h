// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>

#include "adapters/adapter_config.h"
#include "adapters/lora.h"

namespace alcove::adapters {

// Throws Error NotFound, Io, Corrupt or Unsupported.
[[nodiscard]] LoraAdapter readPeftAdapter(const std::filesystem::path& folder,
                                          const BaseLayers& base);

// One adapted layer as PEFT stores it.
struct PeftLayer {
  std::int64_t rank = 0;
  std::int64_t inputs = 0;
  std::int64_t outputs = 0;
  std::vector<float> a;          // [rank, inputs]
  std::vector<float> b;          // [outputs, rank], rows in the order of checkpoints
  std::vector<float> magnitude;  // [outputs]; empty: no DoRA
};

// Writes adapter_model.safetensors and then adapter_config.json into `folder`, which is made if it
// is not there; each appears when it is whole. `layers` are by the names of their modules, all
// with magnitudes where the configuration says DoRA and none otherwise; ranks that are not the
// configuration's go into its rank_pattern. `baseModel` is what PEFT is told to put the adapter
// on. Throws Error Io.
void writePeft(const std::filesystem::path& folder, AdapterConfig config,
               const std::map<std::string, PeftLayer>& layers, const std::string& baseModel);

// The same for an adapter in terms of the base's file. Throws Error Unsupported if a layer has no
// name in checkpoints, or if some layers alone are a DoRA's; InvalidArgument if `folder` is there;
// Io; or what `check` throws, which looks at the folder before it gets its name. Then nothing was
// written.
void writePeftAdapter(const std::filesystem::path& folder, const LoraAdapter& adapter,
                      const BaseLayers& base,
                      const std::function<void(const std::filesystem::path&)>& check = {});

}  // namespace alcove::adapters
