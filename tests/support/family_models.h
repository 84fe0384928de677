// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "support/gguf_builder.h"

namespace alcove::test {

// The little model in the form of another family of decoders: its architecture's keys and tensors,
// all valid. Names as in general.architecture; "llama" is the one with experts, Mixtral.
[[nodiscard]] GgufBuilder littleModelOf(const std::string& architecture);

// Those that littleModelOf() knows.
[[nodiscard]] const std::vector<std::string>& littleFamilies();

}  // namespace alcove::test
