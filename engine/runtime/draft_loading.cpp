// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/draft_loading.h"

#include <alcove/error.h>
#include <fmt/format.h>

namespace alcove::runtime {

void requireSameVocabulary(const tokenizer::Tokenizer& model, const tokenizer::Tokenizer& draft) {
  if (model.size() != draft.size())
    throw Error(ErrorCode::Unsupported,
                fmt::format("The draft model has a vocabulary of {} tokens, but the model one of "
                            "{}; choose a draft model of the same family.",
                            draft.size(), model.size()));
  for (std::size_t i = 0; i < model.size(); ++i) {
    const auto id = tokenizer::TokenId(i);
    if (model.bytes(id) == draft.bytes(id) && model.isControl(id) == draft.isControl(id)) continue;
    throw Error(ErrorCode::Unsupported,
                fmt::format("Token {} of the draft model is another one than the model's; choose a "
                            "draft model of the same family.",
                            id));
  }
}

DraftFile openDraftFile(const formats::GgufFile& model, const EngineOptions& options) {
  if (options.draftModel.empty()) return {};
  if (options.speculation == Speculation::Off)
    throw Error(ErrorCode::InvalidArgument,
                "A draft model was named, but speculation is off; leave out one of them.");
  DraftFile draft;
  draft.file = formats::GgufFile::open(options.draftModel);
  const auto tokenizer = tokenizer::Tokenizer::fromGguf(*draft.file);
  requireSameVocabulary(*tokenizer::Tokenizer::fromGguf(model), *tokenizer);
  draft.vocabulary = std::uint32_t(tokenizer->size());
  return draft;
}

std::unique_ptr<models::Model> loadDraft(const DraftFile& draft,
                                         const models::ModelOptions& options) {
  if (!draft.file) return nullptr;
  auto model = models::Model::load(draft.file, options);
  const std::string path = draft.file->path().string();
  if (!model->generates() || !model->causal())
    throw Error(ErrorCode::Unsupported,
                "The draft model makes embeddings and cannot write text; choose another.", path);
  if (model->vocabularySize() < draft.vocabulary)
    throw Error(ErrorCode::Corrupt,
                fmt::format("The draft model's tokenizer has {} tokens, but its embedding only {} "
                            "rows.",
                            draft.vocabulary, model->vocabularySize()),
                path);
  return model;
}

}  // namespace alcove::runtime
