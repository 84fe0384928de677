// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/answers/json_call.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "chat/answers/markup.h"

namespace alcove::chat::answers {

namespace {

bool isJsonObject(std::string_view text) {
  JsonStream json;
  std::string copy;
  text = trimmed(text);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto step = json.push(text[i], copy);
    if (step == JsonStream::Step::Done) return i + 1 == text.size() && text.front() == '{';
    if (step != JsonStream::Step::More) return false;
  }
  return false;
}

}  // namespace

JsonCall::Step JsonCall::fail(std::string problem) {
  m_problem = std::move(problem);
  return Step::Failed;
}

JsonCall::Step JsonCall::wrong() {
  if (m_name.empty() && m_held.empty()) return Step::NotACall;
  return fail(m_name.empty() ? "The call is no valid JSON."
                             : fmt::format("The call of '{}' is no valid JSON.", m_name));
}

JsonCall::Step JsonCall::push(char c, PieceWriter& out) {
  switch (m_state) {
    case State::Open:
      if (isSpace(c)) return Step::More;
      if (c != '{') return Step::NotACall;
      m_state = State::FirstKey;
      return Step::More;
    case State::FirstKey:
    case State::Key:
      if (isSpace(c)) return Step::More;
      if (c == '}' && m_state == State::FirstKey) return closeObject(out);
      if (c != '"') return wrong();
      m_state = State::InKey;
      m_value = JsonStream();
      m_text.clear();
      [[fallthrough]];
    case State::InKey:
      return pushKey(c);
    case State::Colon:
      if (isSpace(c)) return Step::More;
      if (c != ':') return wrong();
      m_state = State::ValueStart;
      return Step::More;
    case State::ValueStart:
      if (isSpace(c)) return Step::More;
      return startValue(c, out);
    case State::InValue:
      return pushValue(c, out);
    case State::After:
      if (isSpace(c)) return Step::More;
      if (c == '}') return closeObject(out);
      if (c != ',') return wrong();
      m_state = State::Key;
      return Step::More;
  }
  return Step::Failed;
}

JsonCall::Step JsonCall::pushKey(char c) {
  const JsonStream::Step step = m_value.push(c, m_text);
  if (step == JsonStream::Step::Bad || m_text.size() > kMaxNameBytes) return wrong();
  if (step != JsonStream::Step::Done) return Step::More;
  const std::string_view key = std::string_view(m_text).substr(1, m_text.size() - 2);
  m_state = State::Colon;
  if (key == "name" || key == "tool_name") {
    m_role = Role::Name;
  } else if (key == "arguments" || key == "parameters") {
    m_role = Role::Arguments;
  } else if (key == "function") {
    m_role = Role::Wrapper;
  } else {
    m_role = Role::Other;
    const bool usual = key == "type" || key == "id" || key == "tool_call_id" || key == "index";
    if (m_strict && !usual && m_name.empty()) return Step::NotACall;
  }
  return Step::More;
}

JsonCall::Step JsonCall::startValue(char c, PieceWriter& out) {
  if (m_role == Role::Wrapper && c == '{') {
    if (++m_wrappers > 2) return wrong();
    m_state = State::FirstKey;
    return Step::More;
  }
  if (m_role == Role::Wrapper) m_role = Role::Name;
  if (m_role == Role::Name && (c != '"' || !m_name.empty())) return wrong();
  if (m_role == Role::Arguments) {
    if (m_hasArguments) return fail("The call has arguments twice.");
    if (c != '{' && c != '"' && c != 'n') return fail("The call's arguments are no JSON object.");
    m_hasArguments = true;
    m_streams = c == '{';
    if (m_streams && !m_name.empty() && !begin(out)) return Step::Failed;
  }
  m_state = State::InValue;
  m_value = JsonStream();
  m_text.clear();
  return pushValue(c, out);
}

JsonCall::Step JsonCall::pushValue(char c, PieceWriter& out) {
  std::string text;
  const JsonStream::Step step = m_value.push(c, text);
  if (step == JsonStream::Step::Bad) return wrong();
  if (m_role == Role::Arguments && m_streams && out.inCall()) {
    if (!out.arguments(text))
      return fail(fmt::format("The arguments of '{}' are too long.", m_name));
  } else {
    m_text += text;
    const std::size_t most = m_role == Role::Name ? kMaxNameBytes : kMaxHeldBytes;
    if (m_text.size() > most) return fail("The call is too long.");
  }
  if (step == JsonStream::Step::More) return Step::More;
  m_state = State::After;
  const Step over = valueOver(out);
  if (over != Step::More || step == JsonStream::Step::Done) return over;
  return push(c, out);
}

JsonCall::Step JsonCall::valueOver(PieceWriter& out) {
  if (m_role == Role::Name) {
    m_name = nlohmann::json::parse(m_text, nullptr, false).get<std::string>();
    if (m_name.empty()) return fail("The call has no name.");
    // Known names only are waited for; this also stops what merely looks like a call.
    if (out.tools().find(m_name) == nullptr) {
      static_cast<void>(out.beginCall(m_name, m_problem));
      return Step::Failed;
    }
  }
  if (m_role != Role::Arguments || out.inCall()) return Step::More;
  if (m_streams) {
    m_held = m_text;
    return Step::More;
  }
  // JSON inside a string, or null.
  const auto value = nlohmann::json::parse(m_text, nullptr, false);
  m_held = value.is_string() ? value.get<std::string>() : "{}";
  if (trimmed(m_held).empty()) m_held = "{}";
  return Step::More;
}

bool JsonCall::begin(PieceWriter& out) { return out.beginCall(m_name, m_problem); }

JsonCall::Step JsonCall::closeObject(PieceWriter& out) {
  if (m_wrappers > 0) {
    --m_wrappers;
    m_state = State::After;
    return Step::More;
  }
  return complete(out);
}

JsonCall::Step JsonCall::complete(PieceWriter& out) {
  if (m_name.empty()) {
    return m_strict && !m_hasArguments ? Step::NotACall : fail("The call has no name.");
  }
  if (!out.inCall()) {
    const std::string held = m_hasArguments ? m_held : "{}";
    if (!isJsonObject(held))
      return fail(fmt::format("The arguments of '{}' are not one JSON object.", m_name));
    if (!begin(out)) return Step::Failed;
    if (!out.arguments(trimmed(held))) return fail("The call is too long.");
  }
  out.endCall();
  return Step::Done;
}

JsonCall::Step JsonCall::end(PieceWriter& out) {
  const bool whole = m_state == State::After && m_hasArguments && !m_name.empty();
  if (whole) return complete(out);
  if (m_name.empty() && !m_hasArguments) return Step::NotACall;
  return fail(m_name.empty() ? "The answer ended inside a call."
                             : fmt::format("The answer ended inside the call of '{}'.", m_name));
}

}  // namespace alcove::chat::answers
