// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace alcove::backends::vulkan {

// A compiled shader of shaders/, as SPIR-V.
struct Shader {
  std::string_view name;  // of its row in shaders/CMakeLists.txt
  std::span<const std::uint32_t> code;
};

// Asserts that there is one of that name.
[[nodiscard]] const Shader& shaderNamed(std::string_view name);

// All of them.
[[nodiscard]] std::span<const Shader> shaderTable();

}  // namespace alcove::backends::vulkan
