// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/answers/named_call.h"

namespace alcove::chat::answers {
namespace {

class MistralCalls final : public StepReader {
 public:
  explicit MistralCalls(const Marks& marks)
      : m_marks(marks), m_arguments(marks("[ARGS]")), m_id(marks("[CALL_ID]")) {}

 private:
  enum class State { Begin, Json, Name, Id, Arguments };

  Next step(std::string_view& input, bool ended, PieceWriter& out) override {
    switch (m_state) {
      case State::Begin:
        skipSpace(input);
        if (input.empty()) return ended ? Next::NotACall : Next::Wait;
        if (input.front() == '[' || input.front() == '{') {
          m_json = jsonCalls(m_marks);
          m_state = State::Json;
        } else {
          m_state = State::Name;
        }
        return Next::Step;
      case State::Json:
        return json(input, ended, out);
      case State::Name:
        return name(input, ended, out);
      case State::Id: {
        // The id is the model's own; ours are made by the writer.
        const Status status = m_call.head(input, ended, m_arguments);
        if (status == Status::Done) m_state = State::Arguments;
        return settle(status, Next::Step);
      }
      case State::Arguments:
        return settle(m_call.arguments(input, ended, out), Next::Done);
    }
    return Next::NotACall;
  }

  Next json(std::string_view& input, bool ended, PieceWriter& out) {
    const Status status = m_json->read(input, ended, out);
    if (status == Status::Again) return Next::CallOver;
    if (status != Status::Failed) return settle(status, Next::Done);
    m_problem = m_json->problem();
    return Next::Failed;
  }

  Next name(std::string_view& input, bool ended, PieceWriter& out) {
    while (!input.empty()) {
      const bool arguments = input.starts_with(m_arguments);
      if (arguments || input.starts_with(m_id) || input.front() == '{') {
        if (input.front() != '{')
          input.remove_prefix(arguments ? m_arguments.size() : m_id.size());
        else
          m_braced = true;
        m_state = arguments || m_braced ? State::Arguments : State::Id;
        return settle(m_call.begin(trimmed(m_call.text()), out), Next::Step);
      }
      if (!ended && (mayBecome(input, m_arguments) || mayBecome(input, m_id))) return Next::Wait;
      if (m_call.text().size() >= NamedCall::kMaxHeadBytes) return Next::NotACall;
      m_call.text() += input.front();
      input.remove_prefix(1);
    }
    return ended ? Next::NotACall : Next::Wait;
  }

  Marks m_marks;
  std::string m_arguments, m_id;
  State m_state = State::Begin;
  bool m_braced = false;
  std::unique_ptr<CallReader> m_json;
};

}  // namespace

std::unique_ptr<CallReader> mistralCalls(const Marks& marks) {
  return std::make_unique<MistralCalls>(marks);
}

}  // namespace alcove::chat::answers
