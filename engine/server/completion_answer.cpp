// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/completion_answer.h"

#include <fmt/format.h>

#include <atomic>
#include <chrono>
#include <utility>

#include "server/event_stream.h"
#include "server/json_views.h"
#include "server/refusal.h"

namespace alcove::server {
namespace {

using nlohmann::ordered_json;
using runtime::FinishReason;

// The answers to one request and what stays the same in all that is said of them.
struct Completion {
  AnswerRun run;
  std::unique_ptr<CompletionFormat> format;
  std::string id;
  std::int64_t created;
  runtime::ContextPolicy policy;
  bool separateUsage;
};

std::string nextId(const char* prefix) {
  static std::atomic<std::uint64_t> counter{0};
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return fmt::format("{}-{:x}-{}", prefix,
                     std::chrono::duration_cast<std::chrono::microseconds>(now).count(), ++counter);
}

ordered_json bodyOf(const Completion& completion, bool chunk, ordered_json choices) {
  return {{"id", completion.id},
          {"object", completion.format->object(chunk)},
          {"created", completion.created},
          {"model", completion.run.engine().info().name},
          {"choices", std::move(choices)}};
}

ordered_json chunkOf(const Completion& completion, ordered_json choice) {
  return bodyOf(completion, true, ordered_json::array({std::move(choice)}));
}

ordered_json measuresOf(const Completion& completion, const AnswerEvent& end) {
  return answerJson(end.step, completion.run.engine().info(), completion.policy);
}

// The chunks that end an answer of a stream, and the usage behind the last one.
void sendEnd(Completion& completion, const AnswerEvent& end, bool last, HttpStream& stream) {
  ordered_json chunk = chunkOf(completion, completion.format->end(end));
  const bool separate = last && completion.separateUsage;
  if (separate && completion.run.size() > 1) chunk["alcove"] = measuresOf(completion, end);
  if (separate) {
    sendEvent(stream, chunk);
    chunk = bodyOf(completion, true, ordered_json::array());
  }
  if (last) chunk["usage"] = usageJson(completion.run.usage());
  if (!separate || completion.run.size() == 1) chunk["alcove"] = measuresOf(completion, end);
  sendEvent(stream, chunk);
}

void streamAnswers(Completion& completion, HttpStream& stream) {
  const Connected connected = [&stream] { return stream.connected(); };
  std::size_t running = completion.run.size();
  for (std::size_t i = 0; i < running; ++i)
    if (auto choice = completion.format->opening(i))
      sendEvent(stream, chunkOf(completion, *std::move(choice)));
  while (const auto event = completion.run.next(connected)) {
    if (event->step.reason == FinishReason::Failed) {
      sendEventText(stream, errorBody("internal", event->step.failure));
      return;
    }
    if (auto choice = completion.format->part(*event))
      sendEvent(stream, chunkOf(completion, *std::move(choice)));
    if (event->step.last) sendEnd(completion, *event, --running == 0, stream);
  }
  sendEventText(stream, "[DONE]");
}

HttpResponse wholeResponse(Completion& completion, const Connected& connected) {
  ordered_json choices = ordered_json::array();
  const std::vector<WholeAnswer> answers = wholeAnswers(completion.run, connected);
  for (const WholeAnswer& answer : answers) {
    choices.push_back(completion.format->whole(answer));
    if (answers.size() > 1) choices.back()["alcove"] = measuresOf(completion, answer.end);
  }
  ordered_json body = bodyOf(completion, false, std::move(choices));
  body["usage"] = usageJson(completion.run.usage());
  if (answers.size() == 1) body["alcove"] = measuresOf(completion, answers[0].end);
  HttpResponse response;
  response.body = jsonText(body);
  return response;
}

}  // namespace

const char* completionFinishReason(const AnswerEvent& end) noexcept {
  return end.called ? "tool_calls" : runtime::finishReasonName(end.step.reason);
}

HttpResponse completionResponse(std::shared_ptr<LoadedModel> model,
                                std::vector<PreparedAnswer> answers,
                                std::unique_ptr<CompletionFormat> format,
                                const CompletionFields& fields, const HttpRequest& request) {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  const std::string id = nextId(format->idPrefix());
  const runtime::ContextPolicy policy = answers.at(0).generation.contextPolicy;
  const std::shared_ptr<Completion> completion(
      new Completion{{std::move(model), std::move(answers), request.live},
                     std::move(format),
                     id,
                     std::chrono::duration_cast<std::chrono::seconds>(now).count(),
                     policy,
                     fields.separateUsage});
  if (!fields.stream) return wholeResponse(*completion, request.connected);
  HttpResponse response;
  response.contentType = kEventStreamType;
  response.stream = [completion](HttpStream& out) { streamAnswers(*completion, out); };
  return response;
}

}  // namespace alcove::server
