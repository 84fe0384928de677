// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "chat/answer_parser.h"
#include "chat/answers/tool_set.h"

namespace alcove::chat::answers {

enum class CallIds {
  Call,   // "call_" and 24 letters and digits
  Short,  // 9 letters and digits, which Mistral's templates insist on
};

// Where the parsers put what they find: makes the pieces, gives calls their ids, and holds them to
// the tools that were given and to limits. White space between text and calls is dropped: around
// calls, behind reasoning, and around the reasoning itself.
class PieceWriter {
 public:
  static constexpr std::size_t kMaxCalls = 128;
  static constexpr std::size_t kMaxArgumentBytes = std::size_t(1) << 20;  // of one call

  PieceWriter(const AnswerSetup& setup, CallIds ids);

  void content(std::string_view text);
  void reasoning(std::string_view text);
  // Text that looks like a call and is none, given as content; `problem` says why and may be empty.
  void refuse(std::string_view text, std::string problem);

  // False, with a sentence in `problem`, if there can be no call of this name; then nothing has
  // begun. REQUIRES: no call has.
  [[nodiscard]] bool beginCall(std::string_view name, std::string& problem);
  // False if the call's arguments get too long. REQUIRES: a call has begun.
  [[nodiscard]] bool arguments(std::string_view text);
  void endCall(std::string problem = {});
  [[nodiscard]] bool inCall() const { return m_tool != nullptr; }
  // The tool that is called. REQUIRES: a call has begun.
  [[nodiscard]] const Tool& tool() const { return *m_tool; }
  [[nodiscard]] const ToolSet& tools() const { return m_tools; }

  // True if nothing but white space was content so far.
  [[nodiscard]] bool blank() const { return !m_hasContent; }
  [[nodiscard]] std::size_t calls() const { return m_calls; }

  // What came since the last time. `ended`: with the white space that was held back.
  [[nodiscard]] std::vector<AnswerPiece> take(bool ended);

 private:
  void add(AnswerPiece::Kind kind, std::string_view text);
  [[nodiscard]] std::string nextId();

  ToolSet m_tools;
  CallIds m_ids;
  std::mt19937_64 m_random;
  std::vector<AnswerPiece> m_pieces;
  const Tool* m_tool = nullptr;
  std::size_t m_calls = 0;
  std::size_t m_argumentBytes = 0;
  std::string m_space;         // behind content, held back
  std::string m_thoughtSpace;  // the same behind reasoning
  bool m_hasContent = false;
  bool m_hasReasoning = false;
  bool m_dropsSpace = false;  // until the next word of content
};

}  // namespace alcove::chat::answers
