// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "chat/answers/call_reader.h"
#include "chat/answers/python_stream.h"
#include "chat/answers/text_arguments.h"

namespace alcove::chat::answers {
namespace {

constexpr std::size_t kMaxNameBytes = 256;

bool isName(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         c == '-' || c == '.';
}

// Python's calls; the reader goes byte by byte.
class PythonicCalls final : public CallReader {
 public:
  Status read(std::string_view& input, bool ended, PieceWriter& out) override {
    while (!input.empty()) {
      const Status status = push(input.front(), out);
      if (status == Status::NotACall || status == Status::Failed) return status;
      if (!m_keepsByte) input.remove_prefix(1);
      m_keepsByte = false;
      if (status != Status::More) return status;
    }
    if (!ended) return Status::More;
    if (m_state == State::Between) return Status::Done;
    return out.inCall() ? broken(out) : Status::NotACall;
  }

 private:
  // Word: a key, or a literal without one; it is a key if '=' follows.
  enum class State { Begin, Name, Arguments, Word, Equals, Value, AfterValue, Between };

  Status broken(PieceWriter& out) {
    return fail(
        fmt::format("The arguments of '{}' are not Python's, or break off.", out.tool().name));
  }

  Status push(char c, PieceWriter& out) {
    switch (m_state) {
      case State::Begin:
        if (isSpace(c)) return Status::More;
        if (c == '[' && !m_list) {
          m_list = true;
          return Status::More;
        }
        if (!isName(c)) return Status::NotACall;
        m_name = c;
        m_state = State::Name;
        return Status::More;
      case State::Name:
        return pushName(c, out);
      case State::Arguments:
        return pushArguments(c, out);
      case State::Word:
        return pushWord(c, out);
      case State::Equals:
        return pushEquals(c, out);
      case State::Value:
        return pushValue(c, out);
      case State::AfterValue:
        if (isSpace(c)) return Status::More;
        if (c == ',') {
          m_state = State::Arguments;
          return Status::More;
        }
        return c == ')' ? close(out) : broken(out);
      case State::Between:
        return pushBetween(c);
    }
    return Status::NotACall;
  }

  Status pushName(char c, PieceWriter& out) {
    if (isName(c) && m_name.size() < kMaxNameBytes) {
      m_name += c;
      return Status::More;
    }
    if (c != '(') return Status::NotACall;
    if (m_name == "print" && out.tools().find(m_name) == nullptr && !m_printed) {
      m_printed = true;
      m_state = State::Begin;
      return Status::More;
    }
    if (m_name.ends_with(".call") && out.tools().find(m_name) == nullptr)
      m_name.erase(m_name.size() - 5);
    if (!out.beginCall(m_name, m_problem)) return Status::Failed;
    m_position = 0;
    m_state = State::Arguments;
    return out.arguments("{") ? Status::More : broken(out);
  }

  Status pushArguments(char c, PieceWriter& out) {
    if (isSpace(c)) return Status::More;
    if (c == ')') return close(out);
    if (isName(c)) {
      m_word = c;
      m_state = State::Word;
      return Status::More;
    }
    return positional(c, out);
  }

  Status pushWord(char c, PieceWriter& out) {
    if (isName(c) && m_word.size() < kMaxNameBytes) {
      m_word += c;
      return Status::More;
    }
    if (isSpace(c)) {
      m_state = State::Equals;
      return Status::More;
    }
    return pushEquals(c, out);
  }

  Status pushEquals(char c, PieceWriter& out) {
    if (isSpace(c)) return Status::More;
    if (c == '=') return beginValue(m_word, out) ? Status::More : broken(out);
    // A number or a constant that stands at its parameter's place.
    const std::string word = std::exchange(m_word, {});
    Status status = Status::More;
    for (const char each : word) {
      status = each == word.front() && m_state != State::Value ? positional(each, out)
                                                               : pushValue(each, out);
      if (status != Status::More) return status;
    }
    return pushValue(c, out);
  }

  // An argument without a name is its tool's parameter at this place.
  Status positional(char c, PieceWriter& out) {
    const auto& parameters = out.tool().parameters;
    if (m_position >= parameters.size()) return broken(out);
    if (!beginValue(parameters[m_position].name, out)) return broken(out);
    return pushValue(c, out);
  }

  bool beginValue(std::string_view name, PieceWriter& out) {
    m_value = PythonStream();
    m_state = State::Value;
    const std::string key = '"' + jsonEscaped(name) + "\": ";
    return out.arguments((m_position++ > 0 ? ", " : "") + key);
  }

