// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>

#include "adapters/lora.h"

namespace alcove::adapters {

// An adapter as llama.cpp loads it: a GGUF file with general.type "adapter", adapter.type "lora",
// adapter.lora.alpha, and for each adapted tensor of the base NAME.lora_a [rank, inputs] and
// NAME.lora_b [outputs, rank]; the scale is alpha / rank. Every count, name and shape is held
// against the base. Source: llama.cpp's converter and loader of adapters.

// Throws Error NotFound, Io, Corrupt, Unsupported or InvalidArgument (another architecture).
[[nodiscard]] LoraAdapter readGgufAdapter(const std::filesystem::path& path,
                                          const BaseLayers& base);

// Writes all in F32. One alpha goes for all layers: where their scales want several, the difference
// goes into B. `check`, if given, looks at the file before it gets its name and may throw. Throws
// Error Unsupported (a DoRA, which the format cannot say) or Io; then nothing was written.
void writeGgufAdapter(const std::filesystem::path& path, const LoraAdapter& adapter,
                      const BaseLayers& base,
                      const std::function<void(const std::filesystem::path&)>& check = {});

}  // namespace alcove::adapters
