// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "base/readable_bytes.h"

namespace alcove::runtime {

// How much context an engine offers, and how many tokens its KV cache holds for it.
struct ContextFit {
  std::uint32_t contextTokens = 0;
  std::uint64_t cacheTokens = 0;  // of one sequence, up to sixteen where memory is ample
};

// `asked` 0 takes the model's own context, at most 8192 tokens, and less where memory is short.
// Throws Error InvalidArgument if more was asked for than the model was trained for, and
// OutOfMemory if the cache of the context that was asked for cannot fit; both with the numbers.
// `mostTokens`: that a sequence has in the cache at once, however long it is (windows).
[[nodiscard]] ContextFit fitContext(std::uint32_t trained, std::uint32_t asked,
                                    std::uint64_t bytesPerToken, std::uint64_t availableBytes,
                                    std::uint64_t mostTokens = UINT64_MAX);

enum class Fit { Yes, Tight, No };
[[nodiscard]] const char* fitName(Fit fit) noexcept;

struct MemoryVerdict {
  Fit fit = Fit::No;
  std::string reason;  // one sentence
};

// Whether something that needs `totalBytes` fits a machine.
[[nodiscard]] MemoryVerdict judgeMemory(std::uint64_t totalBytes, std::uint64_t availableBytes,
                                        std::uint64_t memoryBytes);

using base::readableBytes;

}  // namespace alcove::runtime
