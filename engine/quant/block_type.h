// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace alcove::quant {

struct Fits;

// How an encoder works, beside its block type.
struct Encoding {
  // One per value, finite and not negative: how much an error of that value counts. Null: all the
  // same.
  const float* importance = nullptr;
  // Who searches for the scales (quant/fit.h). Null: the reference; others give the same bytes.
  const Fits* fits = nullptr;
};

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
  void (*encode)(const float* values, std::byte* blocks, std::size_t count,
                 const Encoding& encoding);
};

// Every type that Alcove can read, in the order of their ids. Static storage.
[[nodiscard]] std::span<const BlockType* const> blockTypes();

// Null if the id or name is not one that can be read. Names are compared without regard to case.
[[nodiscard]] const BlockType* findBlockType(std::uint32_t ggmlId);
[[nodiscard]] const BlockType* findBlockType(std::string_view name);

// What a type id that cannot be read is, as the end of a sentence: "Q4_2, which was
// removed from the format in 2023", "IQ4_K of the ik_llama.cpp fork, …", "unknown to the format".
[[nodiscard]] std::string_view describeUnreadableType(std::uint32_t ggmlId);

// The name alone: "Q4_2", or "unknown" for an id that the format does not have.
[[nodiscard]] std::string_view unreadableTypeName(std::uint32_t ggmlId);

// Bytes of one row of `values`; `values` must be a multiple of the block.
[[nodiscard]] inline std::size_t rowBytes(const BlockType& type, std::size_t values) {
  return values / type.blockValues * type.blockBytes;
}

// The table: one row for each type, in the order of ids. Row `Q4_K` is `kQ4_K`, defined in
// q4_k.cpp.
#define ALCOVE_BLOCK_TYPES(ROW) \
  ROW(F32)                      \
  ROW(F16)                      \
  ROW(Q4_0)                     \
  ROW(Q4_1)                     \
  ROW(Q5_0)                     \
  ROW(Q5_1)                     \
  ROW(Q8_0)                     \
  ROW(Q2_K)                     \
  ROW(Q3_K)                     \
  ROW(Q4_K)                     \
  ROW(Q5_K)                     \
  ROW(Q6_K)                     \
  ROW(IQ2_XXS)                  \
  ROW(IQ2_XS)                   \
  ROW(IQ3_XXS)                  \
  ROW(IQ1_S)                    \
  ROW(IQ4_NL)                   \
  ROW(IQ3_S)                    \
  ROW(IQ2_S)                    \
  ROW(IQ4_XS)                   \
  ROW(IQ1_M)                    \
  ROW(BF16)                     \
  ROW(TQ1_0)                    \
  ROW(TQ2_0)                    \
  ROW(MXFP4)                    \
  ROW(NVFP4)                    \
  ROW(Q1_0)                     \
  ROW(Q2_0)

#define ALCOVE_DECLARE(name) extern const BlockType k##name;
ALCOVE_BLOCK_TYPES(ALCOVE_DECLARE)
#undef ALCOVE_DECLARE

}  // namespace alcove::quant
