// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <strings.h>

#include <array>

#include "quant/block_type.h"

namespace alcove::quant {
namespace {

constexpr std::array<const BlockType*, 9> kBlockTypes = {
    &kF32, &kF16, &kQ4_0, &kQ4_1, &kQ8_0, &kQ4_K, &kQ5_K, &kQ6_K, &kBF16,
};

}  // namespace

std::span<const BlockType* const> blockTypes() { return kBlockTypes; }

const BlockType* findBlockType(std::uint32_t ggmlId) {
  for (const BlockType* type : kBlockTypes) {
    if (type->ggmlId == ggmlId) return type;
  }
  return nullptr;
}

const BlockType* findBlockType(std::string_view name) {
  for (const BlockType* type : kBlockTypes) {
    const std::string_view own = type->name;
    if (own.size() == name.size() && strncasecmp(own.data(), name.data(), own.size()) == 0) {
      return type;
    }
  }
  return nullptr;
}

}  // namespace alcove::quant
