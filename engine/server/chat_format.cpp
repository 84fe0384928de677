// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <utility>

#include "server/completion_format.h"
#include "server/logprob_views.h"

namespace alcove::server {
namespace {

using chat::AnswerPiece;
using nlohmann::ordered_json;

ordered_json choiceJson(std::size_t index, const char* member, ordered_json said,
                        ordered_json logprobs, ordered_json finishReason) {
  return {{"index", index},
          {member, std::move(said)},
          {"logprobs", std::move(logprobs)},
          {"finish_reason", std::move(finishReason)}};
}

void append(ordered_json& object, const char* member, const std::string& text) {
  const auto at = object.find(member);
  if (at == object.end())
    object[member] = text;
  else
    at->get_ref<std::string&>() += text;
}

// Where in delta["tool_calls"] the call stands.
ordered_json& callOf(ordered_json& delta, std::size_t index) {
  ordered_json& calls = delta["tool_calls"];
  for (ordered_json& call : calls)
    if (call["index"] == index) return call;
  calls.push_back({{"index", index}});
  return calls.back();
}

ordered_json deltaOf(const std::vector<AnswerPiece>& pieces) {
  ordered_json delta = ordered_json::object();
  for (const AnswerPiece& piece : pieces) {
    switch (piece.kind) {
      case AnswerPiece::Kind::Content:
        append(delta, "content", piece.text);
        break;
      case AnswerPiece::Kind::Reasoning:
        append(delta, "reasoning_content", piece.text);
        break;
      case AnswerPiece::Kind::ToolCallBegin: {
        ordered_json& call = callOf(delta, piece.index);
        call["id"] = piece.id;
        call["type"] = "function";
        call["function"] = {{"name", piece.name}, {"arguments", ""}};
        break;
      }
      case AnswerPiece::Kind::ToolCallArguments:
        append(callOf(delta, piece.index)["function"], "arguments", piece.text);
        break;
      case AnswerPiece::Kind::ToolCallEnd:
        break;
    }
  }
  return delta;
}

ordered_json messageOf(const chat::AnswerMessage& said) {
  ordered_json message = {{"role", "assistant"}, {"content", said.content}};
  if (!said.reasoning.empty()) message["reasoning_content"] = said.reasoning;
  if (said.toolCalls.empty()) return message;
  if (said.content.empty()) message["content"] = nullptr;
  for (const chat::AnswerToolCall& call : said.toolCalls)
    message["tool_calls"].push_back(
        {{"id", call.id},
         {"type", "function"},
         {"function", {{"name", call.name}, {"arguments", call.arguments}}}});
  return message;
}

class ChatFormat final : public CompletionFormat {
 public:
  ChatFormat(const runtime::Engine& engine, bool hasTools)
      : m_tokenizer(engine.tokenizer()), m_hasTools(hasTools) {}

  const char* idPrefix() const override { return "chatcmpl"; }
  const char* object(bool chunk) const override {
    return chunk ? "chat.completion.chunk" : "chat.completion";
  }

  std::optional<ordered_json> opening(std::size_t answer) override {
    // Where no content may follow, a client must not take it for an empty one.
    ordered_json delta = {{"role", "assistant"}, {"content", nullptr}};
    if (!m_hasTools) delta["content"] = "";
    return choiceJson(answer, "delta", std::move(delta), nullptr, nullptr);
  }

  std::optional<ordered_json> part(const AnswerEvent& event) override {
    if (event.step.logprobs) m_waiting[event.answer].push_back(*event.step.logprobs);
    ordered_json delta = deltaOf(event.pieces);
    if (delta.empty()) return std::nullopt;
    return choiceJson(event.answer, "delta", std::move(delta), takeLogprobs(event.answer), nullptr);
  }

  ordered_json end(const AnswerEvent& event) override {
    return choiceJson(event.answer, "delta", ordered_json::object(), takeLogprobs(event.answer),
                      completionFinishReason(event));
  }

  ordered_json whole(const WholeAnswer& answer) override {
    return choiceJson(answer.end.answer, "message", messageOf(answer.message),
                      logprobsJson(answer.logprobs), completionFinishReason(answer.end));
  }

 private:
  ordered_json logprobsJson(const std::vector<sampling::TokenLogprobs>& logprobs) const {
    return logprobs.empty() ? ordered_json() : chatLogprobs(logprobs, m_tokenizer);
  }
  ordered_json takeLogprobs(std::size_t answer) {
    return logprobsJson(std::exchange(m_waiting[answer], {}));
  }

  const tokenizer::Tokenizer& m_tokenizer;
  bool m_hasTools;
  std::map<std::size_t, std::vector<sampling::TokenLogprobs>> m_waiting;
};

}  // namespace

std::unique_ptr<CompletionFormat> chatFormat(const runtime::Engine& engine, bool hasTools) {
  return std::make_unique<ChatFormat>(engine, hasTools);
}

}  // namespace alcove::server
