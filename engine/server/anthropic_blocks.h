// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>

#include "server/answer_parts.h"
#include "server/http_server.h"

namespace alcove::server {

// A part of an answer as one of Anthropic's content blocks. The input of a call that is not whole
// is empty, and what there is of it stands beside it, under `alcove`.
[[nodiscard]] nlohmann::ordered_json anthropicBlock(const AnswerPart& part);

// One event, with its type in front of `members`.
void sendAnthropicEvent(HttpStream& stream, const char* type,
                        const nlohmann::ordered_json& members);

// Sends content blocks as events while they come. `stream` outlives it.
class AnthropicBlocks final : public PartListener {
 public:
  explicit AnthropicBlocks(HttpStream& stream) : m_stream(stream) {}
  void begin(const AnswerPart& part, std::size_t index) override;
  void say(const AnswerPart& part, std::size_t index, std::string_view more) override;
  void end(const AnswerPart& part, std::size_t index) override;

 private:
  HttpStream& m_stream;
};

}  // namespace alcove::server
