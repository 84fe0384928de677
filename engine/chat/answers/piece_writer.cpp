// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/answers/piece_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/assert.h"
#include "chat/answers/markup.h"

namespace alcove::chat::answers {
namespace {

using Kind = AnswerPiece::Kind;

// More white space than this is handed out at once, so that no blank answer waits for its end.
constexpr std::size_t kMostSpaceHeld = 256;

std::uint64_t randomSeed() {
  std::random_device device;
  return (std::uint64_t(device()) << 32) ^ device();
}

// At most 64 bytes, in whole characters.
std::string beginning(std::string text) {
  std::size_t end = std::min<std::size_t>(text.size(), 64);
  while (end < text.size() && end > 0 && (text[end] & 0xC0) == 0x80) --end;
  return text.substr(0, end);
}

}  // namespace

PieceWriter::PieceWriter(const AnswerSetup& setup, CallIds ids)
    : m_tools(setup.tools), m_ids(ids), m_random(setup.idSeed ? setup.idSeed : randomSeed()) {}

void PieceWriter::add(Kind kind, std::string_view text) {
  if (text.empty()) return;
  if (m_pieces.empty() || m_pieces.back().kind != kind || !m_pieces.back().problem.empty()) {
    AnswerPiece piece;
    piece.kind = kind;
    m_pieces.push_back(std::move(piece));
  }
  m_pieces.back().text += text;
}

void PieceWriter::content(std::string_view text) {
  for (const char c : text) {
    if (c == kControlBegin || c == kControlEnd) continue;
    if (isSpace(c)) {
      if (m_dropsSpace) continue;
      m_space += c;
      if (m_space.size() < kMostSpaceHeld) continue;
      add(Kind::Content, std::exchange(m_space, {}));
      continue;
    }
    add(Kind::Content, std::exchange(m_space, {}));
    add(Kind::Content, std::string_view(&c, 1));
    m_hasContent = true;
    m_dropsSpace = false;
  }
}

void PieceWriter::reasoning(std::string_view text) {
  for (const char c : text) {
    if (c == kControlBegin || c == kControlEnd) continue;
    if (isSpace(c)) {
      if (m_hasReasoning) m_thoughtSpace += c;
      if (m_thoughtSpace.size() < kMostSpaceHeld) continue;
      add(Kind::Reasoning, std::exchange(m_thoughtSpace, {}));
      continue;
    }
    add(Kind::Reasoning, std::exchange(m_thoughtSpace, {}));
    add(Kind::Reasoning, std::string_view(&c, 1));
    m_hasReasoning = true;
  }
  m_space.clear();
  m_dropsSpace = true;
}

void PieceWriter::refuse(std::string_view text, std::string problem) {
  if (problem.empty()) {
    content(spelledOut(text));
    return;
  }
  AnswerPiece piece;
  piece.text = std::exchange(m_space, {}) + spelledOut(text);
  piece.problem = std::move(problem);
  m_pieces.push_back(std::move(piece));
  m_hasContent = true;
  m_dropsSpace = false;
}

std::string PieceWriter::nextId() {
  static constexpr std::string_view kAlphabet =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  std::string id = m_ids == CallIds::Call ? "call_" : "";
  for (int left = m_ids == CallIds::Call ? 24 : 9; left > 0; --left)
    id += kAlphabet[m_random() % kAlphabet.size()];
  return id;
}

bool PieceWriter::beginCall(std::string_view name, std::string& problem) {
  ALCOVE_ASSERT(!inCall());
  const Tool* tool = m_tools.find(name);
  if (tool == nullptr) {
    problem = fmt::format("The model called '{}', which is none of the tools that were given.",
                          beginning(spelledOut(name)));
    return false;
  }
  if (m_calls >= kMaxCalls) {
    problem = fmt::format("The answer has more than {} calls.", kMaxCalls);
    return false;
  }
  m_tool = tool;
  m_argumentBytes = 0;
  AnswerPiece piece;
  piece.kind = Kind::ToolCallBegin;
  piece.index = m_calls++;
  piece.id = nextId();
  piece.name = tool->name;
  m_pieces.push_back(std::move(piece));
  m_space.clear();
  m_dropsSpace = true;
  return true;
}

bool PieceWriter::arguments(std::string_view text) {
  ALCOVE_ASSERT(inCall());
  if (text.size() > kMaxArgumentBytes - m_argumentBytes) return false;
  m_argumentBytes += text.size();
  add(Kind::ToolCallArguments, text);
  if (!text.empty()) m_pieces.back().index = m_calls - 1;
  return true;
}

void PieceWriter::endCall(std::string problem) {
  ALCOVE_ASSERT(inCall());
  AnswerPiece piece;
  piece.kind = Kind::ToolCallEnd;
  piece.index = m_calls - 1;
  piece.problem = std::move(problem);
  m_pieces.push_back(std::move(piece));
  m_tool = nullptr;
}

std::vector<AnswerPiece> PieceWriter::take(bool ended) {
  if (ended) add(Kind::Content, std::exchange(m_space, {}));
  return std::exchange(m_pieces, {});
}

}  // namespace alcove::chat::answers
