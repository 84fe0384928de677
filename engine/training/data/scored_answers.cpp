// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "training/data/scored_answers.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <span>

#include "chat/chat_template.h"
#include "tokenizer/tokenizer.h"

namespace alcove::training {
namespace {

using nlohmann::ordered_json;
using tokenizer::TokenId;
using Tokens = std::span<const TokenId>;

constexpr std::string_view kSpace = " \t\r\n";
// Each answer costs a rendering of all that comes before it: bounds what a conversation may cost.
constexpr std::size_t kMaxRenderedBytes = std::size_t(16) << 20;

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

std::size_t commonTokens(Tokens a, Tokens b) {
  return std::size_t(std::ranges::mismatch(a, b).in1 - a.begin());
}

class Conversation {
 public:
  Conversation(const Record& record, const ChatTools& tools)
      : m_record(record), m_tools(tools), m_all(ordered_json::array()) {
    for (const Message& message : record.messages)
      m_all.push_back({{"role", message.role}, {"content", message.content}});
    checkCost();
    m_text = render(m_all, false);
    m_tokens = encode(m_all, false);
  }

  Example score() {
    findBeginnings();
    Example example{m_tokens, std::vector<std::uint8_t>(m_tokens.size(), 0)};
    for (std::size_t i = 0; i < m_answers.size(); ++i) {
      const std::size_t end = endOf(i);
      std::fill(example.scored.begin() + std::ptrdiff_t(m_answers[i].begin),
                example.scored.begin() + std::ptrdiff_t(end), std::uint8_t(1));
    }
    if (!example.scored.empty()) example.scored.front() = 0;
    return example;
  }

 private:
  struct Answer {
    std::size_t message;  // its index
    std::size_t begin;    // its first token
  };

  void checkCost() const {
    std::size_t bytes = 0, rendered = 0;
    for (const Message& message : m_record.messages) {
      if (message.role == "assistant") rendered += bytes;
      bytes += message.content.size();
    }
    if (rendered > kMaxRenderedBytes)
      throw Error(ErrorCode::InvalidArgument,
                  "The conversation is too long for so many answers; cut it into several.");
  }

  void findBeginnings() {
    ordered_json before = ordered_json::array();
    for (std::size_t i = 0; i < m_record.messages.size(); ++i) {
      if (m_record.messages[i].role == "assistant") m_answers.push_back({i, beginOf(i, before)});
      before.push_back(m_all[i]);
    }
  }

  // The first token that the model has to say after the prompt of these messages.
  std::size_t beginOf(std::size_t message, const ordered_json& before) const {
    const std::string prompt = render(before, true);
    if (!m_text.starts_with(prompt))
      refuse(message,
             "does not follow what the template writes in front of an answer; such a template "
             "drops or "
             "adds something, thoughts for one, depending on what comes later");
    const std::vector<TokenId> tokens = encode(before, true);
    const std::size_t begin = commonTokens(tokens, m_tokens);
    // One token may reach from the template's words into the answer's.
    if (begin + 1 < tokens.size() || begin >= m_tokens.size())
      refuse(message, "runs together with the words of the template in front of it");
    return begin;
  }

  // One behind the last token of the answer's turn: the first that ends a generation.
  std::size_t endOf(std::size_t answer) const {
    const auto [message, begin] = m_answers[answer];
    std::size_t limit =
        answer + 1 < m_answers.size() ? m_answers[answer + 1].begin : m_tokens.size();
    bool isLimitExact = false;
    if (message + 1 < m_record.messages.size()) {
      ordered_json head = ordered_json::array();
      for (std::size_t i = 0; i <= message; ++i) head.push_back(m_all[i]);
      // Some templates write the last answer in another way than earlier ones.
      const std::vector<TokenId> tokens = encode(head, false);
      const std::size_t common = commonTokens(tokens, m_tokens);
      isLimitExact = common == tokens.size() && common <= limit;
      if (isLimitExact) limit = common;
    } else {
      isLimitExact = true;
    }
    std::size_t end = begin;
    while (end < limit && !m_tools.tokenizer->endsGeneration(m_tokens[end])) ++end;
    const bool hasEnd = end < limit;
    if (!hasEnd && !isLimitExact)
      refuse(message, "has no end that can be told from what follows in the template");
    checkContent(message, Tokens(m_tokens).subspan(begin, end - begin));
    return hasEnd ? end + 1 : end;
  }

  // A tokenizer may write some characters as others, so the answer itself goes through it too.
  void checkContent(std::size_t message, Tokens scored) const {
    const tokenizer::Tokenizer& tokenizer = *m_tools.tokenizer;
    const std::string_view content = trimmed(m_record.messages[message].content);
    const std::string said = tokenizer.decode(scored);
    const std::string wanted =
        tokenizer.decode(tokenizer.encode(content, tokenizer::ControlTokens::AsText));
    if (!trimmed(said).ends_with(trimmed(wanted)))
      refuse(message, "is not written by the template as it stands in the data");
  }

  [[noreturn]] void refuse(std::size_t message, const char* what) const {
    throw Error(ErrorCode::InvalidArgument,
                fmt::format("The model's chat template does not fit: the answer in message {} {}.",
                            message + 1, what));
  }

  [[nodiscard]] chat::RenderOptions options(bool opensAnswer) const {
    chat::RenderOptions options;
    options.addGenerationPrompt = opensAnswer;
    options.bosToken = m_tools.bosToken;
    options.eosToken = m_tools.eosToken;
    options.nowUnixSeconds = m_tools.nowUnixSeconds;
    return options;
  }
  [[nodiscard]] std::string render(const ordered_json& messages, bool opensAnswer) const {
    return m_tools.chatTemplate->render(messages, options(opensAnswer));
  }
  [[nodiscard]] std::vector<TokenId> encode(const ordered_json& messages, bool opensAnswer) const {
    return m_tools.chatTemplate->encode(messages, options(opensAnswer), *m_tools.tokenizer);
  }

  const Record& m_record;
  const ChatTools& m_tools;
  ordered_json m_all;
  std::string m_text;
  std::vector<TokenId> m_tokens;
  std::vector<Answer> m_answers;
};

}  // namespace

Example scoredConversation(const Record& record, const ChatTools& tools) {
  return Conversation(record, tools).score();
}

}  // namespace alcove::training
