// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "convert/decoder.h"

namespace alcove::convert {

// What Qwen 2, Qwen 3 and their mixtures of experts have in common.
void describeQwen(Description& description);
// The same with experts; `normalized` says whether the family's weights of the chosen experts add
// up to one.
void describeQwenExperts(Description& description, bool normalized);
[[nodiscard]] std::span<const NameRule> qwenExpertNames();

}  // namespace alcove::convert
