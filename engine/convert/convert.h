// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "base/progress.h"
#include "quant/block_type.h"

namespace alcove::convert {

struct ConvertOptions {
  // How matrices are stored: F32, F16 or BF16; nothing: as most of them are in the checkpoint.
  // Norms, biases and routers are always F32, blocks that are quantised already stay as they are.
  const quant::BlockType* type = nullptr;
  base::Progress progress;
  // Looks at the finished file before it is put in place; throws where it is no good.
  std::function<void(const std::filesystem::path& written)> check;
};

// What was written.
struct ConvertResult {
  std::string architecture;
  const quant::BlockType* type = nullptr;
  std::uint64_t tensors = 0;
  std::uint64_t bytes = 0;
};

// Turns a folder as Hugging Face publishes models (config.json, safetensors, tokenizer files) into
// one GGUF file, which appears under its name when it is whole. Memory is some megabytes beyond the
// vocabulary: weights are mapped and pass through row by row. Throws Error NotFound, Io, Corrupt,
// Unsupported (a family, a tensor, a tokenizer that is not known: nothing is left out or guessed)
// or LimitExceeded, and what `progress` and `check` throw; then nothing is left behind.
ConvertResult convert(const std::filesystem::path& folder, const std::filesystem::path& out,
                      const ConvertOptions& options);

}  // namespace alcove::convert
