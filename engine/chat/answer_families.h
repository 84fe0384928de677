// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "chat/answer_parser.h"

namespace alcove::chat {

// How an answer is made to be a call: the prompt is continued with `opening`, and the answer is
// held to NAME + `beforeArguments` + the tool's JSON arguments + `afterArguments`. Control tokens
// in `opening` become tokens; the other two are plain text. The family's parser reads the opening
// first, as if the model had written it; where the prompt already ends with it, it is not written
// again. An empty opening: calls cannot be forced. Where `beforeArguments` has control tokens, it
// becomes part of the prompt, and only a single tool can be asked for.
struct ForcedCall {
  std::string_view opening;
  std::string_view beforeArguments;
  std::string_view afterArguments;
};

// A family of models that mark reasoning and tool calls alike. A row fits if all of `words` are in
// the chat template and, where they are given, the architecture is one of `architectures` and the
// model's name has one of `names` in it. The first that fits is used.
struct AnswerFamily {
  std::string_view name;  // "Hermes"
  std::span<const std::string_view> words;
  std::span<const std::string_view> architectures;
  std::span<const std::string_view> names;  // in lower case
  std::unique_ptr<AnswerParser> (*make)(const AnswerSetup& setup);
  ForcedCall forced;
  // What an answer that is no call begins with, behind the template's own words: the prompt is
  // continued with it where the answer is held to a format.
  std::string_view contentOpening = {};
};

[[nodiscard]] std::span<const AnswerFamily> answerFamilies();

// The last row fits every model.
[[nodiscard]] const AnswerFamily& answerFamilyFor(const AnswerSetup& setup);

}  // namespace alcove::chat
