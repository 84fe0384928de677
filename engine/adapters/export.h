// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "adapters/merge.h"
#include "adapters/proof.h"

namespace alcove::adapters {

// What an export is held to before its file gets its name.
struct ExportProof {
  std::vector<std::vector<std::int32_t>> texts;  // empty: no proof
  std::uint32_t answerTokens = 16;
  // Nothing: boundFor() the coarsest type that weights were newly stored in.
  std::optional<ProofBound> bound = {};
  int threads = 0;  // 0: the physical cores
};

// Writes the adapter as GGUF where `target` ends in ".gguf", otherwise as a folder of PEFT's, and
// compares base and adapter with base and the adapter as it was written. Throws what the writers
// throw, or Error LimitExceeded (says what differs); then nothing was written.
ProofResult exportAdapter(const LoraAdapter& adapter, const BaseLayers& base,
                          const std::filesystem::path& target, const ExportProof& proof);

// mergeAdapter(), compared with base and adapter. `options.check` is taken for the proof.
ProofResult exportMerged(const LoraAdapter& adapter, const BaseLayers& base,
                         const std::filesystem::path& target, MergeOptions options,
                         const ExportProof& proof);

}  // namespace alcove::adapters
