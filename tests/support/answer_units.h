// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "chat/answer_parser.h"
#include "tokenizer/tokenizer.h"

namespace alcove::test {

// A vocabulary of nothing but control tokens, for what asks a tokenizer only about those.
class ControlVocabulary final : public tokenizer::Tokenizer {
 public:
  explicit ControlVocabulary(std::vector<std::string> spellings);

  std::vector<tokenizer::TokenId> encodeMarked(
      std::string_view text, std::span<const tokenizer::ByteRange> data) const override;
  std::string_view bytes(tokenizer::TokenId id) const override;
  std::size_t size() const override { return m_spellings.size(); }
  bool isControl(tokenizer::TokenId) const override { return true; }
  bool endsGeneration(tokenizer::TokenId) const override { return false; }
  std::optional<tokenizer::TokenId> bos() const override { return std::nullopt; }
  std::optional<tokenizer::TokenId> eos() const override { return std::nullopt; }
  bool addsBos() const override { return false; }
  std::optional<tokenizer::TokenId> find(std::string_view spelling) const override;

 private:
  std::vector<std::string> m_spellings;
};

// What a parser can be fed one by one: a character, or a control token.
struct AnswerUnit {
  std::string text;
  bool control = false;
};

// `answer` cut into units; control tokens are written ⟦<|spelling|>⟧.
[[nodiscard]] std::vector<AnswerUnit> answerUnits(std::string_view answer);

// Feeds `units` in chunks: a chunk ends behind each unit for which `cuts` says so. Checks what
// holds for every answer: pieces are valid UTF-8, calls are properly nested and numbered, and the
// arguments of a call without a problem are a JSON object; throws std::logic_error where not.
[[nodiscard]] chat::AnswerMessage readAnswer(chat::AnswerParser& parser,
                                             std::span<const AnswerUnit> units,
                                             const std::vector<bool>& cuts);

// All of it, for comparisons and for people.
[[nodiscard]] std::string messageText(const chat::AnswerMessage& message);

// One case of tests/cases/tools: a title, what is known of model and request as JSON (words of the
// template, control tokens, the prompt's tail, "tools": false for none), the answer, in which
// control tokens are written as for answerUnits(), and its messageText().
struct AnswerCase {
  std::string title;
  nlohmann::ordered_json setup;
  std::string answer;
  std::string message;
};
[[nodiscard]] std::vector<AnswerCase> readAnswerCases(const std::filesystem::path& file);

// The tools of the tests: get_weather(city: string, days: integer), add(a, b: number),
// python(code: string), tag(items: array, note: string or null), now().
[[nodiscard]] const nlohmann::ordered_json& testTools();

}  // namespace alcove::test
