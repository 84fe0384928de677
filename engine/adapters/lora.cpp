// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "adapters/lora.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "adapters/gguf_adapter.h"
#include "adapters/peft_files.h"
#include "base/sha256.h"

namespace alcove::adapters {
namespace {

void append(std::string& bytes, const std::vector<float>& values) {
  bytes.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float));
}

bool allFinite(const std::vector<float>& values) {
  return std::ranges::all_of(values, [](float value) { return std::isfinite(value); });
}

}  // namespace

bool LoraAdapter::dora() const {
  return std::ranges::any_of(layers,
                             [](const LoraLayer& layer) { return !layer.magnitude.empty(); });
}

std::string LoraAdapter::sha256() const {
  std::string hashes;
  for (const LoraLayer& layer : layers) {
    // The scale as a file in single precision has it.
    std::string bytes = fmt::format("{} {} {} {} {}\n", layer.tensor, layer.rank, layer.inputs,
                                    layer.outputs, float(layer.scale));
    append(bytes, layer.a);
    append(bytes, layer.b);
    append(bytes, layer.magnitude);
    hashes += base::sha256Hex(bytes);
  }
  return base::sha256Hex(hashes);
}

LoraAdapter readAdapter(const std::filesystem::path& path, const BaseLayers& base) {
  std::error_code error;
  return std::filesystem::is_directory(path, error) ? readPeftAdapter(path, base)
                                                    : readGgufAdapter(path, base);
}

void finishAdapter(LoraAdapter& adapter, const std::filesystem::path& path) {
  if (adapter.layers.empty())
    throw Error(ErrorCode::Corrupt, "The adapter adapts no layer.", path.string());
  std::ranges::sort(adapter.layers, std::less(), &LoraLayer::tensor);
  for (const LoraLayer& layer : adapter.layers)
    if (!std::isfinite(layer.scale) || !allFinite(layer.a) || !allFinite(layer.b) ||
        !allFinite(layer.magnitude))
      throw Error(
          ErrorCode::Corrupt,
          fmt::format("The adapter of '{}' holds a value that is not a number.", layer.tensor),
          path.string());
  // A path that ends in a slash has no file name.
  const auto clean = path.has_filename() ? path : path.parent_path();
  adapter.name = clean.stem().string();
}

}  // namespace alcove::adapters
