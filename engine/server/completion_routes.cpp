// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>
#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <memory>
#include <nlohmann/json.hpp>

#include "runtime/prompt.h"
#include "server/answer_grammar.h"
#include "server/chat_fields.h"
#include "server/event_stream.h"
#include "server/generation_fields.h"
#include "server/json_views.h"
#include "server/model_name.h"
#include "server/refusal.h"
#include "server/route.h"
#include "server/running_answer.h"

namespace alcove::server {
namespace {

using nlohmann::ordered_json;
using runtime::FinishReason;
using runtime::GenerationEvent;

enum class Kind { Chat, Text };

// What stays the same in all chunks of one answer.
struct Shape {
  Kind kind;
  std::string id;
  std::int64_t created;
  std::string model;
  runtime::ContextPolicy policy;
  bool separateUsage;  // OpenAI's include_usage: a chunk of its own, after the finish reason
};

std::string nextId(Kind kind) {
  static std::atomic<std::uint64_t> counter{0};
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return fmt::format("{}-{:x}-{}", kind == Kind::Chat ? "chatcmpl" : "cmpl",
                     std::chrono::duration_cast<std::chrono::microseconds>(now).count(), ++counter);
}

ordered_json envelope(const Shape& shape, bool chunk) {
  const char* object = shape.kind == Kind::Text ? "text_completion"
                       : chunk                  ? "chat.completion.chunk"
                                                : "chat.completion";
  return {{"id", shape.id}, {"object", object}, {"created", shape.created}, {"model", shape.model}};
}

ordered_json chunkJson(const Shape& shape, const std::string& text, const char* finishReason,
                       bool first = false) {
  ordered_json choice = {{"index", 0}};
  if (shape.kind == Kind::Text) {
    choice["text"] = text;
  } else {
    ordered_json delta = ordered_json::object();
    if (first) delta["role"] = "assistant";
    if (first || !text.empty()) delta["content"] = text;
    choice["delta"] = delta;
  }
  choice["logprobs"] = nullptr;
  choice["finish_reason"] = finishReason != nullptr ? ordered_json(finishReason) : ordered_json();
  ordered_json chunk = envelope(shape, true);
  chunk["choices"] = ordered_json::array({choice});
  return chunk;
}

void addUsage(ordered_json& body, const Shape& shape, const GenerationEvent& last,
              const runtime::ModelInfo& info) {
  body["usage"] = usageJson(last.stats);
  body["alcove"] = answerJson(last, info, shape.policy);
}

void streamAnswer(RunningAnswer& answer, const Shape& shape, HttpStream& stream) {
  const Connected connected = [&stream] { return stream.connected(); };
  if (shape.kind == Kind::Chat) sendEvent(stream, chunkJson(shape, "", nullptr, true));
  GenerationEvent event;
  while (!(event = answer.next(connected)).last)
    if (!event.text.empty()) sendEvent(stream, chunkJson(shape, event.text, nullptr));

  if (event.reason == FinishReason::Failed) {
    sendEventText(stream, errorBody("internal", event.failure));
    return;
  }
  if (!event.text.empty()) sendEvent(stream, chunkJson(shape, event.text, nullptr));
  ordered_json chunk = chunkJson(shape, "", finishReasonName(event.reason));
  if (shape.separateUsage) {
    sendEvent(stream, chunk);
    chunk = envelope(shape, true);
    chunk["choices"] = ordered_json::array();
  }
  addUsage(chunk, shape, event, answer.engine().info());
  sendEvent(stream, chunk);
  sendEventText(stream, "[DONE]");
}

HttpResponse wholeAnswer(RunningAnswer& answer, const Shape& shape, const Connected& connected) {
  std::string text;
  GenerationEvent event;
  do {
    event = answer.next(connected);
    text += event.text;
  } while (!event.last);
  if (event.reason == FinishReason::Failed) throw Refusal(500, "internal", event.failure);

  ordered_json choice = {{"index", 0}};
  if (shape.kind == Kind::Chat) {
    choice["message"] = {{"role", "assistant"}, {"content", text}};
  } else {
    choice["text"] = text;
  }
  choice["logprobs"] = nullptr;
  choice["finish_reason"] = finishReasonName(event.reason);
  ordered_json body = envelope(shape, false);
  body["choices"] = ordered_json::array({choice});
  addUsage(body, shape, event, answer.engine().info());
  HttpResponse response;
  response.body = jsonText(body);
  return response;
}

bool wantsSeparateUsage(const JsonReader& reader) {
  const ordered_json* options = reader.find("stream_options");
  if (options == nullptr) return false;
  if (!options->is_object())
    throw Error(ErrorCode::InvalidArgument, "'stream_options' must be an object.");
  return options->value("include_usage", ordered_json()) == true;
}

// A plain prompt passes no template that could show tools to the model.
void refuseTools(const JsonReader& reader) {
  const ordered_json* tools = reader.find("tools");
  if (tools != nullptr && !(tools->is_structured() && tools->empty()))
    throw Error(ErrorCode::Unsupported,
                "'tools' need messages; send them to /v1/chat/completions.");
}

HttpResponse complete(ModelHost& host, const HttpRequest& request, Kind kind) {
  const JsonReader reader(request.body);
  runtime::GenerationRequest generation = readGenerationFields(reader);
  const bool stream = reader.boolean("stream").value_or(false);
  const std::shared_ptr<LoadedModel> model = host.require();
  const runtime::Engine& engine = *model->engine;
  checkModelName(reader, engine.info());
  requireGeneration(engine.info());
  if (auto grammar = readAnswerGrammar(reader))
    generation.constraint = engine.constrain(std::move(grammar));

  if (kind == Kind::Text) refuseTools(reader);
  runtime::Prompt prompt = kind == Kind::Chat
                               ? readChatPrompt(reader, engine)
                               : runtime::textPrompt(engine, reader.requireString("prompt"));
  generation.prompt = std::move(prompt.tokens);
  if (generation.contextPolicy != runtime::ContextPolicy::Stop)
    generation.keepTokens = prompt.keepTokens;

  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const Shape shape{kind,
                    nextId(kind),
                    std::chrono::duration_cast<std::chrono::seconds>(now).count(),
                    engine.info().name,
                    generation.contextPolicy,
                    wantsSeparateUsage(reader)};
  auto answer = std::make_shared<RunningAnswer>(model, std::move(generation), request.live);
  if (!stream) return wholeAnswer(*answer, shape, request.connected);
  HttpResponse response;
  response.contentType = kEventStreamType;
  response.stream = [answer, shape](HttpStream& out) { streamAnswer(*answer, shape, out); };
  return response;
}

}  // namespace

HttpResponse postChatCompletions(ModelHost& host, const HttpRequest& request) {
  return complete(host, request, Kind::Chat);
}

HttpResponse postCompletions(ModelHost& host, const HttpRequest& request) {
  return complete(host, request, Kind::Text);
}

}  // namespace alcove::server
