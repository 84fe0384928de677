// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <span>

#include "models/adapter.h"

namespace alcove::models {

// The graph with what `adapters` add to its linear layers, in their order. Its inputs are one value
// [tokens, 2] for each adapter: for a token zero and the scale with which its sequence uses the
// adapter, 0 where it does not. The weights of the adapters are the caller's to keep.
[[nodiscard]] graph::Graph adaptedGraph(const graph::Graph& graph,
                                        std::span<const std::shared_ptr<const Adapter>> adapters);

}  // namespace alcove::models
