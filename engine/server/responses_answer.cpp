// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/responses_answer.h"

#include <chrono>
#include <utility>

#include "server/event_stream.h"
#include "server/fresh_id.h"
#include "server/json_views.h"
#include "server/refusal.h"
#include "server/responses_items.h"

namespace alcove::server {
namespace {

using nlohmann::ordered_json;
using runtime::FinishReason;

std::int64_t secondsNow() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::seconds>(now).count();
}

// The running answer and what stays the same in all that is said of it.
struct Answer {
  AnswerRun run;
  ordered_json settings;
  std::string suffix;  // of the ids
  std::int64_t created;
  runtime::ContextPolicy policy;
};

ordered_json responseJson(const Answer& answer, const char* status, ordered_json output) {
  ordered_json body = {{"id", "resp_" + answer.suffix},
                       {"object", "response"},
                       {"created_at", answer.created},
                       {"status", status},
                       {"error", nullptr},
                       {"incomplete_details", nullptr},
                       {"model", answer.run.engine().info().name},
                       {"output", std::move(output)},
                       {"usage", nullptr}};
  body.update(answer.settings);
  return body;
}

ordered_json responsesUsage(const TokenUsage& usage) {
  return {{"input_tokens", usage.promptTokens},
          {"input_tokens_details",
           {{"cached_tokens", usage.cachedPromptTokens}, {"cache_write_tokens", 0}}},
          {"output_tokens", usage.completionTokens},
          {"output_tokens_details", {{"reasoning_tokens", usage.reasoningTokens}}},
          {"total_tokens", usage.promptTokens + usage.completionTokens}};
}

bool isCut(const AnswerEvent& end) { return end.step.reason != FinishReason::Stop; }

// The response when all of it is there. The protocol has one reason for an answer that a limit cut
// short; `alcove` says which.
ordered_json endedJson(const Answer& answer, const ResponsesItems& items,
                       const std::vector<AnswerPart>& parts, const AnswerEvent& end) {
  const bool cut = isCut(end);
  ordered_json output = ordered_json::array();
  for (std::size_t i = 0; i < parts.size(); ++i) {
    const bool cutHere = cut && i + 1 == parts.size() && parts[i].kind != AnswerPart::Kind::Call;
    output.push_back(items.item(parts[i], i, ResponsesItems::statusOf(parts[i], cutHere)));
  }
  ordered_json body = responseJson(answer, cut ? "incomplete" : "completed", std::move(output));
  if (cut) body["incomplete_details"] = {{"reason", "max_output_tokens"}};
  if (!cut) body["completed_at"] = secondsNow();
  body["usage"] = responsesUsage(answer.run.usage());
  body["alcove"] = answerJson(end.step, answer.run.engine().info(), answer.policy);
  return body;
}

void streamResponse(Answer& answer, HttpStream& stream) {
  const ResponsesItems items(answer.suffix);
  ResponsesEvents events(stream, items);
  const ordered_json begun = {
      {"response", responseJson(answer, "in_progress", ordered_json::array())}};
  events.send("response.created", begun);
  events.send("response.in_progress", begun);
  AnswerParts parts(&events);
  const AnswerEvent end = readParts(answer.run, parts, [&] { return stream.connected(); });
  if (isCut(end)) events.cut();
  parts.finish();
  ordered_json body = endedJson(answer, items, parts.parts(), end);
  if (end.step.reason == FinishReason::Failed) {
    body["status"] = "failed";
    body["incomplete_details"] = nullptr;
    body["error"] = {{"code", "server_error"}, {"message", end.step.failure}};
    events.send("response.failed", {{"response", body}});
  } else {
    events.send(isCut(end) ? "response.incomplete" : "response.completed", {{"response", body}});
  }
}

HttpResponse wholeResponse(Answer& answer, const Connected& connected) {
  const ResponsesItems items(answer.suffix);
  AnswerParts parts;
  const AnswerEvent end = readParts(answer.run, parts, connected);
  parts.finish();
  if (end.step.reason == FinishReason::Failed) throw Refusal(500, "internal", end.step.failure);
  HttpResponse response;
  response.body = jsonText(endedJson(answer, items, parts.parts(), end));
  return response;
}

}  // namespace

HttpResponse responsesResponse(std::shared_ptr<LoadedModel> model, PreparedAnswer prepared,
                               ordered_json settings, bool stream, const HttpRequest& request) {
  const runtime::ContextPolicy policy = prepared.generation.contextPolicy;
  std::vector<PreparedAnswer> answers;
  answers.push_back(std::move(prepared));
  const std::shared_ptr<Answer> answer(
      new Answer{{std::move(model), std::move(answers), request.live},
                 std::move(settings),
                 freshId(""),
                 secondsNow(),
                 policy});
  if (!stream) return wholeResponse(*answer, request.connected);
  HttpResponse response;
  response.contentType = kEventStreamType;
  response.stream = [answer](HttpStream& out) { streamResponse(*answer, out); };
  return response;
}

}  // namespace alcove::server
