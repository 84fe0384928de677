// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/answers/named_call.h"

namespace alcove::chat::answers {
namespace {

class DeepSeekCalls final : public StepReader {
 public:
  explicit DeepSeekCalls(const Marks& marks)
      : m_begin(marks("<｜tool▁call▁begin｜>")),
        m_separator(marks("<｜tool▁sep｜>")),
        m_end(marks("<｜tool▁call▁end｜>")) {}

 private:
  enum class State { Begin, Head, Name, Fence, Arguments, End };

  Next step(std::string_view& input, bool ended, PieceWriter& out) override {
    switch (m_state) {
      case State::Begin:
        return begin(input, ended);
      case State::Head:
        m_state = State::Name;  // unless more must come
        if (const Status status = m_call.head(input, ended, m_separator); status != Status::Done) {
          m_state = State::Head;
          return settle(status, Next::Step);
        }
        if (trimmed(m_call.text()) != "function") return named(trimmed(m_call.text()), out);
        m_call.text().clear();
        return Next::Step;
      case State::Name: {
        const Status status = m_call.head(input, ended, "\n");
        if (status != Status::Done) return settle(status, Next::Step);
        return named(trimmed(m_call.text()), out);
      }
      case State::Fence:
        return fence(input, ended);
      case State::Arguments:
        m_state = State::End;
        if (const Status status = m_call.arguments(input, ended, out); status != Status::Done) {
          m_state = State::Arguments;
          return settle(status, Next::Step);
        }
        return Next::CallOver;
      case State::End:
        return end(input, ended);
    }
    return Next::NotACall;
  }

  Next begin(std::string_view& input, bool ended) {
    const Status status = NamedCall::expect(input, ended, m_begin);
    if (status == Status::NotACall && m_any) return Next::Done;
    if (status != Status::Done) return settle(status, Next::Step);
    m_call = NamedCall();
    m_state = State::Head;
    return Next::Step;
  }

  Next named(std::string_view name, PieceWriter& out) {
    m_state = State::Fence;
    return settle(m_call.begin(name, out), Next::Step);
  }

  // The arguments may stand in a fence.
  Next fence(std::string_view& input, bool ended) {
    const Status status = NamedCall::expect(input, ended, "```json");
    if (status == Status::More) return Next::Wait;
    m_state = State::Arguments;
    return Next::Step;
  }

  Next end(std::string_view& input, bool ended) {
    m_any = true;
    if (!m_fenceRead) {
      if (NamedCall::expect(input, ended, "```") == Status::More) return Next::Wait;
      m_fenceRead = true;
    }
    if (NamedCall::expect(input, ended, m_end) == Status::More) return Next::Wait;
    m_fenceRead = false;
    m_state = State::Begin;
    return Next::Step;
  }

  std::string m_begin, m_separator, m_end;
  State m_state = State::Begin;
  bool m_any = false;
  bool m_fenceRead = false;
};

// functions.NAME:INDEX, as Kimi numbers its calls.
std::string_view bareName(std::string_view head) {
  head = trimmed(head);
  if (head.starts_with("functions.")) head.remove_prefix(10);
  const std::size_t colon = head.rfind(':');
  return head.substr(0, colon);
}

class KimiCalls final : public StepReader {
 public:
  explicit KimiCalls(const Marks& marks)
      : m_begin(marks("<|tool_call_begin|>")),
        m_separator(marks("<|tool_call_argument_begin|>")),
        m_end(marks("<|tool_call_end|>")) {}

 private:
  enum class State { Begin, Head, Arguments, End };

  Next step(std::string_view& input, bool ended, PieceWriter& out) override {
    Status status = Status::Done;
    switch (m_state) {
      case State::Begin:
        status = NamedCall::expect(input, ended, m_begin);
        if (status == Status::NotACall && m_any) return Next::Done;
        if (status != Status::Done) return settle(status, Next::Step);
        m_call = NamedCall();
        m_state = State::Head;
        return Next::Step;
      case State::Head:
        status = m_call.head(input, ended, m_separator);
        if (status != Status::Done) return settle(status, Next::Step);
        m_state = State::Arguments;
        return settle(m_call.begin(bareName(m_call.text()), out), Next::Step);
      case State::Arguments:
        status = m_call.arguments(input, ended, out);
        if (status != Status::Done) return settle(status, Next::Step);
        m_any = true;
        m_state = State::End;
        return Next::CallOver;
      case State::End:
        if (NamedCall::expect(input, ended, m_end) == Status::More) return Next::Wait;
        m_state = State::Begin;
        return Next::Step;
    }
    return Next::NotACall;
  }

  std::string m_begin, m_separator, m_end;
  State m_state = State::Begin;
  bool m_any = false;
};

}  // namespace

std::unique_ptr<CallReader> deepSeekCalls(const Marks& marks) {
  return std::make_unique<DeepSeekCalls>(marks);
}

std::unique_ptr<CallReader> kimiCalls(const Marks& marks) {
  return std::make_unique<KimiCalls>(marks);
}

}  // namespace alcove::chat::answers
