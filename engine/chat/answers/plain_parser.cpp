// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/answers/parsers.h"

namespace alcove::chat::answers {
namespace {

// Everything is content; control tokens say nothing.
class PlainParser final : public AnswerParser {
 public:
  std::vector<AnswerPiece> feed(std::string_view text) override {
    if (text.empty()) return {};
    AnswerPiece piece;
    piece.text = text;
    return {std::move(piece)};
  }
  std::vector<AnswerPiece> feedControl(std::string_view) override { return {}; }
  std::vector<AnswerPiece> finish() override { return {}; }
};

}  // namespace

std::unique_ptr<AnswerParser> plainParser(const AnswerSetup&) {
  return std::make_unique<PlainParser>();
}

}  // namespace alcove::chat::answers
