// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "runtime/engine.h"

namespace alcove::formats {
class GgufFile;
}

namespace alcove::runtime {

// The block type that most of the file's bytes have ("Q4_1").
[[nodiscard]] std::string dominantWeightsType(const formats::GgufFile& file);

// What the file itself says of the model: path, name, architecture, weights' type, sizes. What only
// a loaded model knows stays empty.
[[nodiscard]] ModelInfo summarise(const formats::GgufFile& file);

}  // namespace alcove::runtime
