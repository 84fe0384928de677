// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

namespace alcove::quantize {

// How large the inputs of each weight matrix are, column by column, over some text: what a
// quantiser wants to know to put its errors where they matter least.
struct ImportanceMatrix {
  // Of one tensor: for each of its matrices (experts; one otherwise) the number of inputs seen, and
  // for each of the matrix's columns the sum of their squares.
  struct Entry {
    std::vector<double> sums;    // matrices × columns
    std::vector<double> counts;  // one per matrix, or one for all of them

    // The mean squares of one of `matrices`; ones if it saw no input. The sums must be
    // matrices × columns, the counts one or `matrices`.
    [[nodiscard]] std::vector<float> means(std::uint64_t matrix, std::uint64_t matrices) const;
  };

  std::map<std::string, Entry, std::less<>> entries;  // by tensor name
  std::vector<std::string> datasets;                  // names of the texts
  std::uint32_t chunkCount = 0;
  std::uint32_t chunkTokens = 0;
};

// Reads what `write` writes, and the older format of llama.cpp ("imatrix.dat"). Throws Error
// NotFound, Io, or Corrupt, which names the entry whose numbers are not finite or do not fit.
[[nodiscard]] ImportanceMatrix readImportanceMatrix(const std::filesystem::path& path);

// A GGUF file as llama.cpp's llama-imatrix writes it: "general.type" is "imatrix", the keys
// "imatrix.datasets", "imatrix.chunk_count" and "imatrix.chunk_size", and for each entry the F32
// tensors NAME.in_sum2 [matrices, columns] and NAME.counts [matrices, 1]. Throws Error Io.
void writeImportanceMatrix(const ImportanceMatrix& matrix, const std::filesystem::path& path);

}  // namespace alcove::quantize
