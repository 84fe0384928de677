// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "engine/graph/gradient_case.h"
#include "ops/paged_attention.h"

namespace alcove::test {
namespace {

struct Form {
  const char* name;
  std::int32_t heads;
  std::uint32_t kvHeads, keyDim, valueDim;
  std::int32_t window = 0;
  float softCap = 0;
  bool causal = true;
  bool sinks = false;
};

constexpr Form kForms[] = {
    {"plain", 2, 2, 3, 3},
    {"grouped by three", 6, 2, 2, 2},
    {"one kv head", 4, 1, 3, 3},
    {"values of another width", 2, 1, 3, 5},
    {"window", 2, 1, 4, 4, 2},
    {"window wider than most sequences", 2, 2, 3, 3, 4},
    {"soft cap", 2, 1, 4, 4, 0, 0.8f},
    {"sinks", 4, 2, 3, 3, 0, 0, true, true},
    {"sinks, window and cap", 2, 2, 3, 3, 3, 1.2f, true, true},
    {"not causal", 2, 1, 3, 3, 0, 0, false},
};

}  // namespace

void addAttentionGradientCases(std::deque<GradientCase>& cases) {
  for (const Form& form : kForms) {
    GradientCase& c = cases.emplace_back(
        fmt::format("paged_attention, {}", form.name), ops::kPagedAttention,
        ops::PagedAttentionAttributes{0, form.heads, 0.6f, form.window, form.softCap, form.causal});
    c.setSequences({5, 1, 3}, form.kvHeads, form.keyDim, form.valueDim);
    c.add({9, form.heads * std::int64_t(form.keyDim)});
    c.add({9, std::int64_t(form.kvHeads) * form.keyDim});
    c.add({9, std::int64_t(form.kvHeads) * form.valueDim});
    if (form.sinks) c.add({form.heads});
  }
}

}  // namespace alcove::test
