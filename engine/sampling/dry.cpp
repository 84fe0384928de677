// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <limits>
#include <unordered_map>

#include "base/assert.h"
#include "sampling/option_range.h"
#include "sampling/sampler_step.h"

namespace alcove::sampling {
namespace {

using Tokens = std::span<const std::int32_t>;

constexpr double kMostPenalty = 1e6;  // finite, so that even tokens that repeat have an order

void check(const SamplingOptions& options) {
  constexpr int kMost = std::numeric_limits<int>::max();
  requireRange("dry_multiplier", options.dryMultiplier, 0.0f, 100.0f);
  requireRange("dry_base", options.dryBase, 1.0f, 10.0f);
  requireRange("dry_allowed_length", options.dryAllowedLength, 1, kMost);
  requireRange("dry_penalty_last_n", options.dryWindow, -1, kMost);
}

bool active(const SamplingOptions& options) {
  return options.dryMultiplier > 0.0f && options.dryWindow != 0;
}

bool breaks(const SamplerState& state, std::int32_t id) {
  return std::ranges::binary_search(state.breakers, id);
}

// For each token at `i` from the end, how many tokens up to it are the same as up to the end: the
// Z function of the reversed text, in linear time.
std::vector<std::size_t> repeatedLengths(Tokens tokens) {
  const std::size_t count = tokens.size();
  const auto at = [&](std::size_t fromEnd) { return tokens[count - 1 - fromEnd]; };
  std::vector<std::size_t> lengths(count, 0);
  std::size_t begin = 0, end = 0;  // the match that reaches furthest
  for (std::size_t i = 1; i < count; ++i) {
    std::size_t length = i < end ? std::min(end - i, lengths[i - begin]) : 0;
    while (i + length < count && at(length) == at(i + length)) ++length;
    lengths[i] = length;
    if (i + length > end) {
      begin = i;
      end = i + length;
    }
  }
  return lengths;
}

void apply(Candidates& candidates, const DrawContext& context) {
  ALCOVE_ASSERT(candidates.isWhole());
  const SamplingOptions& options = context.options;
  Tokens tokens = context.history;
  if (options.dryWindow > 0)
    tokens = tokens.last(std::min(tokens.size(), std::size_t(options.dryWindow)));
  // No repetition reaches back over a breaker.
  std::size_t reach = 0;
  while (reach < tokens.size() && !breaks(context.state, tokens[tokens.size() - 1 - reach]))
    ++reach;
  if (reach < std::size_t(options.dryAllowedLength)) return;

  const std::vector<std::size_t> lengths = repeatedLengths(tokens);
  std::unordered_map<std::int32_t, std::size_t> longest;  // by the token that went on from there
  for (std::size_t i = 1; i < tokens.size(); ++i) {
    const std::size_t length = std::min(lengths[i], reach);
    const std::int32_t next = tokens[tokens.size() - i];
    if (length < std::size_t(options.dryAllowedLength) || breaks(context.state, next)) continue;
    std::size_t& known = longest[next];
    known = std::max(known, length);
  }
  const std::span<float> logits = candidates.whole();
  for (const auto& [id, length] : longest) {
    if (id < 0 || std::size_t(id) >= logits.size()) continue;
    const double excess = double(length) - options.dryAllowedLength;
    const double penalty =
        double(options.dryMultiplier) * std::pow(double(options.dryBase), excess);
    logits[std::size_t(id)] -= float(std::min(penalty, kMostPenalty));
  }
}

}  // namespace

// "Don't repeat yourself" (Weidmann 2024).
const SamplerStep kDry = {"dry", SamplerStep::Kind::Shape, check, active, apply};

}  // namespace alcove::sampling
