// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/answer_parser.h"

#include "base/assert.h"
#include "chat/answer_families.h"

namespace alcove::chat {

std::unique_ptr<AnswerParser> answerParserFor(const AnswerSetup& setup) {
  return answerFamilyFor(setup).make(setup);
}

void AnswerMessage::add(const AnswerPiece& piece) {
  using Kind = AnswerPiece::Kind;
  switch (piece.kind) {
    case Kind::Content:
      content += piece.text;
      if (!piece.problem.empty()) problems.push_back(piece.problem);
      break;
    case Kind::Reasoning:
      reasoning += piece.text;
      break;
    case Kind::ToolCallBegin:
      ALCOVE_ASSERT(piece.index == toolCalls.size());
      toolCalls.push_back({piece.id, piece.name, {}, {}});
      break;
    case Kind::ToolCallArguments:
      toolCalls.at(piece.index).arguments += piece.text;
      break;
    case Kind::ToolCallEnd:
      toolCalls.at(piece.index).problem = piece.problem;
      break;
  }
}

void AnswerMessage::add(const std::vector<AnswerPiece>& pieces) {
  for (const AnswerPiece& piece : pieces) add(piece);
}

}  // namespace alcove::chat
