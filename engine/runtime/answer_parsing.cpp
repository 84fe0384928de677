// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/answer_parsing.h"

#include <alcove/error.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "chat/chat_template.h"
#include "chat/model_template.h"

namespace alcove::runtime {
namespace {

// Enough for what a template opens for the answer: a role's header, a thinking tag.
constexpr std::size_t kTailTokens = 16;

}  // namespace

AnswerReader::AnswerReader(const Engine& engine, const Prompt& prompt,
                           const nlohmann::ordered_json* tools)
    : m_tokenizer(engine.tokenizer()) {
  const chat::ChatTemplate* rendered = engine.chatTemplate(tools != nullptr);
  const std::string name = chat::calledName(engine.file());
  const std::size_t tail = std::min(prompt.tokens.size(), kTailTokens);
  m_promptTail = m_tokenizer.decode(std::span(prompt.tokens).last(tail), /*withControl=*/true);
  chat::AnswerSetup setup;
  if (rendered != nullptr) setup.templateSource = rendered->source();
  setup.architecture = engine.info().architecture;
  setup.modelName = name;
  setup.promptTail = m_promptTail;
  setup.tokenizer = &m_tokenizer;
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

AnswerReader::Forced AnswerReader::forced(std::string_view onlyName) const {
  const chat::ForcedCall& form = m_family->forced;
  if (form.opening.empty())
    throw Error(ErrorCode::Unsupported,
                "This model's family has no form in which a call can be forced; set 'tool_choice' "
                "to auto.");
  Forced forced{std::string(form.opening), false, std::string(form.beforeArguments),
                std::string(form.afterArguments)};
  if (m_promptTail.ends_with(form.opening)) forced.opening.clear();
  const auto middle = m_tokenizer.encode(form.beforeArguments, tokenizer::ControlTokens::Parse);
  const bool marked =
      std::ranges::any_of(middle, [this](TokenId id) { return m_tokenizer.isControl(id); });
  if (marked) {
    // What an answer is held to is text, which cannot say a control token.
    if (onlyName.empty())
      throw Error(ErrorCode::Unsupported,
                  "This model can be made to call one tool, but not to choose among several; name "
                  "the tool in 'tool_choice', or set it to auto.");
    forced.opening += std::string(onlyName) + std::exchange(forced.beforeArguments, {});
    forced.hasName = true;
  }
  const std::string_view open = openThought();
  if (!open.empty()) forced.opening = std::string(open) + "\n\n" + forced.opening;
  return forced;
}

std::string_view AnswerReader::openThought() const { return chat::openThought(m_promptTail); }

std::vector<AnswerReader::ThoughtTokens> AnswerReader::possibleThoughts() const {
  std::vector<ThoughtTokens> found;
  const std::string_view tail =
      std::string_view(m_promptTail).substr(0, m_promptTail.find_last_not_of(" \n\r\t") + 1);
  for (const chat::ThoughtMarks& marks : chat::thoughtMarks()) {
    if (tail.ends_with(marks.open) || tail.ends_with(marks.close)) return {};
    const auto open = m_tokenizer.find(marks.open);
    const auto close = m_tokenizer.find(marks.close);
    if (open && close) found.push_back({*open, *close});
  }
  return found;
}

}  // namespace alcove::runtime
