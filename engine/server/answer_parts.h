// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "chat/answer_parser.h"
#include "server/answer_run.h"

namespace alcove::server {

// A stretch of an answer that is of one kind: what Anthropic's protocol calls a content block and
// OpenAI's responses an output item.
struct AnswerPart {
  enum class Kind { Text, Reasoning, Call };
  Kind kind = Kind::Text;
  std::string text;     // of a call: its arguments, JSON text
  std::string id;       // of a call
  std::string name;     // of a call
  std::string problem;  // of a call: why `text` is no whole JSON object; else empty
};

// Told of the parts of an answer while it comes: of each its beginning, what it says (in several
// goes, never empty), and its end, before the next one begins. `index`: which part, from 0.
class PartListener {
 public:
  virtual ~PartListener() = default;
  virtual void begin(const AnswerPart& part, std::size_t index) = 0;
  virtual void say(const AnswerPart& part, std::size_t index, std::string_view more) = 0;
  virtual void end(const AnswerPart& part, std::size_t index) = 0;
};

// Puts the pieces of one answer together to parts. Not thread-safe.
class AnswerParts {
 public:
  // `listener` may be null; else it outlives this object.
  explicit AnswerParts(PartListener* listener = nullptr) : m_listener(listener) {}

  void add(const chat::AnswerPiece& piece);
  // No more comes: ends the part that is open.
  void finish();

  [[nodiscard]] const std::vector<AnswerPart>& parts() const { return m_parts; }

 private:
  void begin(AnswerPart part);
  void say(const std::string& text);
  // Makes the open part one of this kind, unless it is.
  void need(AnswerPart::Kind kind);

  PartListener* m_listener;
  std::vector<AnswerPart> m_parts;
  bool m_open = false;  // the last of them
};

// Waits for the only answer of `run` and tells `parts` of it, but does not finish them. Gives its
// last event.
[[nodiscard]] AnswerEvent readParts(AnswerRun& run, AnswerParts& parts, const Connected& connected);

}  // namespace alcove::server
