// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <array>
#include <limits>
#include <string_view>
#include <unordered_set>

#include "formats/inspect_checks.h"

namespace alcove::formats {
namespace {

constexpr const char* kTokens = "tokenizer.ggml.tokens";
constexpr const char* kMerges = "tokenizer.ggml.merges";

constexpr std::array kSpecialIds = {
    "tokenizer.ggml.bos_token_id",       "tokenizer.ggml.eos_token_id",
    "tokenizer.ggml.eot_token_id",       "tokenizer.ggml.eom_token_id",
    "tokenizer.ggml.unknown_token_id",   "tokenizer.ggml.seperator_token_id",
    "tokenizer.ggml.separator_token_id", "tokenizer.ggml.padding_token_id",
    "tokenizer.ggml.cls_token_id",       "tokenizer.ggml.mask_token_id",
};

// An array that must have one element per token.
void checkLength(const ReadModel& model, const char* key, std::uint64_t tokens,
                 ProblemList& problems) {
  const GgufValue* const value = model.values.find(key);
  if (value == nullptr || value->type != GgufType::Array || value->count == tokens) return;
  problems.error(fmt::format("The vocabulary has {} tokens, but the array '{}' has {} elements.",
                             tokens, key, value->count),
                 key);
}

void checkSpecialIds(const ReadModel& model, std::uint64_t tokens, ProblemList& problems) {
  for (const char* key : kSpecialIds) {
    problems.attempt([&] {
      const auto id = model.values.uint(key);
      if (!id || *id < tokens) return;
      problems.error(
          fmt::format("The special token '{}' is {}, but the vocabulary has only {} tokens.", key,
                      *id, tokens),
          key);
    });
  }
}

// A merge names two tokens, split by a space; joined they must be a token as well.
void checkMerges(const ReadModel& model, const std::vector<std::string_view>& tokens,
                 ProblemList& problems) {
  const auto merges = model.values.strings(kMerges);
  if (!merges) return;
  const std::unordered_set<std::string_view> known(tokens.begin(), tokens.end());
  std::string joined;
  for (std::size_t i = 0; i < merges->size(); ++i) {
    const std::string_view merge = (*merges)[i];
    const std::size_t space = merge.find(' ', 1);
    if (merge.empty() || space == merge.npos || space + 1 == merge.size()) {
      problems.error(fmt::format("Merge {} of the vocabulary, {}, is not two pieces with a space "
                                 "between them.",
                                 i, inQuotes(merge)),
                     kMerges);
      return;
    }
    joined.assign(merge.substr(0, space)).append(merge.substr(space + 1));
    if (!known.contains(joined)) {
      problems.warning(
          fmt::format("Merge {} of the vocabulary, {}, makes a piece that is no token.", i,
                      inQuotes(merge)),
          kMerges);
      return;
    }
  }
}

void checkEmbedding(const ReadModel& model, std::uint64_t tokens, ProblemList& problems) {
  for (const char* name : {"token_embd.weight", "output.weight"}) {
    const GgufTensor* const tensor = model.find(name);
    if (tensor == nullptr || tensor->rank != 2 || tensor->dims[1] == tokens) continue;
    problems.error(fmt::format("The vocabulary has {} tokens, but the tensor '{}' has {} rows.",
                               tokens, name, tensor->dims[1]),
                   name);
  }
}

}  // namespace

void checkVocabulary(const ReadModel& model, ProblemList& problems) {
  problems.attempt([&] {
    const auto tokens = model.values.strings(kTokens);
    if (!tokens) {
      if (model.find("token_embd.weight") != nullptr) {
        problems.error("The file has no vocabulary.", kTokens);
      }
      return;
    }
    if (tokens->empty()) problems.error("The vocabulary is empty.", kTokens);
    checkLength(model, "tokenizer.ggml.scores", tokens->size(), problems);
    checkLength(model, "tokenizer.ggml.token_type", tokens->size(), problems);
    checkSpecialIds(model, tokens->size(), problems);
    checkEmbedding(model, tokens->size(), problems);
    checkMerges(model, *tokens, problems);
  });
}

}  // namespace alcove::formats
