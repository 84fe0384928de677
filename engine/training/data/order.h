// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "training/example.h"
#include "training/training_batch.h"

namespace alcove::training {

// The numbers 0 … count − 1 in the order of an epoch (from 0): Fisher–Yates from the end, where
// place i is exchanged with place r mod (i + 1) and r is the next number of SplitMix64 with the
// state seed + epoch. Sources: Durstenfeld, "Algorithm 235", 1964; Steele et al., "Fast Splittable
// Pseudorandom Number Generators", 2014.
[[nodiscard]] std::vector<std::size_t> shuffledOrder(std::size_t count, std::uint64_t seed,
                                                     std::uint64_t epoch);

// The examples with these indices in this order, as many in each batch as have at most `maxTokens`
// tokens together; an example that is longer has a batch of its own. Each attends to itself alone.
[[nodiscard]] std::vector<TrainingBatch> packExamples(std::span<const Example> examples,
                                                      std::span<const std::size_t> order,
                                                      std::size_t maxTokens);

}  // namespace alcove::training
