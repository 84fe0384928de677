// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/answers/arguments_reader.h"

#include <fmt/format.h>

namespace alcove::chat::answers {

ArgumentsReader::Status ArgumentsReader::read(std::string_view& input, PieceWriter& out) {
  using Step = JsonStream::Step;
  while (!input.empty()) {
    const bool began = m_json.started();
    std::string text;
    Step step = m_json.push(input.front(), text);
    if (!began && !text.empty() && text.front() != '{') step = Step::Bad;
    if (step == Step::Bad || step == Step::DoneBefore || !out.arguments(text)) {
      m_failed = true;
      return Status::Failed;
    }
    input.remove_prefix(1);
    if (step == Step::Done) return Status::Done;
  }
  return Status::More;
}

std::string ArgumentsReader::problem(std::string_view name) const {
  return m_failed
             ? fmt::format("The arguments of '{}' are not one JSON object of bearable size.", name)
             : fmt::format("The answer ended inside the arguments of '{}'.", name);
}

}  // namespace alcove::chat::answers
