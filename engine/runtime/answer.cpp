// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/answer.h"

#include <exception>
#include <limits>
#include <utility>

#include "base/log.h"

namespace alcove::runtime {
namespace {

double milliseconds(Answer::Clock::duration duration) {
  return std::chrono::duration<double, std::milli>(duration).count();
}

}  // namespace

Answer::Answer(const GenerationRequest& request, const tokenizer::Tokenizer& tokenizer,
               Engine::EventSink sink)
    : m_tokenizer(tokenizer),
      m_sink(std::move(sink)),
      m_stops(request.stop),
      m_detokenizer(tokenizer),
      m_maxTokens(request.maxTokens),
      m_ignoreEnd(request.ignoreEnd),
      m_namesControl(request.namesControl),
      m_submitted(Clock::now()) {}

std::uint32_t Answer::mostTokensLeft() const noexcept {
  if (m_maxTokens < 0) return std::numeric_limits<std::uint32_t>::max();
  return std::uint32_t(m_maxTokens) - m_stats.completionTokens;
}

void Answer::beginPrompt() {
  if (m_promptBegan == Clock::time_point()) m_promptBegan = Clock::now();
}

void Answer::accept(DrawnToken drawn) {
  m_lastToken = Clock::now();
  if (m_stats.completionTokens++ == 0) {
    m_firstToken = m_lastToken;
    m_stats.promptMs = milliseconds(m_firstToken - m_promptBegan);
    m_stats.timeToFirstTokenMs = milliseconds(m_firstToken - m_submitted);
  }
  const bool ends = !m_ignoreEnd && m_tokenizer.endsGeneration(drawn.id);
  GenerationEvent event;
  event.token = drawn.id;
  event.logprobs = std::move(drawn.logprobs);
  if (!ends || m_namesControl) addText(drawn.id, event);
  send(std::move(event));
  if (m_cancelled) {
    finish(FinishReason::Cancelled);
  } else if (ends || drawn.endsAnswer || m_stops.matched() != nullptr) {
    finish(FinishReason::Stop);
  } else if (m_maxTokens >= 0 && m_stats.completionTokens >= std::uint32_t(m_maxTokens)) {
    finish(FinishReason::Length);
  }
}

void Answer::addText(TokenId id, GenerationEvent& event) {
  if (!m_namesControl || !m_tokenizer.isControl(id)) {
    event.text = m_stops.push(m_detokenizer.push(id));
    return;
  }
  // A stop string cannot go on behind a control token.
  event.text = m_stops.push(m_detokenizer.flush());
  event.text += m_stops.flush();
  if (m_stops.matched() == nullptr) event.control = m_tokenizer.bytes(id);
}

void Answer::finish(FinishReason reason, std::string failure) {
  if (std::exchange(m_finished, true)) return;
  GenerationEvent event;
  event.last = true;
  event.text = m_stops.push(m_detokenizer.flush());
  event.text += m_stops.flush();
  event.reason = reason;
  if (m_stops.matched() != nullptr && reason != FinishReason::Failed) {
    event.reason = FinishReason::Stop;
    event.stopString = *m_stops.matched();
  }
  event.failure = std::move(failure);
  m_stats.generationMs = milliseconds(m_lastToken - m_firstToken);
  event.stats = m_stats;
  send(std::move(event));
}

void Answer::send(GenerationEvent event) {
  if (m_cancelled) event.text.clear();  // nobody listens any more
  try {
    if (!m_sink(event)) m_cancelled = true;
  } catch (const std::exception& error) {
    base::log(base::LogLevel::Error, "runtime", error.what());
    m_cancelled = true;
  }
}

}  // namespace alcove::runtime
