// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/chat_request.h"

#include <utility>

#include "server/forced_calls.h"

namespace alcove::server {
namespace {

using runtime::TokenId;

// What the prompt goes on with so that the answer is what it must be.
struct Opening {
  std::string text;  // control tokens parsed
  std::shared_ptr<const grammar::Grammar> grammar;
};

Opening openingOf(const ChatRequest& chat, const runtime::AnswerReader& reader) {
  if (chat.toolUse == ToolUse::Required) {
    const runtime::AnswerReader::Forced form = reader.forced(onlyToolName(chat));
    return {form.opening, forcedCallGrammar(chat, form)};
  }
  // An answer that is held to a format has no room for a thought that was begun.
  if (chat.format && !reader.openThought().empty())
    return {std::string(reader.openThought()) + "\n\n", chat.format};
  return {{}, chat.format};
}

// What `reader` makes of tokens that are as good as answered.
std::vector<chat::AnswerPiece> show(runtime::AnswerReader& reader, std::span<const TokenId> tokens,
                                    const tokenizer::Tokenizer& tokenizer) {
  std::vector<chat::AnswerPiece> pieces;
  tokenizer::StreamingDetokenizer detokenizer(tokenizer);
  for (const TokenId token : tokens) {
    runtime::GenerationEvent event;
    if (tokenizer.isControl(token)) {
      event.text = detokenizer.flush();
      event.control = tokenizer.bytes(token);
    } else {
      event.text = detokenizer.push(token);
    }
    for (chat::AnswerPiece& piece : reader.read(event)) pieces.push_back(std::move(piece));
  }
  return pieces;
}

}  // namespace

const nlohmann::ordered_json* ChatRequest::heardTools() const {
  return toolUse == ToolUse::None || tools.empty() ? nullptr : &tools;
}

runtime::Prompt renderChat(const ChatRequest& chat, const runtime::Engine& engine) {
  return runtime::chatPrompt(engine, chat.messages, {chat.heardTools(), &chat.variables});
}

runtime::GenerationRequest varied(const runtime::GenerationRequest& request, std::size_t index) {
  runtime::GenerationRequest mine = request;
  // A seed of 0 stands for a fresh one, which each answer draws for itself.
  if (mine.sampling.seed != 0) mine.sampling.seed += index;
  if (index > 0 && request.constraint) mine.constraint = request.constraint->clone();
  return mine;
}

std::vector<PreparedAnswer> prepareChat(const ChatRequest& chat, const runtime::Engine& engine,
                                        std::size_t answers) {
  const runtime::Prompt prompt = renderChat(chat, engine);
  runtime::GenerationRequest request = chat.generation;
  request.prompt = prompt.tokens;
  request.namesControl = true;
  if (request.contextPolicy != runtime::ContextPolicy::Stop) request.keepTokens = prompt.keepTokens;

  std::vector<PreparedAnswer> prepared(answers);
  std::vector<TokenId> opening;
  for (std::size_t i = 0; i < answers; ++i) {
    PreparedAnswer& answer = prepared[i];
    answer.reader = std::make_unique<runtime::AnswerReader>(engine, prompt, chat.heardTools());
    answer.parallelCalls = chat.parallelCalls;
    if (i == 0) {
      const Opening begun = openingOf(chat, *answer.reader);
      opening = engine.tokenizer().encode(begun.text, tokenizer::ControlTokens::Parse);
      request.prompt.insert(request.prompt.end(), opening.begin(), opening.end());
      if (begun.grammar) request.constraint = engine.constrain(begun.grammar);
    }
    answer.begun = show(*answer.reader, opening, engine.tokenizer());
    answer.generation = varied(request, i);
  }
  return prepared;
}

}  // namespace alcove::server
