// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "adapters/base_layers.h"

namespace alcove::adapters {

// How one matrix of a model's file is adapted: W + scale · B A, and with magnitudes each row of
// that brought to the length that its magnitude says (DoRA).
struct LoraLayer {
  std::string tensor;  // of the base's file: "blk.3.attn_q.weight"
  std::int64_t rank = 0;
  std::int64_t inputs = 0;
  std::int64_t outputs = 0;
  double scale = 1;
  std::vector<float> a;          // [rank, inputs]
  std::vector<float> b;          // [outputs, rank], rows in the file's order
  std::vector<float> magnitude;  // [outputs], rows in the file's order; empty: plain LoRA
};

// An adapter in terms of the file of its base, whatever format it came in. All values are finite,
// and every layer is one of the base's, of its shape.
struct LoraAdapter {
  std::string name;               // of its file or folder, for people
  std::vector<LoraLayer> layers;  // sorted by tensor

  [[nodiscard]] bool dora() const;
  // SHA-256 over all that it does, as hexadecimal digits: the same for the same adapter in another
  // format.
  [[nodiscard]] std::string sha256() const;
};

// Reads a folder that PEFT wrote, or a GGUF file. Throws Error NotFound, Io, Corrupt (does not fit
// the base, or itself), Unsupported or InvalidArgument (made for another architecture).
[[nodiscard]] LoraAdapter readAdapter(const std::filesystem::path& path, const BaseLayers& base);

// What both readers end with: puts the layers in order and looks at every number.
void finishAdapter(LoraAdapter& adapter, const std::filesystem::path& path);

}  // namespace alcove::adapters
