// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/completion_fields.h"

#include <alcove/error.h>

#include "sampling/token_logprobs.h"

namespace alcove::server {
namespace {

bool wantsSeparateUsage(const JsonReader& reader) {
  const nlohmann::ordered_json* options = reader.find("stream_options");
  if (options == nullptr) return false;
  if (!options->is_object())
    throw Error(ErrorCode::InvalidArgument, "'stream_options' must be an object.",
                "stream_options");
  return options->value("include_usage", nlohmann::ordered_json()) == true;
}

}  // namespace

CompletionFields readCompletionFields(const JsonReader& reader) {
  CompletionFields fields;
  fields.stream = reader.boolean("stream").value_or(false);
  fields.separateUsage = wantsSeparateUsage(reader);
  fields.choices = std::size_t(reader.integer("n", 1, kMostChoices).value_or(1));
  fields.candidates = fields.choices;
  return fields;
}

CompletionFields readTextCompletionFields(const JsonReader& reader) {
  CompletionFields fields = readCompletionFields(reader);
  const auto candidates = reader.integer("best_of", 1, kMostChoices);
  fields.candidates = std::size_t(candidates.value_or(std::int64_t(fields.choices)));
  if (fields.candidates < fields.choices)
    throw Error(ErrorCode::InvalidArgument, "'best_of' must be at least 'n'.", "best_of");
  if (fields.stream && fields.candidates > fields.choices)
    throw Error(ErrorCode::InvalidArgument,
                "The best answers are known when all of them are over: 'best_of' above 'n' cannot "
                "be a stream.",
                "best_of");
  return fields;
}

int readChatLogprobs(const JsonReader& reader) {
  const bool wanted = reader.boolean("logprobs").value_or(false);
  const auto top = reader.integer("top_logprobs", 0, sampling::kMostTopLogprobs);
  if (!wanted && top.value_or(0) > 0)
    throw Error(ErrorCode::InvalidArgument, "'top_logprobs' needs 'logprobs' to be true.",
                "top_logprobs");
  return wanted ? int(top.value_or(0)) : -1;
}

}  // namespace alcove::server
