// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/answers/named_call.h"

namespace alcove::chat::answers {
namespace {

// OPEN NAME MARK {…} CLOSE, once.
class FunctionaryCall final : public StepReader {
 public:
  FunctionaryCall(std::string_view open, std::string_view mark, std::string_view close)
      : m_open(open), m_mark(mark), m_close(close) {}

 private:
  enum class State { Open, Name, Arguments, Close };

  Next step(std::string_view& input, bool ended, PieceWriter& out) override {
    Status status = Status::Done;
    switch (m_state) {
      case State::Open:
        status = NamedCall::expect(input, ended, m_open);
        if (status == Status::Done) m_state = State::Name;
        return settle(status, Next::Step);
      case State::Name:
        status = m_call.head(input, ended, m_mark);
        if (status != Status::Done) return settle(status, Next::Step);
        m_state = State::Arguments;
        return settle(m_call.begin(trimmed(m_call.text()), out), Next::Step);
      case State::Arguments:
        status = m_call.arguments(input, ended, out);
        if (status != Status::Done) return settle(status, Next::Step);
        m_state = State::Close;
        return m_close.empty() ? Next::Done : Next::CallOver;
      case State::Close:
        return NamedCall::expect(input, ended, m_close) == Status::More ? Next::Wait : Next::Done;
    }
    return Next::NotACall;
  }

  std::string_view m_open, m_mark, m_close;
  State m_state = State::Open;
};

}  // namespace

std::unique_ptr<CallReader> functionCalls(const Marks&) {
  return std::make_unique<FunctionaryCall>("<function=", ">", "</function>");
}

std::unique_ptr<CallReader> recipientCalls(const Marks&) {
  return std::make_unique<FunctionaryCall>(">>>", "\n", "");
}

}  // namespace alcove::chat::answers
