// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "chat/answers/arguments_reader.h"
#include "chat/answers/call_reader.h"

namespace alcove::chat::answers {

// Helper of the readers of calls that are written NAME, a mark, JSON arguments.
class NamedCall {
 public:
  // Longer than any name and the marks around it.
  static constexpr std::size_t kMaxHeadBytes = 512;

  // Text up to `mark`, which is consumed. More: not there yet.
  CallReader::Status head(std::string_view& input, bool ended, std::string_view mark);
  // What head() found in front of the mark.
  [[nodiscard]] std::string& text() { return m_head; }
  // Begins the call of `name`.
  CallReader::Status begin(std::string_view name, PieceWriter& out);
  // The arguments of the call that has begun; Done: they are whole, and the call has ended.
  CallReader::Status arguments(std::string_view& input, bool ended, PieceWriter& out);
  // Consumes `mark` behind white space if it is there: Done; NotACall: something else is.
  static CallReader::Status expect(std::string_view& input, bool ended, std::string_view mark);
  [[nodiscard]] const std::string& problem() const { return m_problem; }

 private:
  std::string m_head;
  std::string m_problem;
  ArgumentsReader m_arguments;
};

// A reader that has nothing but a few of these steps to say: each call of step() does one, and is
// called as long as it gets on.
class StepReader : public CallReader {
 public:
  Status read(std::string_view& input, bool ended, PieceWriter& out) final;

 protected:
  // Next: there is another step to do at once.
  enum class Next { Step, Wait, CallOver, Done, NotACall, Failed };
  virtual Next step(std::string_view& input, bool ended, PieceWriter& out) = 0;
  // What a failed or unfinished part of a call means for the reader.
  Next settle(Status status, Next whenDone);

  NamedCall m_call;
};

}  // namespace alcove::chat::answers
