// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "convert/family.h"

namespace alcove::convert {

// What decoders have in common, each part for the families that have it. All numbers are checked;
// Error Corrupt names the key.

// block_count, context_length, embedding_length, feed_forward_length, head counts, and the heads'
// size where config.json gives it. Fills the facts.
void describeSizes(Description& description);
void describeRmsNorm(Description& description);
void describeLayerNorm(Description& description, HfConfig::Keys keys);
// rope.freq_base and how positions are scaled. "llama3" scaling becomes the tensor
// rope_freqs.weight. Throws Error Unsupported for a scaling that GGUF has no words for.
void describeRope(Description& description);
// expert_count and expert_used_count; the rest is the family's.
void describeExperts(Description& description);
// attention.sliding_window, where there is one.
void describeWindow(Description& description);

// Throws Error Unsupported unless the activation is one of `known`.
void requireActivation(const HfConfig& config, std::initializer_list<std::string_view> known);
// Throws Error Unsupported if the switch `key` is there and not `wanted`; `meaning` ends the
// sentence "The model …".
void requireSwitch(const HfConfig& config, const char* key, bool wanted, std::string_view meaning);

// The numbers of rope wherever config.json keeps them: "rope_parameters", "rope_scaling", or beside
// all others.
[[nodiscard]] HfConfig ropeConfig(const HfConfig& config);

// attention.sliding_window_pattern, where config.json lists other layers with a window than readers
// of the family take for them, which `usual` says.
void describeWindowedLayers(Description& description, bool (*usual)(std::uint32_t layer));

// Names that most decoders use alike.
[[nodiscard]] std::span<const NameRule> embeddingNames();    // embedding, last norm, output
[[nodiscard]] std::span<const NameRule> attentionNames();    // q, k, v with biases, output
[[nodiscard]] std::span<const NameRule> interleavedNames();  // the same for the llama architecture
[[nodiscard]] std::span<const NameRule> preNormNames();      // norms before attention and MLP
[[nodiscard]] std::span<const NameRule> headNormNames();     // norms of queries and keys
[[nodiscard]] std::span<const NameRule> gatedMlpNames();     // gate, up, down

// "model.…" for the names of checkpoints that lack the prefix, or put another in front of it
// because they have more parts than the language model; those parts' names come back empty.
[[nodiscard]] std::string canonicalDecoderName(std::string_view name);

// Limits far above any model, far below where products of them overflow.
constexpr std::uint64_t kMaxLayers = 4096;
constexpr std::uint64_t kMaxWidth = 1u << 22;
constexpr std::uint64_t kMaxHeads = 1u << 16;
constexpr std::uint64_t kMaxHeadDim = 1u << 14;
constexpr std::uint64_t kMaxContext = 1u << 30;
constexpr std::uint64_t kMaxExperts = 1u << 16;
constexpr std::uint64_t kMaxVocabulary = 1u << 21;

}  // namespace alcove::convert
