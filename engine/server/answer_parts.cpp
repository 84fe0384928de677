// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/answer_parts.h"

#include <utility>

#include "base/assert.h"

namespace alcove::server {

void AnswerParts::add(const chat::AnswerPiece& piece) {
  using Kind = chat::AnswerPiece::Kind;
  switch (piece.kind) {
    case Kind::Content:
    case Kind::Reasoning:
      if (piece.text.empty()) return;
      need(piece.kind == Kind::Content ? AnswerPart::Kind::Text : AnswerPart::Kind::Reasoning);
      say(piece.text);
      return;
    case Kind::ToolCallBegin:
      begin({AnswerPart::Kind::Call, {}, piece.id, piece.name, {}});
      return;
    case Kind::ToolCallArguments:
      ALCOVE_ASSERT(m_open && m_parts.back().kind == AnswerPart::Kind::Call);
      if (!piece.text.empty()) say(piece.text);
      return;
    case Kind::ToolCallEnd:
      ALCOVE_ASSERT(m_open && m_parts.back().kind == AnswerPart::Kind::Call);
      m_parts.back().problem = piece.problem;
      finish();
      return;
  }
}

void AnswerParts::finish() {
  if (!m_open) return;
  m_open = false;
  if (m_listener) m_listener->end(m_parts.back(), m_parts.size() - 1);
}

void AnswerParts::begin(AnswerPart part) {
  finish();
  m_parts.push_back(std::move(part));
  m_open = true;
  if (m_listener) m_listener->begin(m_parts.back(), m_parts.size() - 1);
}

void AnswerParts::say(const std::string& text) {
  m_parts.back().text += text;
  if (m_listener) m_listener->say(m_parts.back(), m_parts.size() - 1, text);
}

void AnswerParts::need(AnswerPart::Kind kind) {
  if (m_open && m_parts.back().kind == kind) return;
  AnswerPart part;
  part.kind = kind;
  begin(std::move(part));
}

AnswerEvent readParts(AnswerRun& run, AnswerParts& parts, const Connected& connected) {
  AnswerEvent last;
  while (auto event = run.next(connected)) {
    for (const chat::AnswerPiece& piece : event->pieces) parts.add(piece);
    last = *std::move(event);
  }
  return last;
}

}  // namespace alcove::server
