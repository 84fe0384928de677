// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "quant/block_type.h"

namespace alcove::runtime {

// The type of K or V that a person or a request names; null for an empty name: the model's choice.
// Throws Error InvalidArgument, with the names there are.
[[nodiscard]] const quant::BlockType* findCacheType(std::string_view name);

}  // namespace alcove::runtime
