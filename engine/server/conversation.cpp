// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/conversation.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <utility>

namespace alcove::server {
namespace {

using nlohmann::ordered_json;

constexpr const char* kBetweenTexts = "\n\n";

// `more` behind what `member` holds already.
void append(ordered_json& message, const char* member, const std::string& more) {
  ordered_json& held = message[member];
  if (!held.is_string() || held.get_ref<const std::string&>().empty()) {
    held = more;
  } else if (!more.empty()) {
    held.get_ref<std::string&>().append(kBetweenTexts).append(more);
  }
}

}  // namespace

void Conversation::say(const std::string& role, const std::string& text) {
  append(turn(role), "content", text);
}

void Conversation::think(const std::string& text) {
  append(turn("assistant"), "reasoning_content", text);
}

void Conversation::call(const std::string& id, const std::string& name, ordered_json arguments) {
  m_calls[id] = name;
  turn("assistant")["tool_calls"].push_back(
      {{"id", id},
       {"type", "function"},
       {"function", {{"name", name}, {"arguments", std::move(arguments)}}}});
}

void Conversation::answerCall(const std::string& id, const std::string& text,
                              const std::string& place) {
  const auto called = m_calls.find(id);
  if (called == m_calls.end())
    throw Error(ErrorCode::InvalidArgument,
                fmt::format("'{}' answers the call '{}', which is not in the conversation before "
                            "it.",
                            place, id),
                place);
  m_messages.push_back(
      {{"role", "tool"}, {"tool_call_id", id}, {"name", called->second}, {"content", text}});
}

ordered_json& Conversation::turn(const std::string& role) {
  if (m_messages.empty() || m_messages.back()["role"] != role)
    m_messages.push_back({{"role", role}, {"content", ""}});
  return m_messages.back();
}

}  // namespace alcove::server
