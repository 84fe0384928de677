// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

#include "chat/answers/json_stream.h"
#include "chat/answers/piece_writer.h"

namespace alcove::chat::answers {

// One call written as a JSON object, byte by byte. The call begins as soon as its name is known and
// its arguments come; arguments in front of the name are held until then.
class JsonCall {
 public:
  static constexpr std::size_t kMaxNameBytes = 256;
  static constexpr std::size_t kMaxHeldBytes = std::size_t(64) << 10;

  enum class Step { More, Done, NotACall, Failed };

  // `strict`: a key that calls do not have, in front of the name, says that this is none.
  explicit JsonCall(bool strict) : m_strict(strict) {}
  // The byte is consumed unless this says NotACall or Failed.
  Step push(char c, PieceWriter& out);
  // Nothing follows: Done, NotACall or Failed.
  Step end(PieceWriter& out);
  [[nodiscard]] const std::string& problem() const { return m_problem; }

 private:
  enum class State { Open, FirstKey, Key, InKey, Colon, ValueStart, InValue, After };
  enum class Role { Name, Arguments, Wrapper, Other };

  Step pushKey(char c);
  Step startValue(char c, PieceWriter& out);
  Step pushValue(char c, PieceWriter& out);
  Step valueOver(PieceWriter& out);
  Step closeObject(PieceWriter& out);
  Step complete(PieceWriter& out);
  Step wrong();
  Step fail(std::string problem);
  bool begin(PieceWriter& out);

  bool m_strict;
  State m_state = State::Open;
  Role m_role = Role::Other;
  JsonStream m_value;
  std::string m_text;  // of the key or value that is being read
  std::string m_name;
  std::string m_held;  // arguments whose call has not begun
  bool m_hasArguments = false;
  bool m_streams = false;  // the arguments are an object
  int m_wrappers = 0;
  std::string m_problem;
};

}  // namespace alcove::chat::answers
