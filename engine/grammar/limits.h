// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

// What a grammar from outside may ask for. Each limit is far above what people write, and low
// enough that no grammar holds up the requests beside it.
namespace alcove::grammar {

constexpr std::size_t kMaxGrammarBytes = 1 << 20;  // text of a grammar or a schema
constexpr std::size_t kMaxRules = 20'000;
constexpr std::size_t kMaxExpressions = 400'000;
constexpr std::uint32_t kMaxExpressionDepth = 1'000;  // an expression inside an expression inside …
constexpr int kMaxRepetition = 100'000;      // the numbers in {m,n}, minLength and the like
constexpr std::size_t kMaxStates = 400'000;  // of the automaton
constexpr std::size_t kMaxEdges = 3'000'000;

// Of one constraint at work.
constexpr std::uint32_t kMaxNesting = 1'000;  // rules inside rules; more is forbidden
constexpr std::size_t kMaxLevels = 250'000;   // then the constraint begins a fresh memory
constexpr std::size_t kMaxLevelItems = 1'000'000;
constexpr std::size_t kMaxTableBytes = 32u << 20;
constexpr std::size_t kMaxMaskBytes = 32u << 20;    // then the masks are computed again
constexpr std::uint64_t kMaxStepWork = 40'000'000;  // for one token; more is an Error

}  // namespace alcove::grammar
