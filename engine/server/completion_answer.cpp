// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/completion_answer.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <span>
#include <utility>

#include "server/event_stream.h"
#include "server/json_views.h"
#include "server/refusal.h"

namespace alcove::server {
namespace {

using nlohmann::ordered_json;
using runtime::FinishReason;

// What stays the same in all that is said of one request.
struct Heading {
  std::string id;
  std::int64_t created;
  std::string model;
};

Heading headingOf(const CompletionFormat& format, const runtime::Engine& engine) {
  static std::atomic<std::uint64_t> counter{0};
  using namespace std::chrono;
  const auto now = system_clock::now().time_since_epoch();
  return {fmt::format("{}-{:x}-{}", format.idPrefix(), duration_cast<microseconds>(now).count(),
                      ++counter),
          duration_cast<seconds>(now).count(), engine.info().name};
}

ordered_json bodyOf(const Heading& heading, const CompletionFormat& format, bool chunk,
                    ordered_json choices) {
  return {{"id", heading.id},
          {"object", format.object(chunk)},
          {"created", heading.created},
          {"model", heading.model},
          {"choices", std::move(choices)}};
}

// The answers to one request.
struct Completion {
  AnswerRun run;
  std::unique_ptr<CompletionFormat> format;
  CompletionFields fields;
  runtime::ContextPolicy policy;
  Heading heading;
};

ordered_json chunkOf(const Completion& completion, ordered_json choices) {
  return bodyOf(completion.heading, *completion.format, true, std::move(choices));
}

ordered_json chunkOfChoice(const Completion& completion, ordered_json choice) {
  return chunkOf(completion, ordered_json::array({std::move(choice)}));
}

ordered_json measuresOf(const Completion& completion, const AnswerEvent& end) {
  return answerJson(end.step, completion.run.engine().info(), completion.policy);
}

// The chunks that end an answer of a stream, and the usage behind the last one.
void sendEnd(Completion& completion, const AnswerEvent& end, bool last, HttpStream& stream) {
  ordered_json chunk = chunkOfChoice(completion, completion.format->end(end));
  const bool alone = completion.run.size() == 1;
  if (!alone) chunk["alcove"] = measuresOf(completion, end);
  if (last && completion.fields.separateUsage) {
    sendEvent(stream, chunk);
    chunk = chunkOf(completion, ordered_json::array());
  }
  if (last) chunk["usage"] = usageJson(completion.run.usage());
  if (alone) chunk["alcove"] = measuresOf(completion, end);
  sendEvent(stream, chunk);
}

void streamAnswers(Completion& completion, HttpStream& stream) {
  const Connected connected = [&stream] { return stream.connected(); };
  std::size_t running = completion.run.size();
  for (std::size_t i = 0; i < running; ++i)
    if (auto choice = completion.format->opening(i))
      sendEvent(stream, chunkOfChoice(completion, *std::move(choice)));
  while (const auto event = completion.run.next(connected)) {
    if (event->step.reason == FinishReason::Failed) {
      sendEventText(stream, errorBody("internal", event->step.failure));
      return;
    }
    if (auto choice = completion.format->part(*event))
      sendEvent(stream, chunkOfChoice(completion, *std::move(choice)));
    if (event->step.last) sendEnd(completion, *event, --running == 0, stream);
  }
  sendEventText(stream, "[DONE]");
}

// Of the candidates for each prompt those that the model found likeliest, as the choices that they
// become.
std::vector<WholeAnswer> likeliest(std::vector<WholeAnswer> answers,
                                   const CompletionFields& fields) {
  if (fields.candidates == fields.choices) return answers;
  std::vector<WholeAnswer> chosen;
  for (std::size_t first = 0; first < answers.size(); first += fields.candidates) {
    const auto candidates = std::span(answers).subspan(first, fields.candidates);
    std::ranges::stable_sort(candidates, std::greater(),
                             [](const WholeAnswer& answer) { return answer.end.meanLogprob; });
    for (WholeAnswer& answer : candidates.first(fields.choices)) {
      answer.end.answer = chosen.size();
      if (!fields.tellsLogprobs) answer.logprobs.clear();
      chosen.push_back(std::move(answer));
    }
  }
  return chosen;
}

HttpResponse wholeResponse(Completion& completion, const Connected& connected) {
  ordered_json choices = ordered_json::array();
  const std::vector<WholeAnswer> answers =
      likeliest(wholeAnswers(completion.run, connected), completion.fields);
  for (const WholeAnswer& answer : answers) {
    choices.push_back(completion.format->whole(answer));
    if (answers.size() > 1) choices.back()["alcove"] = measuresOf(completion, answer.end);
  }
  ordered_json body = bodyOf(completion.heading, *completion.format, false, std::move(choices));
  body["usage"] = usageJson(completion.run.usage());
  if (answers.size() == 1) body["alcove"] = measuresOf(completion, answers[0].end);
  HttpResponse response;
  response.body = jsonText(body);
  return response;
}

}  // namespace

const char* completionFinishReason(const AnswerEvent& end) noexcept {
  if (end.called) return "tool_calls";
  switch (end.step.reason) {
    // OpenAI has one word for all that cuts an answer off; alcove.stop_reason says which it was.
    case runtime::FinishReason::ContextFull:
    case runtime::FinishReason::Cancelled:
      return runtime::finishReasonName(runtime::FinishReason::Length);
    default:
      return runtime::finishReasonName(end.step.reason);
  }
}

HttpResponse completionResponse(std::shared_ptr<LoadedModel> model,
                                std::vector<PreparedAnswer> answers,
                                std::unique_ptr<CompletionFormat> format,
                                const CompletionFields& fields, const HttpRequest& request) {
  const Heading heading = headingOf(*format, *model->engine);
  const runtime::ContextPolicy policy = answers.at(0).generation.contextPolicy;
  const std::shared_ptr<Completion> completion(
      new Completion{{std::move(model), std::move(answers), request.live},
                     std::move(format),
                     fields,
                     policy,
                     heading});
  if (!fields.stream) return wholeResponse(*completion, request.connected);
  HttpResponse response;
  response.contentType = kEventStreamType;
  response.stream = [completion](HttpStream& out) { streamAnswers(*completion, out); };
  return response;
}

HttpResponse echoResponse(const runtime::Engine& engine,
                          const std::vector<runtime::Prompt>& prompts, CompletionFormat& format,
                          const CompletionFields& fields) {
  if (fields.stream)
    throw Error(ErrorCode::InvalidArgument, "An answer of no token cannot be a stream.",
                "max_tokens");
  TokenUsage usage;
  ordered_json choices = ordered_json::array();
  for (const runtime::Prompt& prompt : prompts) {
    usage.promptTokens += prompt.tokens.size();
    for (std::size_t i = 0; i < fields.choices; ++i) {
      WholeAnswer nothing;
      nothing.end.answer = choices.size();
      nothing.end.step.reason = FinishReason::Length;
      choices.push_back(format.whole(nothing));
    }
  }
  ordered_json body = bodyOf(headingOf(format, engine), format, false, std::move(choices));
  body["usage"] = usageJson(usage);
  HttpResponse response;
  response.body = jsonText(body);
  return response;
}

}  // namespace alcove::server
