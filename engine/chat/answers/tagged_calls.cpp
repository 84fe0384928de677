// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "chat/answers/named_call.h"
#include "chat/answers/text_arguments.h"

namespace alcove::chat::answers {
namespace {

// How one family tags a call: its name, then for each parameter a key and a value.
struct Tags {
  std::string_view open;     // in front of the name; may be empty
  std::string_view nameEnd;  // behind the name
  std::string_view keyOpen;
  std::string_view keyEnd;
  std::string_view valueEnd;
  std::string_view close;  // of the call
  bool closes;             // `close` is consumed
};

// <function=NAME>\n<parameter=KEY>\nVALUE\n</parameter>\n</function>
constexpr Tags kFunctionTags = {"<function=",   ">",           "<parameter=", ">",
                                "</parameter>", "</function>", true};
// NAME\n<arg_key>KEY</arg_key>\n<arg_value>VALUE</arg_value>\n</tool_call>
constexpr Tags kKeyTags = {
    "", "<arg_key>", "<arg_key>", "</arg_key>", "</arg_value>", "</tool_call>", false};

class TaggedCall final : public StepReader {
 public:
  explicit TaggedCall(const Tags& tags) : m_tags(tags) {}

 private:
  enum class State { Open, Name, Parameters, Key, ValueOpen, Value, Over };

  Next step(std::string_view& input, bool ended, PieceWriter& out) override {
    switch (m_state) {
      case State::Open:
        return open(input, ended);
      case State::Name:
        return name(input, ended, out);
      case State::Parameters:
        return parameters(input, ended, out);
      case State::Key:
        return key(input, ended, out);
      case State::ValueOpen:
        return valueOpen(input, ended);
      case State::Value:
        return value(input, ended, out);
      case State::Over:
        return Next::Done;
    }
    return Next::NotACall;
  }

  Next broken(PieceWriter& out) {
    m_problem = fmt::format("The arguments of '{}' break off or are too long.", out.tool().name);
    return Next::Failed;
  }

  Next open(std::string_view& input, bool ended) {
    const Status status = NamedCall::expect(input, ended, m_tags.open);
    if (status == Status::Done) m_state = State::Name;
    return settle(status, Next::Step);
  }

  // Where keys have tags of their own, the name ends in front of the first, or of the call's end.
  Next name(std::string_view& input, bool ended, PieceWriter& out) {
    std::string& text = m_call.text();
    while (!input.empty()) {
      const bool whole = input.starts_with(m_tags.nameEnd);
      const bool without = !m_tags.closes && input.starts_with(m_tags.close);
      if (whole || without) {
        if (m_tags.closes) input.remove_prefix(m_tags.nameEnd.size());
        return begin(trimmed(text), out);
      }
      const bool waits =
          mayBecome(input, m_tags.nameEnd) || (!m_tags.closes && mayBecome(input, m_tags.close));
      if (waits && !ended) return Next::Wait;
      if (text.size() >= NamedCall::kMaxHeadBytes) return Next::NotACall;
      text += input.front();
      input.remove_prefix(1);
    }
    return ended ? Next::NotACall : Next::Wait;
  }

  Next begin(std::string_view name, PieceWriter& out) {
    m_state = State::Parameters;
    const Status status = m_call.begin(name, out);
    if (status == Status::Done && !m_arguments.begin(out)) return broken(out);
    return settle(status, Next::Step);
  }

  Next parameters(std::string_view& input, bool ended, PieceWriter& out) {
    const Status key = NamedCall::expect(input, ended, m_tags.keyOpen);
    if (key == Status::Done) {
      m_call = NamedCall();
      m_state = State::Key;
      return Next::Step;
    }
    std::string_view rest = input;
    const Status close = NamedCall::expect(rest, ended, m_tags.close);
    if (close == Status::Done) {
      if (m_tags.closes) input = rest;
      if (!m_arguments.end(out)) return broken(out);
      out.endCall();
      m_state = State::Over;
      return Next::CallOver;
    }
    if (key == Status::More || close == Status::More) return Next::Wait;
    return broken(out);
  }

  Next key(std::string_view& input, bool ended, PieceWriter& out) {
    const Status status = m_call.head(input, ended, m_tags.keyEnd);
    if (status == Status::More) return Next::Wait;
    if (status != Status::Done || !m_arguments.beginParameter(trimmed(m_call.text()), out))
      return broken(out);
    m_state = m_tags.closes ? State::Value : State::ValueOpen;
    return Next::Step;
  }

  Next valueOpen(std::string_view& input, bool ended) {
    if (NamedCall::expect(input, ended, "<arg_value>") == Status::More) return Next::Wait;
    m_state = State::Value;
    return Next::Step;
  }

  Next value(std::string_view& input, bool ended, PieceWriter& out) {
    while (!input.empty()) {
      if (input.starts_with(m_tags.valueEnd)) {
        input.remove_prefix(m_tags.valueEnd.size());
        m_state = State::Parameters;
        return m_arguments.endParameter(out) ? Next::Step : broken(out);
      }
      if (!ended && mayBecome(input, m_tags.valueEnd)) return Next::Wait;
      const std::size_t next = std::min(input.find('<', 1), input.size());
      if (!m_arguments.value(input.substr(0, next), out)) return broken(out);
      input.remove_prefix(next);
    }
    return ended ? broken(out) : Next::Wait;
  }

  Tags m_tags;
  State m_state = State::Open;
  TextArguments m_arguments;
};

// Chooses by the first character between the marks.
class AnyTaggedCall final : public CallReader {
 public:
  explicit AnyTaggedCall(const Marks& marks) : m_marks(marks) {}

  Status read(std::string_view& input, bool ended, PieceWriter& out) override {
    if (!m_chosen) {
      skipSpace(input);
      if (input.empty()) return ended ? Status::NotACall : Status::More;
      const char c = input.front();
      if (c == '{' || c == '[') {
        m_chosen = jsonCalls(m_marks);
      } else {
        m_chosen = std::make_unique<TaggedCall>(c == '<' ? kFunctionTags : kKeyTags);
      }
    }
    const Status status = m_chosen->read(input, ended, out);
    if (status == Status::Failed) m_problem = m_chosen->problem();
    return status;
  }

 private:
  Marks m_marks;
  std::unique_ptr<CallReader> m_chosen;
};

}  // namespace

std::unique_ptr<CallReader> taggedCalls(const Marks& marks) {
  return std::make_unique<AnyTaggedCall>(marks);
}

}  // namespace alcove::chat::answers
