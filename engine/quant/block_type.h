// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace alcove::quant {

// One storage format for weights: values are stored in blocks of `blockValues`, each `blockBytes`
// long. Plain floats are blocks of one value. Formats and ids as in the GGUF specification.
struct BlockType {
  std::uint32_t ggmlId;  // the tensor type number in GGUF files
  const char* name;      // "Q4_K"
  std::uint32_t blockValues;
  std::uint32_t blockBytes;

  // Reference decode of `count` whole blocks into count × blockValues floats. Never null.
  void (*decode)(const std::byte* blocks, float* values, std::size_t count);
  // Reference encode of count × blockValues floats; null where Alcove cannot write the type yet.
  void (*encode)(const float* values, std::byte* blocks, std::size_t count);
};

// Every type that Alcove can read, in the order of their ids. Static storage.
[[nodiscard]] std::span<const BlockType* const> blockTypes();

// Null if the id or name is not one that can be read. Names are compared without regard to case.
[[nodiscard]] const BlockType* findBlockType(std::uint32_t ggmlId);
[[nodiscard]] const BlockType* findBlockType(std::string_view name);

// What a type id that cannot be read is, as the end of a sentence: "IQ3_S, which this version
// cannot read", "Q4_2, which was removed from the format in 2023", "unknown to the format".
[[nodiscard]] std::string_view describeUnreadableType(std::uint32_t ggmlId);

// The name alone: "IQ3_S", or "unknown" for an id that the format does not have.
[[nodiscard]] std::string_view unreadableTypeName(std::uint32_t ggmlId);

// Bytes of one row of `values`; `values` must be a multiple of the block.
[[nodiscard]] inline std::size_t rowBytes(const BlockType& type, std::size_t values) {
  return values / type.blockValues * type.blockBytes;
}

// The types that code names directly. Defined in their own files.
extern const BlockType kF32, kF16, kBF16, kQ8_0, kQ4_0, kQ4_1, kQ4_K, kQ5_K, kQ6_K;

}  // namespace alcove::quant
