// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "formats/gguf_file.h"
#include "quantize/importance_matrix.h"
#include "quantize/mix.h"

namespace alcove::formats {
class GgufWriter;
}

namespace alcove::quantize {

// Changes weights on their way: rows from `firstRow` on, as they were decoded, one behind the
// other. Called from several threads at once, each with rows of its own; must not throw.
using RowEdit = std::function<void(std::uint64_t firstRow, std::span<float> values)>;

// What becomes of one tensor.
struct TensorPlan {
  const formats::GgufTensor* tensor = nullptr;
  const quant::BlockType* type = nullptr;               // in the result
  const quant::BlockType* wanted = nullptr;             // by the mix, where the rows do not fit it
  const ImportanceMatrix::Entry* importance = nullptr;  // null: all columns count the same
  RowEdit edit = {};                                    // empty: weights stay what they are

  [[nodiscard]] bool copied() const { return type == tensor->type && !edit; }
  [[nodiscard]] bool fellBack() const { return wanted != nullptr; }
  [[nodiscard]] std::uint64_t bytes() const {
    return quant::rowBytes(*type, tensor->columns()) * tensor->rows();
  }
};

struct QuantizeOptions {
  const Mix* mix = nullptr;  // null: every tensor keeps its type
  bool allowRequantize = false;
  const ImportanceMatrix* importance = nullptr;
  std::string importanceFile;  // its name, for the result's metadata
  int threads = 0;             // 0: the physical cores
  // Between pieces, on the calling thread; may throw and so end the work. Bytes are those of the
  // source's tensors; `tensor` counts from 0.
  std::function<void(std::uint64_t doneBytes, std::uint64_t totalBytes, std::size_t tensor)>
      onProgress;
  // The change of a tensor, if it has one; each matrix of it counts its rows on.
  std::function<RowEdit(const formats::GgufTensor&)> editOf = {};
  // Adds to the metadata of the result.
  std::function<void(formats::GgufWriter&)> onMetadata = {};
  // Looks at the whole result before it gets its name; may throw, and then nothing was written.
  std::function<void(const std::filesystem::path&)> check = {};
};

// What each tensor of `file` will be, in the file's order. Throws Error InvalidArgument: a tensor
// is quantised already and the options do not allow it to be quantised again, or the importance
// matrix is that of another model. Unsupported: a tensor is changed whose type cannot be written.
[[nodiscard]] std::vector<TensorPlan> planTensors(const formats::GgufFile& file,
                                                  const QuantizeOptions& options);

// Writes the model under `target`, which appears when it is whole: metadata as in `file`, but for
// the file type, the version of the block types and what says how it was quantised. Memory stays
// within a few MiB per thread. Throws what planTensors() throws, Error Io, Corrupt (a weight is not
// a number, or too large for the type's scales: names the tensor), or what onProgress throws; then
// nothing was written.
void quantizeFile(const formats::GgufFile& file, const std::filesystem::path& target,
                  const QuantizeOptions& options);

}  // namespace alcove::quantize
