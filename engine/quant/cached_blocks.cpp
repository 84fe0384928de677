// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "quant/cached_blocks.h"

#include <algorithm>
#include <array>

#include "cpu/rotation.h"
#include "quant/bytes.h"

namespace alcove::quant {
namespace {

void encodeNibbles(const float* values, std::byte* block) {
  float above = 0, below = 0;
  for (std::size_t i = 0; i < kQ4_0.blockValues; ++i) {
    above = std::max(above, values[i]);
    below = std::max(below, -values[i]);
  }
  storeHalf(block, above > below ? above / -8 : below / 8);
  const float scale = loadHalf(block);
  const float inverse = scale != 0 ? 1 / scale : 0;
  const std::size_t half = kQ4_0.blockValues / 2;
  for (std::size_t i = 0; i < half; ++i) {
    const int low = roundInto(values[i] * inverse, -8, 7) + 8;
    const int high = roundInto(values[i + half] * inverse, -8, 7) + 8;
    block[2 + i] = std::byte(low | (high << 4));
  }
}

bool isRotated(const BlockType& type) { return type.blockValues == kernels::cpu::kRotated; }

}  // namespace

void encodeCached(const BlockType& type, const float* values, std::byte* blocks,
                  std::size_t count) {
  if (!isRotated(type)) return type.encode(values, blocks, count, {});
  for (std::size_t i = 0; i < count; ++i) {
    std::array<float, kernels::cpu::kRotated> rotated;
    std::copy_n(values + i * rotated.size(), rotated.size(), rotated.begin());
    kernels::cpu::rotateRow(rotated.data(), rotated.size());
    std::byte* block = blocks + i * type.blockBytes;
    &type == &kQ4_0 ? encodeNibbles(rotated.data(), block)
                    : type.encode(rotated.data(), block, 1, {});
  }
}

void decodeCached(const BlockType& type, const std::byte* blocks, float* values,
                  std::size_t count) {
  type.decode(blocks, values, count);
  if (isRotated(type)) kernels::cpu::rotateRow(values, count * type.blockValues);
}

}  // namespace alcove::quant
