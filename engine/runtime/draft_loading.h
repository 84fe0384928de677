// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <memory>

#include "formats/gguf_file.h"
#include "models/model.h"
#include "runtime/engine.h"
#include "tokenizer/tokenizer.h"

namespace alcove::runtime {

// Throws Error Unsupported, naming the first difference, unless every token of `model` is the same
// one in `draft`: a draft model speaks in the other's tokens.
void requireSameVocabulary(const tokenizer::Tokenizer& model, const tokenizer::Tokenizer& draft);

struct DraftFile {
  std::shared_ptr<const formats::GgufFile> file;  // null: no draft model is wanted
  std::uint32_t vocabulary = 0;                   // tokens that both models know
};

// Opens options.draftModel as the draft model of the one in `model`. Throws Error InvalidArgument
// if speculation is off, and what GgufFile, Tokenizer and requireSameVocabulary() throw.
[[nodiscard]] DraftFile openDraftFile(const formats::GgufFile& model, const EngineOptions& options);

// The model in a draft's file; null without one. Throws Error Unsupported if it cannot generate,
// Corrupt, and what Model::load() throws.
[[nodiscard]] std::unique_ptr<models::Model> loadDraft(const DraftFile& draft,
                                                       const models::ModelOptions& options);

}  // namespace alcove::runtime
