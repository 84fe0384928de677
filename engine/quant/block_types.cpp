// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <strings.h>

#include "quant/block_type.h"

namespace alcove::quant {
namespace {

#define ALCOVE_ADDRESS(name) &k##name,
constexpr const BlockType* kBlockTypes[] = {ALCOVE_BLOCK_TYPES(ALCOVE_ADDRESS)};
#undef ALCOVE_ADDRESS

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
