// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/answer_units.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "formats/utf8.h"
#include "support/temporary_folder.h"

namespace alcove::test {
namespace {

constexpr std::string_view kOpen = "⟦";
constexpr std::string_view kClose = "⟧";

using chat::AnswerPiece;

// Holds one answer's pieces to what every answer keeps to.
class PieceCheck {
 public:
  void add(const std::vector<AnswerPiece>& pieces) {
    for (const AnswerPiece& piece : pieces) {
      require(formats::isUtf8(piece.text), "a piece is not UTF-8");
      add(piece);
    }
  }
  void finish() const { require(!m_inCall, "a call was not ended"); }

 private:
  static void require(bool holds, const char* what) {
    if (!holds) throw std::logic_error(what);
  }

  void add(const AnswerPiece& piece) {
    using Kind = AnswerPiece::Kind;
    switch (piece.kind) {
      case Kind::Content:
      case Kind::Reasoning:
        require(!m_inCall, "text inside a call");
        require(!piece.text.empty(), "an empty piece");
        break;
      case Kind::ToolCallBegin:
        require(!m_inCall && piece.index == m_calls++, "a call begins out of turn");
        require(!piece.id.empty() && !piece.name.empty(), "a call without id or name");
        m_inCall = true;
        m_arguments.clear();
        break;
      case Kind::ToolCallArguments:
        require(m_inCall && piece.index + 1 == m_calls, "arguments outside their call");
        m_arguments += piece.text;
        break;
      case Kind::ToolCallEnd:
        require(std::exchange(m_inCall, false) && piece.index + 1 == m_calls,
                "a call ends out of turn");
        require(!piece.problem.empty() ||
                    nlohmann::json::parse(m_arguments, nullptr, false).is_object(),
                "arguments that are no object");
        break;
    }
  }

  bool m_inCall = false;
  std::size_t m_calls = 0;
  std::string m_arguments;
};

// Moves `from` behind the marker, or to the end.
std::string upTo(const std::string& text, std::size_t& from, const std::string& marker) {
  const std::size_t at = std::min(text.find(marker, from), text.size());
  std::string part = text.substr(from, at - from);
  from = std::min(at + marker.size(), text.size());
  return part;
}

nlohmann::ordered_json tool(const char* name, nlohmann::ordered_json properties) {
  return {{"type", "function"},
          {"function",
           {{"name", name},
            {"parameters", {{"type", "object"}, {"properties", std::move(properties)}}}}}};
}

}  // namespace

ControlVocabulary::ControlVocabulary(std::vector<std::string> spellings)
    : m_spellings(std::move(spellings)) {}

std::vector<tokenizer::TokenId> ControlVocabulary::encodeMarked(
    std::string_view, std::span<const tokenizer::ByteRange>) const {
  throw std::logic_error("no text can be written with control tokens");
}

std::string_view ControlVocabulary::bytes(tokenizer::TokenId id) const {
  return m_spellings.at(std::size_t(id));
}

std::optional<tokenizer::TokenId> ControlVocabulary::find(std::string_view spelling) const {
  const auto at = std::ranges::find(m_spellings, spelling);
  if (at == m_spellings.end()) return std::nullopt;
  return tokenizer::TokenId(at - m_spellings.begin());
}

std::vector<AnswerUnit> answerUnits(std::string_view answer) {
  std::vector<AnswerUnit> units;
  while (!answer.empty()) {
    const std::size_t close =
        answer.starts_with(kOpen) ? answer.find(kClose) : std::string_view::npos;
    if (close != std::string_view::npos) {
      units.push_back({std::string(answer.substr(kOpen.size(), close - kOpen.size())), true});
      answer.remove_prefix(close + kClose.size());
      continue;
    }
    std::size_t length = 1;
    while (length < answer.size() && (answer[length] & 0xC0) == 0x80) ++length;
    units.push_back({std::string(answer.substr(0, length)), false});
    answer.remove_prefix(length);
  }
  return units;
}

chat::AnswerMessage readAnswer(chat::AnswerParser& parser, std::span<const AnswerUnit> units,
                               const std::vector<bool>& cuts) {
  chat::AnswerMessage message;
  PieceCheck check;
  const auto take = [&](const std::vector<AnswerPiece>& pieces) {
    check.add(pieces);
    message.add(pieces);
  };
  std::string text;
  const auto flush = [&] {
    if (!text.empty()) take(parser.feed(std::exchange(text, {})));
  };
  for (std::size_t i = 0; i < units.size(); ++i) {
    if (units[i].control) {
      flush();
      take(parser.feedControl(units[i].text));
    } else {
      text += units[i].text;
      if (i < cuts.size() && cuts[i]) flush();
    }
  }
  flush();
  take(parser.finish());
  check.finish();
  return message;
}

std::string messageText(const chat::AnswerMessage& message) {
  nlohmann::ordered_json json = {{"content", message.content}, {"reasoning", message.reasoning}};
  json["calls"] = nlohmann::ordered_json::array();
  for (const chat::AnswerToolCall& call : message.toolCalls) {
    nlohmann::ordered_json each = {call.name, call.arguments};
    if (!call.problem.empty()) each.push_back(call.problem);
    json["calls"].push_back(each);
  }
  json["problems"] = message.problems;
  return json.dump();
}

std::vector<AnswerCase> readAnswerCases(const std::filesystem::path& file) {
  std::string text = readFile(file);
  if (text.ends_with('\n')) text.pop_back();
  std::vector<AnswerCase> cases;
  std::size_t at = 0;
  (void)upTo(text, at, "\n=== ");
  while (at < text.size()) {
    const std::string part = upTo(text, at, "\n=== ");
    std::size_t inside = 0;
    AnswerCase item;
    item.title = upTo(part, inside, "\n");
    item.setup = nlohmann::ordered_json::parse(upTo(part, inside, "\n==> answer\n"));
    item.answer = upTo(part, inside, "\n==> message\n");
    item.message = part.substr(inside);
    cases.push_back(std::move(item));
  }
  return cases;
}

const nlohmann::ordered_json& testTools() {
  static const nlohmann::ordered_json tools = {
      tool("get_weather", {{"city", {{"type", "string"}}}, {"days", {{"type", "integer"}}}}),
      tool("add", {{"a", {{"type", "number"}}}, {"b", {{"type", "number"}}}}),
      tool("python", {{"code", {{"type", "string"}}}}),
      tool("tag", {{"items", {{"type", "array"}}}, {"note", {{"type", {"string", "null"}}}}}),
      tool("now", nlohmann::ordered_json::object())};
  return tools;
}

}  // namespace alcove::test
