// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <map>
#include <utility>

#include "server/completion_format.h"
#include "server/logprob_views.h"

namespace alcove::server {
namespace {

using nlohmann::ordered_json;
using sampling::TokenLogprobs;

class TextFormat final : public CompletionFormat {
 public:
  TextFormat(const runtime::Engine& engine, std::vector<EchoedPrompt> echoes,
             std::size_t answersPerPrompt)
      : m_tokenizer(engine.tokenizer()),
        m_echoes(std::move(echoes)),
        m_answersPerPrompt(answersPerPrompt) {}

  const char* idPrefix() const override { return "cmpl"; }
  const char* object(bool) const override { return "text_completion"; }

  std::optional<ordered_json> opening(std::size_t answer) override {
    const EchoedPrompt* echo = echoOf(answer);
    if (echo == nullptr) return std::nullopt;
    return choice(answer, echo->text, echo->logprobs, nullptr);
  }

  std::optional<ordered_json> part(const AnswerEvent& event) override {
    std::vector<TokenLogprobs>& waiting = m_waiting[event.answer];
    if (event.step.logprobs) waiting.push_back(*event.step.logprobs);
    std::string text;
    for (const chat::AnswerPiece& piece : event.pieces) text += piece.text;
    if (text.empty()) return std::nullopt;
    return choice(event.answer, text, std::exchange(waiting, {}), nullptr);
  }

  ordered_json end(const AnswerEvent& event) override {
    return choice(event.answer, "", std::exchange(m_waiting[event.answer], {}),
                  completionFinishReason(event));
  }

  ordered_json whole(const WholeAnswer& answer) override {
    const EchoedPrompt* echo = echoOf(answer.end.answer);
    std::string text = answer.message.content;
    std::vector<TokenLogprobs> logprobs = answer.logprobs;
    if (echo != nullptr) {
      text.insert(0, echo->text);
      logprobs.insert(logprobs.begin(), echo->logprobs.begin(), echo->logprobs.end());
    }
    return choice(answer.end.answer, text, logprobs, completionFinishReason(answer.end));
  }

 private:
  const EchoedPrompt* echoOf(std::size_t answer) const {
    return m_echoes.empty() ? nullptr : &m_echoes[answer / m_answersPerPrompt];
  }

  ordered_json choice(std::size_t answer, const std::string& text,
                      const std::vector<TokenLogprobs>& logprobs, const char* finishReason) {
    ordered_json choice = {{"index", answer}, {"text", text}};
    choice["logprobs"] =
        logprobs.empty() ? ordered_json() : textLogprobs(logprobs, m_tokenizer, m_offsets[answer]);
    choice["finish_reason"] = finishReason != nullptr ? ordered_json(finishReason) : ordered_json();
    return choice;
  }

  const tokenizer::Tokenizer& m_tokenizer;
  std::vector<EchoedPrompt> m_echoes;
  std::size_t m_answersPerPrompt;
  std::map<std::size_t, std::vector<TokenLogprobs>> m_waiting;
  std::map<std::size_t, std::size_t> m_offsets;  // in characters of each answer's text
};

}  // namespace

std::unique_ptr<CompletionFormat> textFormat(const runtime::Engine& engine,
                                             std::vector<EchoedPrompt> echoes,
                                             std::size_t answersPerPrompt) {
  return std::make_unique<TextFormat>(engine, std::move(echoes), answersPerPrompt);
}

}  // namespace alcove::server
