// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/cache_types.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace alcove::runtime {
namespace {

// All that the kernels read in place.
constexpr std::array kCacheTypes = {&quant::kF32, &quant::kF16, &quant::kQ8_0, &quant::kQ4_0};

}  // namespace

const quant::BlockType* findCacheType(std::string_view name) {
  if (name.empty()) return nullptr;
  const quant::BlockType* type = quant::findBlockType(name);
  if (std::ranges::find(kCacheTypes, type) != kCacheTypes.end()) return type;
  throw Error(
      ErrorCode::InvalidArgument,
      fmt::format("The KV cache cannot be kept as '{}'; choose F32, F16, Q8_0 or Q4_0.", name));
}

}  // namespace alcove::runtime
