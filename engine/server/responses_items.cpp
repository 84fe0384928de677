// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/responses_items.h"

#include <fmt/format.h>

#include "server/event_stream.h"

namespace alcove::server {
namespace {

using nlohmann::ordered_json;

// What differs between the kinds of items.
struct Form {
  const char* prefix;
  const char* delta;
  const char* done;
  const char* whole;  // member of the last event that holds all of it
};

constexpr Form kText{"msg", "response.output_text.delta", "response.output_text.done", "text"};
constexpr Form kReasoning{"rs", "response.reasoning_text.delta", "response.reasoning_text.done",
                          "text"};
constexpr Form kCall{"fc", "response.function_call_arguments.delta",
                     "response.function_call_arguments.done", "arguments"};

const Form& formOf(const AnswerPart& part) {
  if (part.kind == AnswerPart::Kind::Text) return kText;
  return part.kind == AnswerPart::Kind::Reasoning ? kReasoning : kCall;
}

ordered_json contentPart(const AnswerPart& part, const std::string& text) {
  if (part.kind == AnswerPart::Kind::Reasoning) return {{"type", "reasoning_text"}, {"text", text}};
  return {{"type", "output_text"},
          {"text", text},
          {"annotations", ordered_json::array()},
          {"logprobs", ordered_json::array()}};
}

}  // namespace

std::string ResponsesItems::id(const AnswerPart& part, std::size_t index) const {
  return fmt::format("{}_{}_{}", formOf(part).prefix, m_suffix, index);
}

ordered_json ResponsesItems::item(const AnswerPart& part, std::size_t index,
                                  const char* status) const {
  const bool begun = status == std::string_view("in_progress");
  ordered_json content = ordered_json::array();
  if (!begun && part.kind != AnswerPart::Kind::Call)
    content.push_back(contentPart(part, part.text));
  switch (part.kind) {
    case AnswerPart::Kind::Text:
      return {{"id", id(part, index)},
              {"type", "message"},
              {"status", status},
              {"role", "assistant"},
              {"content", std::move(content)}};
    case AnswerPart::Kind::Reasoning:
      return {{"id", id(part, index)},
              {"type", "reasoning"},
              {"status", status},
              {"summary", ordered_json::array()},
              {"content", std::move(content)}};
    case AnswerPart::Kind::Call:
      return {{"id", id(part, index)}, {"type", "function_call"},
              {"status", status},      {"call_id", part.id},
              {"name", part.name},     {"arguments", begun ? std::string() : part.text}};
  }
  return {};
}

const char* ResponsesItems::statusOf(const AnswerPart& part, bool cut) {
  return cut || !part.problem.empty() ? "incomplete" : "completed";
}

void ResponsesEvents::send(const char* type, const ordered_json& members) {
  ordered_json event = {{"type", type}, {"sequence_number", m_next++}};
  event.update(members);
  sendNamedEvent(m_stream, type, event);
}

void ResponsesEvents::begin(const AnswerPart& part, std::size_t index) {
  send("response.output_item.added",
       {{"output_index", index}, {"item", m_items.item(part, index, "in_progress")}});
  if (part.kind == AnswerPart::Kind::Call) return;
  ordered_json members = placeOf(part, index);
  members["part"] = contentPart(part, "");
  send("response.content_part.added", members);
}

void ResponsesEvents::say(const AnswerPart& part, std::size_t index, std::string_view more) {
  ordered_json members = placeOf(part, index);
  members["delta"] = more;
  if (part.kind == AnswerPart::Kind::Text) members["logprobs"] = ordered_json::array();
  send(formOf(part).delta, members);
}

void ResponsesEvents::end(const AnswerPart& part, std::size_t index) {
  ordered_json members = placeOf(part, index);
  members[formOf(part).whole] = part.text;
  if (part.kind == AnswerPart::Kind::Text) members["logprobs"] = ordered_json::array();
  send(formOf(part).done, members);
  if (part.kind != AnswerPart::Kind::Call) {
    members = placeOf(part, index);
    members["part"] = contentPart(part, part.text);
    send("response.content_part.done", members);
  }
  send("response.output_item.done",
       {{"output_index", index},
        {"item", m_items.item(part, index, ResponsesItems::statusOf(part, m_cut))}});
}

ordered_json ResponsesEvents::placeOf(const AnswerPart& part, std::size_t index) const {
  ordered_json place = {{"item_id", m_items.id(part, index)}, {"output_index", index}};
  if (part.kind != AnswerPart::Kind::Call) place["content_index"] = 0;
  return place;
}

}  // namespace alcove::server
