// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/answer_parsing.h"

#include <iterator>

#include "chat/chat_template.h"
#include "chat/model_template.h"

namespace alcove::runtime {
namespace {

// Enough for what a template opens for the answer: a role's header, a thinking tag.
constexpr std::size_t kTailTokens = 16;

}  // namespace

AnswerReader::AnswerReader(const Engine& engine, const Prompt& prompt,
                           const nlohmann::ordered_json* tools) {
  const chat::ChatTemplate* rendered = engine.chatTemplate(tools != nullptr);
  const std::string name = chat::calledName(engine.file());
  const tokenizer::Tokenizer& tokenizer = engine.tokenizer();
  const std::size_t tail = std::min(prompt.tokens.size(), kTailTokens);
  const std::string words =
      tokenizer.decode(std::span(prompt.tokens).last(tail), /*withControl=*/true);
  chat::AnswerSetup setup;
  if (rendered != nullptr) setup.templateSource = rendered->source();
  setup.architecture = engine.info().architecture;
  setup.modelName = name;
  setup.promptTail = words;
  setup.tokenizer = &tokenizer;
  setup.tools = tools;
  m_family = &chat::answerFamilyFor(setup);
  m_parser = m_family->make(setup);
}

std::vector<chat::AnswerPiece> AnswerReader::read(const GenerationEvent& event) {
  std::vector<chat::AnswerPiece> pieces = m_parser->feed(event.text);
  const auto append = [&pieces](std::vector<chat::AnswerPiece> more) {
    pieces.insert(pieces.end(), std::make_move_iterator(more.begin()),
                  std::make_move_iterator(more.end()));
  };
  if (!event.control.empty()) append(m_parser->feedControl(event.control));
  if (event.last) append(m_parser->finish());
  return pieces;
}

}  // namespace alcove::runtime
