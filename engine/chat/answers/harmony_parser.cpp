// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// OpenAI's Harmony response format, as gpt-oss writes it: an answer is a series of messages, each a
// header that names its channel and recipient, and a body.
#include <fmt/format.h>

#include <algorithm>

#include "chat/answers/arguments_reader.h"
#include "chat/answers/markup.h"
#include "chat/answers/parsers.h"
#include "chat/answers/piece_writer.h"
#include "formats/utf8.h"

namespace alcove::chat::answers {
namespace {

constexpr std::size_t kMaxHeaderBytes = 512;

class HarmonyParser final : public AnswerParser {
 public:
  explicit HarmonyParser(const AnswerSetup& setup)
      : m_out(setup, CallIds::Call),
        m_channel(Marks(setup.tokenizer)("<|channel|>")),
        m_message(Marks(setup.tokenizer)("<|message|>")),
        m_start(Marks(setup.tokenizer)("<|start|>")) {
    for (const char* end : {"<|end|>", "<|call|>", "<|return|>"})
      m_ends.push_back(Marks(setup.tokenizer)(end));
    m_ends.push_back(m_start);
  }

  std::vector<AnswerPiece> feed(std::string_view text) override {
    return add(formats::isUtf8(text) ? std::string(text) : formats::toUtf8(text));
  }
  std::vector<AnswerPiece> feedControl(std::string_view spelling) override {
    return add(controlMark(spelling));
  }
  std::vector<AnswerPiece> finish() override {
    m_ended = true;
    run();
    endMessage();
    return m_out.take(true);
  }

 private:
  enum class State { Header, Body };
  enum class Body { Content, Reasoning, Call };

  std::vector<AnswerPiece> add(const std::string& text) {
    m_input += text;
    run();
    return m_out.take(false);
  }

  void run() {
    std::string_view rest = m_input;
    while (m_state == State::Header ? stepHeader(rest) : stepBody(rest)) {
    }
    m_input.erase(0, m_input.size() - rest.size());
  }

  // A header ends with its mark; one that is too long for a header, or never ends, is an answer
  // that keeps to no format.
  bool stepHeader(std::string_view& rest) {
    const std::size_t at = rest.find(m_message);
    if (at == std::string_view::npos) {
      const bool isText = rest.size() > kMaxHeaderBytes || m_ended;
      if (!isText || rest.empty()) return false;
      m_body = Body::Content;
      m_state = State::Body;
      return true;
    }
    readHeader(rest.substr(0, at));
    rest.remove_prefix(at + m_message.size());
    m_state = State::Body;
    return true;
  }

  // What stands behind `key` up to white space or the next mark.
  [[nodiscard]] static std::string_view field(std::string_view header, std::string_view key) {
    const std::size_t at = header.find(key);
    if (at == std::string_view::npos) return {};
    const std::string_view value = header.substr(at + key.size());
    return value.substr(0, value.find_first_of(" \n\t\r<\xFF"));
  }

  void readHeader(std::string_view header) {
    const std::string_view channel = field(header, m_channel);
    std::string_view recipient = field(header, "to=");
    m_raw.clear();
    m_problem.clear();
    m_arguments = ArgumentsReader();
    m_body = channel == "analysis" ? Body::Reasoning : Body::Content;
    if (recipient.empty()) return;
    if (recipient.starts_with("functions.")) recipient.remove_prefix(10);
    m_body = Body::Call;
    if (!m_out.beginCall(recipient, m_problem)) m_body = Body::Content;
    m_refuses = m_body == Body::Content;
    if (m_refuses) m_raw = header;
  }

  bool stepBody(std::string_view& rest) {
    const std::size_t at = std::min(rest.find_first_of(kStops), rest.size());
    body(rest.substr(0, at));
    rest.remove_prefix(at);
    if (rest.empty()) return false;
    for (const std::string& end : m_ends) {
      if (!m_ended && mayBecome(rest, end)) return false;
      if (!rest.starts_with(end)) continue;
      rest.remove_prefix(end.size());
      endMessage();
      m_state = State::Header;
      return true;
    }
    if (rest.front() == kControlBegin) {
      rest.remove_prefix(rest.find(kControlEnd) + 1);
    } else {
      body(rest.substr(0, 1));
      rest.remove_prefix(1);
    }
    return true;
  }

  void body(std::string_view text) {
    if (m_body == Body::Reasoning) {
      m_out.reasoning(text);
    } else if (m_refuses) {
      m_raw += text;
    } else if (m_body == Body::Content) {
      m_out.content(text);
    } else {
      arguments(text);
    }
  }

  void arguments(std::string_view text) {
    const std::string name = m_out.tool().name;
    const auto status = m_arguments.read(text, m_out);
    if (status == ArgumentsReader::Status::More) return;
    m_out.endCall(status == ArgumentsReader::Status::Done ? std::string()
                                                          : m_arguments.problem(name));
    m_body = Body::Content;
    m_out.content(text);
  }

  void endMessage() {
    if (m_out.inCall()) m_out.endCall(m_arguments.problem(m_out.tool().name));
    if (m_refuses) m_out.refuse(m_raw, m_problem);
    if (m_body == Body::Reasoning) m_out.reasoning("\n");
    m_refuses = false;
    m_body = Body::Content;
  }

  static constexpr std::string_view kStops = "<\xFF";

  PieceWriter m_out;
  std::string m_channel, m_message, m_start;
  std::vector<std::string> m_ends;
  std::string m_input;
  bool m_ended = false;
  State m_state = State::Header;
  Body m_body = Body::Content;
  bool m_refuses = false;  // the recipient is none; the message is given as content
  std::string m_raw;
  std::string m_problem;
  ArgumentsReader m_arguments;
};

}  // namespace

std::unique_ptr<AnswerParser> harmonyParser(const AnswerSetup& setup) {
  return std::make_unique<HarmonyParser>(setup);
}

}  // namespace alcove::chat::answers
