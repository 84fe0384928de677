// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/answers/named_call.h"

namespace alcove::chat::answers {

using Status = CallReader::Status;

Status NamedCall::head(std::string_view& input, bool ended, std::string_view mark) {
  while (!input.empty()) {
    if (input.starts_with(mark)) {
      input.remove_prefix(mark.size());
      return Status::Done;
    }
    if (!ended && mayBecome(input, mark)) return Status::More;
    if (m_head.size() >= kMaxHeadBytes) return Status::NotACall;
    m_head += input.front();
    input.remove_prefix(1);
  }
  return ended ? Status::NotACall : Status::More;
}

Status NamedCall::begin(std::string_view name, PieceWriter& out) {
  m_arguments = ArgumentsReader();
  return out.beginCall(name, m_problem) ? Status::Done : Status::Failed;
}

Status NamedCall::arguments(std::string_view& input, bool ended, PieceWriter& out) {
  const auto status = m_arguments.read(input, out);
  if (status == ArgumentsReader::Status::Done) {
    out.endCall();
    return Status::Done;
  }
  if (status == ArgumentsReader::Status::More && !ended) return Status::More;
  m_problem = m_arguments.problem(out.tool().name);
  return Status::Failed;
}

Status NamedCall::expect(std::string_view& input, bool ended, std::string_view mark) {
  std::string_view rest = input;
  skipSpace(rest);
  if (!ended && (rest.empty() || mayBecome(rest, mark))) return Status::More;
  if (!rest.starts_with(mark)) return Status::NotACall;
  input = rest.substr(mark.size());
  return Status::Done;
}

StepReader::Next StepReader::settle(Status status, Next whenDone) {
  switch (status) {
    case Status::Done:
      return whenDone;
    case Status::More:
    case Status::Again:
      return Next::Wait;
    case Status::NotACall:
      return Next::NotACall;
    case Status::Failed:
      break;
  }
  m_problem = m_call.problem();
  return Next::Failed;
}

Status StepReader::read(std::string_view& input, bool ended, PieceWriter& out) {
  for (;;) {
    switch (step(input, ended, out)) {
      case Next::Step:
        break;
      case Next::Wait:
        return Status::More;
      case Next::CallOver:
        return Status::Again;
      case Next::Done:
        return Status::Done;
      case Next::NotACall:
        return Status::NotACall;
      case Next::Failed:
        return Status::Failed;
    }
  }
}

}  // namespace alcove::chat::answers
