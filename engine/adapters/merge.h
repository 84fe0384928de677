// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>

#include "adapters/lora.h"
#include "quantize/quantizer.h"

namespace alcove::adapters {

struct MergeOptions {
  double scale = 1;                    // of the adapter as a whole; 1 for a DoRA
  const quantize::Mix* mix = nullptr;  // null: every tensor keeps its type
  bool allowRequantize = false;        // weights that are quantised already become `mix`
  int threads = 0;                     // 0: the physical cores
  std::function<void(std::uint64_t doneBytes, std::uint64_t totalBytes, std::size_t tensor)>
      onProgress;
  // Looks at the whole result before it gets its name, and may throw.
  std::function<void(const std::filesystem::path&)> check;
};

// Writes the base with the adapter in its weights, W + scale · B A row by row in single precision,
// under `target`, which appears when it is whole. Metadata are the base's, but for general.name and
// what says where the model comes from: general.base_model.0.name, alcove.base.sha256 (of the
// base's file; of the parts' hashes for a split one), alcove.adapter.name, alcove.adapter.sha256
// and alcove.adapter.scale. Throws Error InvalidArgument, Unsupported (a type that cannot be
// written), Corrupt, Io or what the callbacks throw; then nothing was written.
void mergeAdapter(const LoraAdapter& adapter, const BaseLayers& base,
                  const std::filesystem::path& target, const MergeOptions& options);

}  // namespace alcove::adapters
