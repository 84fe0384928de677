// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

namespace alcove::chat::answers {

// Follows one Python literal byte by byte and writes it as JSON: strings, numbers, True, False,
// None, lists, tuples, and dictionaries whose keys are strings. JSON's own words are understood.
class PythonStream {
 public:
  static constexpr std::size_t kMaxDepth = 64;
  enum class Step {
    More,
    Done,        // the byte is the value's last
    DoneBefore,  // the value ended in front of the byte
    Bad,
  };
  // Appends to `out` what stands for the byte. REQUIRES: the value is not over.
  Step push(char c, std::string& out);

 private:
  enum class State { Value, FirstValue, Key, Colon, After, String, Escape, Hex, Word };

  Step value(char c, std::string& out);
  Step after(char c, std::string& out);
  Step inString(char c, std::string& out);
  Step escape(char c, std::string& out);
  Step word(char c, std::string& out);
  Step close(char c, std::string& out);
  [[nodiscard]] Step valueOver();

  State m_state = State::Value;
  std::string m_nesting;  // the bracket that closes each
  std::string m_word;
  char m_quote = 0;
  bool m_isKey = false;
  bool m_comma = false;  // read, but not written: Python allows one at the end
  int m_hexLeft = 0;
};

}  // namespace alcove::chat::answers
