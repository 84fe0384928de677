// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "chat/answer_families.h"
#include "chat/answer_parser.h"
#include "runtime/engine.h"
#include "runtime/prompt.h"

namespace alcove::runtime {

// Reads the answer to one chat request (whose GenerationRequest says namesControl) as its model's
// family writes it. `tools` as they were given to chatPrompt(); null for none. One per answer;
// not thread-safe.
class AnswerReader {
 public:
  // Throws Error Corrupt for a file whose template cannot be read.
  AnswerReader(const Engine& engine, const Prompt& prompt, const nlohmann::ordered_json* tools);

  // What an event brings; the last one finishes the answer.
  [[nodiscard]] std::vector<chat::AnswerPiece> read(const GenerationEvent& event);

  [[nodiscard]] const chat::AnswerFamily& family() const { return *m_family; }

  // What makes the answer a call. `onlyName`: the tool's name if there is no choice, else empty.
  // The prompt goes on with `opening` (control tokens parsed), which this reader must be shown as
  // if it were the answer's beginning; what comes then is the tool's name, unless the opening
  // has it, `beforeArguments`, the JSON arguments and `afterArguments`. A thought that the prompt
  // has opened is closed first. Throws Error Unsupported if the family has no such form, or only
  // one for a single tool.
  struct Forced {
    std::string opening;
    bool hasName = false;
    std::string beforeArguments;
    std::string afterArguments;
  };
  [[nodiscard]] Forced forced(std::string_view onlyName) const;

  // The tag that closes the thought which the prompt has opened; empty if it has none.
  [[nodiscard]] std::string_view openThought() const;

  // The tokens between which the model may think before it answers. Empty where its tags are no
  // tokens, or the prompt has already opened or closed a thought.
  struct ThoughtTokens {
    TokenId open;
    TokenId close;
  };
  [[nodiscard]] std::vector<ThoughtTokens> possibleThoughts() const;

 private:
  const tokenizer::Tokenizer& m_tokenizer;
  std::string m_promptTail;
  const chat::AnswerFamily* m_family = nullptr;
  std::unique_ptr<chat::AnswerParser> m_parser;
};

}  // namespace alcove::runtime
