// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cache/kv_layout.h"
#include "formats/gguf_file.h"
#include "runtime/engine.h"

namespace alcove::runtime {

// What the K and V of a token depend on besides the tokens before it, as text: the model's files
// (their tensors and a sample of each one's bytes), the shape and types of the cache, and how
// it is computed. Two engines share blocks on disk only if theirs are equal.
[[nodiscard]] std::string cacheIdentity(const formats::GgufFile& file,
                                        const cache::KvLayout& layout,
                                        const EngineOptions& options);

}  // namespace alcove::runtime