  Status pushValue(char c, PieceWriter& out) {
    std::string text;
    const PythonStream::Step step = m_value.push(c, text);
    if (step == PythonStream::Step::Bad || !out.arguments(text)) return broken(out);
    if (step == PythonStream::Step::More) return Status::More;
    m_state = State::AfterValue;
    return step == PythonStream::Step::Done ? Status::More : push(c, out);
  }

  Status close(PieceWriter& out) {
    if (!out.arguments("}")) return broken(out);
    out.endCall();
    m_state = State::Between;
    return m_list || m_printed ? Status::Again : Status::Done;
  }

  Status pushBetween(char c) {
    if (isSpace(c)) return Status::More;
    if (m_printed && c == ')') {
      m_printed = false;
      return m_list ? Status::More : Status::Done;
    }
    if (m_list && c == ']') return Status::Done;
    if (m_list && c == ',') {
      m_state = State::Begin;
      return Status::More;
    }
    m_keepsByte = true;
    return Status::Done;
  }

  State m_state = State::Begin;
  bool m_list = false;
  bool m_printed = false;  // inside print(…)
  bool m_keepsByte = false;
  std::string m_name;
  std::string m_word;
  std::size_t m_position = 0;
  PythonStream m_value;
};

// Llama's <|python_tag|>.
class PythonTagCalls final : public CallReader {
 public:
  explicit PythonTagCalls(const Marks& marks) : m_marks(marks) {}

  Status read(std::string_view& input, bool ended, PieceWriter& out) override {
    if (m_code) return readCode(input, ended, out);
    if (!m_chosen) {
      const Status chosen = choose(input, ended, out);
      if (chosen != Status::Done) return chosen;
    }
    if (m_code) return readCode(input, ended, out);
    const Status status = m_chosen->read(input, ended, out);
    if (status == Status::Failed) m_problem = m_chosen->problem();
    return status;
  }

 private:
  // JSON by its brace, a call by a tool's name and ".call(" or "("; everything else is code.
  Status choose(std::string_view& input, bool ended, PieceWriter& out) {
    skipSpace(input);
    if (input.empty()) return ended ? Status::NotACall : Status::More;
    if (input.front() == '{' || input.front() == '[') {
      m_chosen = jsonCalls(m_marks);
      return Status::Done;
    }
    std::size_t length = 0;
    while (length < input.size() && length < kMaxNameBytes && isName(input[length])) ++length;
    if (length == input.size() && !ended) return Status::More;
    std::string_view name = input.substr(0, length);
    const bool called = length < input.size() && input[length] == '(';
    if (name.ends_with(".call") && out.tools().find(name) == nullptr) name.remove_suffix(5);
    if (called && out.tools().find(name) != nullptr) {
      m_chosen = std::make_unique<PythonicCalls>();
      return Status::Done;
    }
    return beginCode(out);
  }

  Status beginCode(PieceWriter& out) {
    for (const char* name : {"python", "code_interpreter", "ipython"}) {
      const Tool* tool = out.tools().find(name);
      if (tool == nullptr) continue;
      if (!out.beginCall(name, m_problem)) return Status::Failed;
      m_code = true;
      const std::string key = tool->parameters.empty() ? "code" : tool->parameters.front().name;
      return out.arguments("{\"" + jsonEscaped(key) + "\": \"") ? Status::Done : tooLong();
    }
    return fail("The model wrote code to be run, but no tool 'python' was given.");
  }

  Status readCode(std::string_view& input, bool ended, PieceWriter& out) {
    const std::size_t end = std::min(input.find(kControlBegin), input.size());
    if (!out.arguments(jsonEscaped(input.substr(0, end)))) return tooLong();
    input.remove_prefix(end);
    if (input.empty() && !ended) return Status::More;
    if (!out.arguments("\"}")) return tooLong();
    out.endCall();
    return Status::Done;
  }

  Status tooLong() { return fail("The code to be run is too long."); }

  Marks m_marks;
  std::unique_ptr<CallReader> m_chosen;
  bool m_code = false;
};

}  // namespace

std::unique_ptr<CallReader> pythonicCalls(const Marks&) {
  return std::make_unique<PythonicCalls>();
}

std::unique_ptr<CallReader> pythonTagCalls(const Marks& marks) {
  return std::make_unique<PythonTagCalls>(marks);
}

}  // namespace alcove::chat::answers
