// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "chat/answers/markup.h"
#include "chat/answers/piece_writer.h"

namespace alcove::chat::answers {

// Reads what stands between a family's marks around its calls: one call or several.
class CallReader {
 public:
  enum class Status {
    More,      // everything was consumed, or waits for what makes it certain
    Again,     // a call has just ended; there may be more
    Done,      // the calls are over; what is left of the input stands behind them
    NotACall,  // this is something else
    Failed,    // this is a call that cannot be: problem() says why
  };
  virtual ~CallReader() = default;
  // Takes from the front of `input` and writes calls to `out`. With `ended` nothing follows, and
  // the answer is never More. A call that has begun when a reader fails is ended by the caller,
  // which also gives back as content what was consumed since the last call.
  virtual Status read(std::string_view& input, bool ended, PieceWriter& out) = 0;
  [[nodiscard]] const std::string& problem() const { return m_problem; }

 protected:
  Status fail(std::string problem) {
    m_problem = std::move(problem);
    return Status::Failed;
  }
  std::string m_problem;
};

using MakeReader = std::unique_ptr<CallReader> (*)(const Marks& marks);

// {"name": …, "arguments": {…}}, or a list of them. "parameters" and "tool_name" are understood,
// and a "function" object around both; the keys may come in any order.
std::unique_ptr<CallReader> jsonCalls(const Marks& marks);
// The same where only the very first words decide whether this is a call at all: any key that a
// call does not have says that it is none.
std::unique_ptr<CallReader> strictJsonCalls(const Marks& marks);
// Mistral: such a list, or NAME[ARGS]{…}, NAME[CALL_ID]ID[ARGS]{…}.
std::unique_ptr<CallReader> mistralCalls(const Marks& marks);
// DeepSeek: marked calls, each "function" mark NAME, a fence and JSON; V3.1: NAME mark JSON.
std::unique_ptr<CallReader> deepSeekCalls(const Marks& marks);
// Kimi: marked calls, each functions.NAME:0 mark JSON.
std::unique_ptr<CallReader> kimiCalls(const Marks& marks);
// Functionary: NAME>{…}</function>.
std::unique_ptr<CallReader> functionCalls(const Marks& marks);
// Functionary 3.2: NAME, a line break, {…}.
std::unique_ptr<CallReader> recipientCalls(const Marks& marks);
// <function=NAME><parameter=KEY>…</parameter></function>, NAME<arg_key>KEY</arg_key>…, or JSON.
std::unique_ptr<CallReader> taggedCalls(const Marks& marks);
// name(key=value, …), or a list of such calls, in Python's notation.
std::unique_ptr<CallReader> pythonicCalls(const Marks& marks);
// Llama behind its mark: JSON, name.call(key=value), or Python code to be run.
std::unique_ptr<CallReader> pythonTagCalls(const Marks& marks);

}  // namespace alcove::chat::answers
