// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "server/answer_run.h"

namespace alcove::server {

// How one of OpenAI's two kinds of completion writes its choices. One per request; not thread-safe.
// Log-probabilities wait for the next chunk of their answer.
class CompletionFormat {
 public:
  virtual ~CompletionFormat() = default;

  [[nodiscard]] virtual const char* idPrefix() const = 0;
  [[nodiscard]] virtual const char* object(bool chunk) const = 0;

  // Choices of a stream: what stands before the answer, what an event adds (nothing where it adds
  // nothing yet), and the end, which may bring log-probabilities that are left.
  [[nodiscard]] virtual std::optional<nlohmann::ordered_json> opening(std::size_t answer) = 0;
  [[nodiscard]] virtual std::optional<nlohmann::ordered_json> part(const AnswerEvent& event) = 0;
  [[nodiscard]] virtual nlohmann::ordered_json end(const AnswerEvent& event) = 0;

  // A choice of an answer that is no stream.
  [[nodiscard]] virtual nlohmann::ordered_json whole(const WholeAnswer& answer) = 0;
};

// `hasTools`: the answers may hold calls. `engine` must outlive what these two make.
[[nodiscard]] std::unique_ptr<CompletionFormat> chatFormat(const runtime::Engine& engine,
                                                           bool hasTools);

// A prompt as its completions repeat it.
struct EchoedPrompt {
  std::string text;
  std::vector<sampling::TokenLogprobs> logprobs;  // of its tokens, if they were asked for
};
// `echoes`: for each prompt, or empty for none; every prompt has `answersPerPrompt` answers.
[[nodiscard]] std::unique_ptr<CompletionFormat> textFormat(const runtime::Engine& engine,
                                                           std::vector<EchoedPrompt> echoes,
                                                           std::size_t answersPerPrompt);

// One of OpenAI's: "stop", "tool_calls", or "length" for whatever cut the answer off.
[[nodiscard]] const char* completionFinishReason(const AnswerEvent& end) noexcept;

}  // namespace alcove::server
