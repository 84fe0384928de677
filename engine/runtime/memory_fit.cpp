// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/memory_fit.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>

namespace alcove::runtime {
namespace {

constexpr std::uint32_t kDefaultContext = 8192;
constexpr std::uint32_t kSmallest = 8;
constexpr std::uint32_t kSmallestDefault = 1024;  // below this a chat is no longer one

// Whole sequences beyond the first are for requests beside it and for prefixes worth keeping.
// Together they may take an eighth of what is free, and more than sixteen serve nobody.
constexpr std::uint64_t kAmpleShare = 8;
constexpr std::uint64_t kMostSequences = 16;

}  // namespace

ContextFit fitContext(std::uint32_t trained, std::uint32_t asked, std::uint64_t bytesPerToken,
                      std::uint64_t availableBytes, std::uint64_t mostTokens) {
  if (asked > trained)
    throw Error(
        ErrorCode::InvalidArgument,
        fmt::format("A context of {} tokens was asked for, but the model was trained for {}; "
                    "choose at most that.",
                    asked, trained));
  if (asked != 0 && asked < kSmallest)
    throw Error(
        ErrorCode::InvalidArgument,
        fmt::format("A context needs at least {} tokens; {} were asked for.", kSmallest, asked));
  const std::uint64_t affordable = bytesPerToken == 0 ? trained : availableBytes / bytesPerToken;
  const auto needed = [&](std::uint64_t context) { return std::min(context, mostTokens); };
  ContextFit fit;
  fit.contextTokens = asked;
  if (asked == 0) {
    fit.contextTokens = std::min(trained, kDefaultContext);
    while (needed(fit.contextTokens) > affordable && fit.contextTokens / 2 >= kSmallestDefault)
      fit.contextTokens /= 2;
  }
  const std::uint64_t one = needed(fit.contextTokens);
  if (one > affordable)
    throw Error(
        ErrorCode::OutOfMemory,
        fmt::format("The KV cache for a context of {} tokens needs {}, but only {} of memory "
                    "are free; choose at most {} tokens.",
                    fit.contextTokens, readableBytes(one * bytesPerToken),
                    readableBytes(availableBytes), affordable));
  fit.cacheTokens = std::clamp(affordable / kAmpleShare, one, one * kMostSequences);
  return fit;
}

const char* fitName(Fit fit) noexcept {
  switch (fit) {
    case Fit::Yes:
      return "yes";
    case Fit::Tight:
      return "tight";
    case Fit::No:
      return "no";
  }
  return "no";
}

MemoryVerdict judgeMemory(std::uint64_t totalBytes, std::uint64_t availableBytes,
                          std::uint64_t memoryBytes) {
  const std::string needs = readableBytes(totalBytes);
  const std::string free = readableBytes(availableBytes);
  if (totalBytes <= availableBytes / 10 * 8)
    return {Fit::Yes, fmt::format("It needs {} of the {} that are free.", needs, free)};
  if (totalBytes <= availableBytes)
    return {Fit::Tight, fmt::format("It needs {} and {} are free, so little is left for other "
                                    "programs.",
                                    needs, free)};
  if (totalBytes <= memoryBytes / 10 * 9)
    return {Fit::Tight, fmt::format("It needs {} and only {} are free now; close other programs "
                                    "first.",
                                    needs, free)};
  return {Fit::No, fmt::format("It needs {}, and this machine has {} of memory.", needs,
                               readableBytes(memoryBytes))};
}

}  // namespace alcove::runtime
