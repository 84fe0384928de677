// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "backends/vulkan/device_weights.h"

namespace alcove::backends::vulkan {

// Specialization constants of shaders that include packed_weights.glsl: `own` of the shader, up to
// ten, then those that tell the types apart.
[[nodiscard]] std::vector<std::uint32_t> packedConstants(kernels::cpu::ValueType type,
                                                         std::vector<std::uint32_t> own);

}  // namespace alcove::backends::vulkan
