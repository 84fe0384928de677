// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/vulkan/packed_constants.h"

#include "base/assert.h"
#include "cpu/packed_layout.h"

namespace alcove::backends::vulkan {

std::vector<std::uint32_t> packedConstants(kernels::cpu::ValueType type,
                                           std::vector<std::uint32_t> own) {
  constexpr std::size_t kOwn = 10;
  ALCOVE_ASSERT(own.size() <= kOwn);
  own.resize(kOwn);
  const kernels::cpu::PackedLayout layout = kernels::cpu::packedLayout(type);
  for (const std::size_t value :
       {layout.lowBits, layout.highBits, std::size_t(layout.offset), std::size_t(layout.head),
        std::size_t(layout.subScales), std::size_t(layout.levels), layout.subBlocks})
    own.push_back(std::uint32_t(value));
  return own;
}

}  // namespace alcove::backends::vulkan
