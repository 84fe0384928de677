// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/scheduled_request.h"

namespace alcove::runtime {

ScheduledRequest::ScheduledRequest(std::uint64_t number, GenerationRequest request,
                                   const tokenizer::Tokenizer& tokenizer, Engine::EventSink sink)
    : id(number),
      priority(request.priority),
      contextPolicy(request.contextPolicy),
      keepTokens(request.keepTokens),
      tokens(std::move(request.prompt)),
      source(request, tokenizer),
      answer(request, tokenizer, std::move(sink)),
      speculates(request.speculation == Speculation::Auto),
      urgency(request.priority) {
  answer.stats().promptTokens = std::uint32_t(tokens.size());
  answer.stats().seed = source.seed();
}

}  // namespace alcove::runtime
