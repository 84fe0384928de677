// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/answers/call_reader.h"
#include "chat/answers/json_call.h"

namespace alcove::chat::answers {

namespace {

class JsonCallsReader final : public CallReader {
 public:
  explicit JsonCallsReader(bool strict) : m_strict(strict), m_call(strict) {}

  Status read(std::string_view& input, bool ended, PieceWriter& out) override {
    while (!input.empty()) {
      const Status status = m_state == State::Call ? readCall(input, out) : readList(input);
      if (status != Status::More) return status;
    }
    if (!ended) return Status::More;
    if (m_state == State::Call) return settle(m_call.end(out));
    return m_state == State::Between ? Status::Done : Status::NotACall;
  }

 private:
  enum class State { Begin, Call, Between };

  Status settle(JsonCall::Step step) {
    switch (step) {
      case JsonCall::Step::More:
        return Status::More;
      case JsonCall::Step::NotACall:
        return m_any ? fail("A part of the list of calls is no call.") : Status::NotACall;
      case JsonCall::Step::Failed:
        return fail(m_call.problem());
      case JsonCall::Step::Done:
        m_any = true;
        m_state = State::Between;
        return m_list ? Status::Again : Status::Done;
    }
    return Status::More;
  }

  Status readCall(std::string_view& input, PieceWriter& out) {
    const JsonCall::Step step = m_call.push(input.front(), out);
    if (step == JsonCall::Step::More || step == JsonCall::Step::Done) input.remove_prefix(1);
    return settle(step);
  }

  Status readList(std::string_view& input) {
    const char c = input.front();
    if (isSpace(c)) {
      input.remove_prefix(1);
    } else if (m_state == State::Begin && c == '[' && !m_list) {
      m_list = true;
      input.remove_prefix(1);
    } else if (m_state == State::Begin) {
      if (c == ']' && m_list) {
        if (m_strict) return Status::NotACall;
        input.remove_prefix(1);
        return Status::Done;
      }
      m_state = State::Call;
    } else if (c == ',') {
      input.remove_prefix(1);
      m_call = JsonCall(m_strict);
      m_state = State::Call;
    } else if (c == ']') {
      input.remove_prefix(1);
      return Status::Done;
    } else {
      return Status::Done;  // a list that was not closed
    }
    return Status::More;
  }

  bool m_strict;
  bool m_list = false;
  bool m_any = false;
  State m_state = State::Begin;
  JsonCall m_call;
};

}  // namespace

std::unique_ptr<CallReader> jsonCalls(const Marks&) {
  return std::make_unique<JsonCallsReader>(false);
}

std::unique_ptr<CallReader> strictJsonCalls(const Marks&) {
  return std::make_unique<JsonCallsReader>(true);
}

}  // namespace alcove::chat::answers
