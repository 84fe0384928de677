// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/anthropic_answer.h"

#include <utility>

#include "server/anthropic_blocks.h"
#include "server/event_stream.h"
#include "server/fresh_id.h"
#include "server/json_views.h"
#include "server/refusal.h"

namespace alcove::server {
namespace {

using nlohmann::ordered_json;
using runtime::FinishReason;

// The running answer and what stays the same in all that is said of it.
struct Message {
  AnswerRun run;
  std::string id;
  std::size_t promptTokens;
  runtime::ContextPolicy policy;
};

// The protocol has no word for a request that was cancelled: the answer was cut short.
const char* stopReason(const AnswerEvent& end) {
  switch (end.step.reason) {
    case FinishReason::Length:
    case FinishReason::Cancelled:
      return "max_tokens";
    case FinishReason::ContextFull:
      return "model_context_window_exceeded";
    default:
      if (end.called) return "tool_use";
      return end.step.stopString.empty() ? "end_turn" : "stop_sequence";
  }
}

ordered_json stopSequence(const AnswerEvent& end) {
  return end.step.stopString.empty() ? ordered_json() : ordered_json(end.step.stopString);
}

// Here the tokens of the prompt that were in the cache are counted apart from the others.
ordered_json anthropicUsage(const TokenUsage& usage) {
  return {{"input_tokens", usage.promptTokens - usage.cachedPromptTokens},
          {"cache_creation_input_tokens", 0},
          {"cache_read_input_tokens", usage.cachedPromptTokens},
          {"output_tokens", usage.completionTokens}};
}

ordered_json messageJson(const Message& message, ordered_json content, ordered_json usage) {
  return {{"id", message.id},
          {"type", "message"},
          {"role", "assistant"},
          {"model", message.run.engine().info().name},
          {"content", std::move(content)},
          {"stop_reason", nullptr},
          {"stop_sequence", nullptr},
          {"usage", std::move(usage)}};
}

void streamMessage(Message& message, HttpStream& stream) {
  TokenUsage usage;
  usage.promptTokens = message.promptTokens;
  sendAnthropicEvent(
      stream, "message_start",
      {{"message", messageJson(message, ordered_json::array(), anthropicUsage(usage))}});
  sendAnthropicEvent(stream, "ping", ordered_json::object());
  AnthropicBlocks sender(stream);
  AnswerParts parts(&sender);
  const AnswerEvent end = readParts(message.run, parts, [&] { return stream.connected(); });
  parts.finish();
  if (end.step.reason == FinishReason::Failed) {
    sendNamedEventText(stream, "error", anthropicErrorBody(500, "internal", end.step.failure));
    return;
  }
  sendAnthropicEvent(
      stream, "message_delta",
      {{"delta", {{"stop_reason", stopReason(end)}, {"stop_sequence", stopSequence(end)}}},
       {"usage", anthropicUsage(message.run.usage())},
       {"alcove", answerJson(end.step, message.run.engine().info(), message.policy)}});
  sendAnthropicEvent(stream, "message_stop", ordered_json::object());
}

HttpResponse wholeMessage(Message& message, const Connected& connected) {
  AnswerParts parts;
  const AnswerEvent end = readParts(message.run, parts, connected);
  parts.finish();
  if (end.step.reason == FinishReason::Failed) throw Refusal(500, "internal", end.step.failure);
  ordered_json content = ordered_json::array();
  for (const AnswerPart& part : parts.parts()) content.push_back(anthropicBlock(part));
  ordered_json body = messageJson(message, std::move(content), anthropicUsage(message.run.usage()));
  body["stop_reason"] = stopReason(end);
  body["stop_sequence"] = stopSequence(end);
  body["alcove"] = answerJson(end.step, message.run.engine().info(), message.policy);
  HttpResponse response;
  response.body = jsonText(body);
  return response;
}

}  // namespace

HttpResponse anthropicResponse(std::shared_ptr<LoadedModel> model, PreparedAnswer answer,
                               bool stream, const HttpRequest& request) {
  const std::size_t promptTokens = answer.generation.prompt.size();
  const runtime::ContextPolicy policy = answer.generation.contextPolicy;
  std::vector<PreparedAnswer> answers;
  answers.push_back(std::move(answer));
  const std::shared_ptr<Message> message(new Message{
      {std::move(model), std::move(answers), request.live}, freshId("msg_"), promptTokens, policy});
  if (!stream) return wholeMessage(*message, request.connected);
  HttpResponse response;
  response.contentType = kEventStreamType;
  response.stream = [message](HttpStream& out) { streamMessage(*message, out); };
  return response;
}

}  // namespace alcove::server
