// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "formats/gguf_header.h"

namespace alcove::formats {

// A model may be split over files NAME-00001-of-0000N.gguf in one folder, of which the first has
// the metadata and each a share of the tensors. Source: gguf-split in the llama.cpp repository.

// The parts' paths in order, from that of any one of them. Throws Error Corrupt if it is not named
// as the part that its header says it is: only the names tell where the others are.
[[nodiscard]] std::vector<std::filesystem::path> partPaths(const std::filesystem::path& path,
                                                           const GgufSplit& split);

// Checks that the header read for part `number` is that part of the same model as `first`. Throws
// Error Corrupt.
void checkPart(const GgufHeader& part, std::uint64_t number, const GgufHeader& first);

// Checks the parts' tensors against the total that the first part states. Throws Error Corrupt.
void checkTotal(std::uint64_t tensors, const GgufSplit& split);

// "Part 2 of 3 of the model is missing: …"
[[nodiscard]] std::string missingPart(const std::filesystem::path& path, std::uint64_t number,
                                      std::uint64_t count);

}  // namespace alcove::formats
