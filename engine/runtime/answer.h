// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

#include "runtime/engine.h"
#include "runtime/stop_matcher.h"
#include "runtime/token_source.h"

namespace alcove::runtime {

// The outgoing half of one request: turns drawn tokens into events until the answer is over, and
// keeps its times. Belongs to the engine's thread; the sink is called there. A sink that throws
// cancels its own request, nothing else.
class Answer {
 public:
  using Clock = std::chrono::steady_clock;

  // `tokenizer` must outlive this. Throws Error InvalidArgument (stop strings).
  Answer(const GenerationRequest& request, const tokenizer::Tokenizer& tokenizer,
         Engine::EventSink sink);

  [[nodiscard]] bool finished() const noexcept { return m_finished; }
  // Logits from this one on stand for no token.
  [[nodiscard]] std::size_t vocabulary() const { return m_tokenizer.size(); }
  [[nodiscard]] GenerationStats& stats() noexcept { return m_stats; }

  // How many tokens it may still get, at least 1 until it is finished.
  [[nodiscard]] std::uint32_t mostTokensLeft() const noexcept;

  // The first slice of the prompt is about to be computed; later calls change nothing.
  void beginPrompt();
  // One token of the answer. May finish it: end token, stop string, the end of what the request's
  // constraint allows, token limit, sink.
  void accept(DrawnToken drawn);
  // Sends the last event, with whatever text was held back.
  void finish(FinishReason reason, std::string failure = {});

 private:
  // The text that `id` completes; for a control token that is to be named, what was held back.
  void addText(TokenId id, GenerationEvent& event);
  void send(GenerationEvent event);

  const tokenizer::Tokenizer& m_tokenizer;
  Engine::EventSink m_sink;
  StopMatcher m_stops;
  tokenizer::StreamingDetokenizer m_detokenizer;
  int m_maxTokens;
  bool m_ignoreEnd;
  bool m_namesControl;
  bool m_cancelled = false;
  bool m_finished = false;
  GenerationStats m_stats;
  Clock::time_point m_submitted;
  Clock::time_point m_promptBegan;  // epoch until beginPrompt()
  Clock::time_point m_firstToken;
  Clock::time_point m_lastToken;
};

}  // namespace alcove::runtime
