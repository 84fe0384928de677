// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/vulkan/packed_product.h"

#include <algorithm>
#include <bit>

#include "base/assert.h"
#include "cpu/packed_layout.h"

namespace alcove::backends::vulkan {

namespace kernel = kernels::cpu;

std::vector<std::uint32_t> packedConstants(kernel::ValueType type, std::vector<std::uint32_t> own) {
  constexpr std::size_t kOwn = 10;
  ALCOVE_ASSERT(own.size() <= kOwn);
  own.resize(kOwn);
  const kernel::PackedLayout layout = kernel::packedLayout(type);
  for (const std::size_t value :
       {layout.lowBits, layout.highBits, std::size_t(layout.offset), std::size_t(layout.head),
        std::size_t(layout.subScales), std::size_t(layout.levels), layout.subBlocks})
    own.push_back(std::uint32_t(value));
  return own;
}

std::uint32_t PackedProduct::groups() const { return std::uint32_t(kernel::groupCount(m_rows)); }

std::uint32_t PackedProduct::blocks() const {
  return m_columns / std::uint32_t(kernel::kSubColumns);
}

std::uint32_t PackedProduct::tokensFor(std::uint32_t tokens) const {
  return std::min(std::bit_floor(tokens), 4u);
}

std::uint32_t PackedProduct::lanes() const {
  return m_traits.subgroups ? m_traits.subgroupSize : 32;
}

// More rows to an invocation read activations less often, and leave less to do at once.
std::uint32_t PackedProduct::quadsFor(std::uint32_t tokens) const {
  return tokens >= 4 && m_traits.isSoftware() ? 1 : 1;
}

std::vector<std::uint32_t> PackedProduct::constants(std::uint32_t tokens) const {
  // Invocations that share a row: where few tokens leave most of a card idle.
  const std::uint32_t parts = tokens == 1 && !m_traits.isSoftware() ? 4 : 1;
  return packedConstants(m_type, {lanes(), parts, tokens, quadsFor(tokens)});
}

std::vector<std::uint32_t> PackedProduct::dotConstants(std::uint32_t tokens) const {
  return packedConstants(m_type, {lanes(), tokens});
}

std::uint32_t PackedProduct::workGroups(std::uint32_t tokens) const {
  const std::uint32_t quads = lanes() * quadsFor(tokens);
  return (groups() * 4 + quads - 1) / quads;
}

}  // namespace alcove::backends::vulkan
