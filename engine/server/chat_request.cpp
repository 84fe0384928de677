// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/chat_request.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <utility>

#include "server/answer_start.h"

namespace alcove::server {
namespace {

using runtime::TokenId;

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
  return runtime::chatPrompt(engine, chat.messages,
                             {chat.heardTools(), &chat.variables, chat.generation.contextPolicy});
}

void checkSeveral(std::size_t promptTokens, std::size_t answers, const runtime::Engine& engine) {
  if (answers > 1 && promptTokens > engine.info().contextTokens)
    throw Error(ErrorCode::LimitExceeded,
                fmt::format("Several answers need a prompt that fits the context of {} tokens; "
                            "this one has {}.",
                            engine.info().contextTokens, promptTokens));
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
  checkSeveral(prompt.tokens.size(), answers, engine);
  runtime::GenerationRequest request = chat.generation;
  request.prompt = prompt.tokens;
  request.namesControl = true;
  request.keepTokens =
      runtime::keptTokens(prompt, request.contextPolicy, engine.info().contextTokens);

  std::vector<PreparedAnswer> prepared(answers);
  std::vector<TokenId> opening;
  for (std::size_t i = 0; i < answers; ++i) {
    PreparedAnswer& answer = prepared[i];
    answer.reader = std::make_unique<runtime::AnswerReader>(engine, prompt, chat.heardTools());
    answer.parallelCalls = chat.parallelCalls;
    if (i == 0) {
      AnswerStart start = answerStart(chat, *answer.reader, engine);
      opening = engine.tokenizer().encode(start.opening, tokenizer::ControlTokens::Parse);
      request.prompt.insert(request.prompt.end(), opening.begin(), opening.end());
      request.constraint = std::move(start.constraint);
    }
    answer.begun = show(*answer.reader, opening, engine.tokenizer());
    answer.generation = varied(request, i);
  }
  return prepared;
}

}  // namespace alcove::server
