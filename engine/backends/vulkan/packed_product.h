// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "backends/vulkan/device_weights.h"

namespace alcove::backends::vulkan {

// What a block of 32 activations takes as digits (quantize_rows).
inline constexpr std::size_t kDigitBlockBytes = 80;
// Fewer are bound by reading the weights.
inline constexpr std::uint32_t kLeastDotTokens = 4;

// Specialization constants of shaders that include packed_weights.glsl: `own` of the shader, up to
// ten, then those that tell the types apart.
[[nodiscard]] std::vector<std::uint32_t> packedConstants(kernels::cpu::ValueType type,
                                                         std::vector<std::uint32_t> own);

// How a packed matrix, or each expert of several, meets activations on a device: what the shaders
// of packed_product.glsl share.
class PackedProduct {
 public:
  PackedProduct(const DeviceTraits& traits, kernels::cpu::ValueType type, std::uint32_t rows,
                std::uint32_t columns)
      : m_traits(traits), m_type(type), m_rows(rows), m_columns(columns) {}

  // Row groups, and blocks of 32 columns.
  [[nodiscard]] std::uint32_t groups() const;
  [[nodiscard]] std::uint32_t blocks() const;
  // How many of `tokens` an invocation takes at once.
  [[nodiscard]] std::uint32_t tokensFor(std::uint32_t tokens) const;

  // Whether so many tokens meet it as digits (matmul_dot).
  [[nodiscard]] static bool dots(const DeviceTraits& traits, std::uint32_t tokens) {
    return traits.dotsBytes && tokens >= kLeastDotTokens;
  }
  [[nodiscard]] std::vector<std::uint32_t> dotConstants(std::uint32_t tokens) const;

  [[nodiscard]] std::vector<std::uint32_t> constants(std::uint32_t tokens) const;
  // Along the rows.
  [[nodiscard]] std::uint32_t workGroups(std::uint32_t tokens) const;

 private:
  [[nodiscard]] std::uint32_t lanes() const;
  [[nodiscard]] std::uint32_t quadsFor(std::uint32_t tokens) const;

  const DeviceTraits& m_traits;
  kernels::cpu::ValueType m_type;
  std::uint32_t m_rows;
  std::uint32_t m_columns;
};

}  // namespace alcove::backends::vulkan
