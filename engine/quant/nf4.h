// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "quant/block_type.h"
#include "quant/dynamic8.h"

namespace alcove::quant {

// NF4, "4-bit NormalFloat": each value is one of 16, the quantiles of a normal distribution between
// -1 and 1, times the largest magnitude of its block. Blocks run through a matrix row after row
// without regard to where rows end. With double quantisation the scales, less their mean, are
// stored as eight-bit dynamic codes in blocks of 256.
// Source: Dettmers et al., "QLoRA: Efficient Finetuning of Quantized LLMs", 2023.
struct Nf4 {
  static constexpr std::size_t kBlockValues = 64;

  std::vector<std::uint8_t> packed;  // two codes a byte, the first value's in the high half
  std::vector<float> absmax;         // one for each block, as they are to be used
  // Of double quantisation, where it was asked for: absmax is what these stand for then.
  std::optional<Dynamic8> scales = {};
  float offset = 0;
};

[[nodiscard]] std::span<const float, 16> nf4Values();

enum class Nf4Scales : std::uint8_t { Plain, Double };
// As the paper says; or as bitsandbytes 0.50 computes on processors with AVX-512, whose numbers
// others are compared with. It finds the codes of scales in a table of 65,536 entries, which misses
// the nearest now and then; and where rows are whole sixteens but no whole 64s, it decodes as if
// every row began a block, so that values get the scale of another block. In all else the two are
// the same.
enum class Nf4Rule : std::uint8_t { Published, BitsandbytesCpu };
// All values finite.
[[nodiscard]] Nf4 encodeNf4(std::span<const float> values, Nf4Scales scales,
                            std::size_t blockValues = Nf4::kBlockValues,
                            Nf4Rule rule = Nf4Rule::Published);
[[nodiscard]] std::vector<float> decodeNf4(const Nf4& stored, std::size_t count,
                                           std::size_t blockValues = Nf4::kBlockValues);

// How a matrix in NF4 lies in memory: blocks of its scale and its codes, so that rows can be
// decoded one by one. No file has this type. Where rows are no whole number of 64 values, its
// blocks are shorter parts of those, each with the scale that it shares with others. Null for rows
// of an odd number of values.
[[nodiscard]] const BlockType* nf4BlockType(std::size_t columns);
// The blocks of values in that type; `columns` as given to nf4BlockType().
[[nodiscard]] std::vector<std::byte> nf4Blocks(const Nf4& stored, std::size_t columns,
                                               Nf4Rule rule = Nf4Rule::Published);

}  // namespace alcove::quant
