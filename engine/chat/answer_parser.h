// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace alcove::tokenizer {
class Tokenizer;
}

namespace alcove::chat {

// A piece of an answer, in the order in which the model wrote it. Between ToolCallBegin and
// ToolCallEnd of a call only its arguments come.
struct AnswerPiece {
  enum class Kind {
    Content,            // `text` for the person
    Reasoning,          // `text` that the model thinks before it answers
    ToolCallBegin,      // `index`, `id` and `name`, which is one of the tools that were given
    ToolCallArguments,  // `text`: more of a JSON object; all of them together are the object
    ToolCallEnd,
  };
  Kind kind = Kind::Content;
  std::string text;
  std::size_t index = 0;  // which call of the answer, from 0
  std::string id;
  std::string name;
  // One sentence if a call went wrong: with Content, why this text, which looks like a call, is
  // none; with ToolCallEnd, why the arguments are no whole JSON object.
  std::string problem;
};

// Tells apart what a model writes in its family's markup: text, reasoning, tool calls. Text is held
// back only while it could still turn out to be markup; arguments are handed on as they come. Where
// the pieces are cut says nothing; what they say together does not depend on how the text was cut.
// One per answer; not thread-safe.
class AnswerParser {
 public:
  virtual ~AnswerParser() = default;
  // More of the answer. REQUIRES: valid UTF-8.
  [[nodiscard]] virtual std::vector<AnswerPiece> feed(std::string_view text) = 0;
  // A control token of this spelling stands here. Text of the same spelling is not the token: where
  // a family's markup is made of control tokens, text cannot fake it.
  [[nodiscard]] virtual std::vector<AnswerPiece> feedControl(std::string_view spelling) = 0;
  // The answer is over: what was held back is what it looks like now.
  [[nodiscard]] virtual std::vector<AnswerPiece> finish() = 0;
};

// What is known of a model and of one request before its answer comes.
struct AnswerSetup {
  std::string_view templateSource;  // that the prompt was rendered with
  std::string_view architecture;    // general.architecture
  std::string_view modelName;       // all that the file calls the model, in lower case
  std::string_view promptTail;      // the prompt's last words, control tokens by their spelling
  const tokenizer::Tokenizer* tokenizer = nullptr;  // which spellings are control tokens
  const nlohmann::ordered_json* tools = nullptr;    // those of the request; null for none
  std::uint64_t idSeed = 0;                         // of the calls' ids; 0: a random one
};

// The parser for the model's family (answer_families.h): one that only tells reasoning apart if no
// tools are given, and one that hands everything on as content if the model is of no known family.
[[nodiscard]] std::unique_ptr<AnswerParser> answerParserFor(const AnswerSetup& setup);

// Between what models think before they answer.
struct ThoughtMarks {
  std::string_view open;
  std::string_view close;
};
[[nodiscard]] std::span<const ThoughtMarks> thoughtMarks();

// The tag that closes the thought which a prompt of this tail has opened; empty if it has none.
[[nodiscard]] std::string_view openThought(std::string_view promptTail);

struct AnswerToolCall {
  std::string id;
  std::string name;
  std::string arguments;  // JSON text
  std::string problem;    // empty: `arguments` is a whole JSON object
};

// A whole answer, put together from its pieces.
struct AnswerMessage {
  std::string content;
  std::string reasoning;
  std::vector<AnswerToolCall> toolCalls;
  std::vector<std::string> problems;  // of text that looks like a call and is none
  void add(const AnswerPiece& piece);
  void add(const std::vector<AnswerPiece>& pieces);
};

}  // namespace alcove::chat
