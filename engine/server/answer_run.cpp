// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/answer_run.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <utility>

#include "server/live_request.h"
#include "server/refusal.h"

namespace alcove::server {

using chat::AnswerPiece;
using runtime::FinishReason;
using runtime::GenerationEvent;

AnswerRun::AnswerRun(std::shared_ptr<LoadedModel> model, std::shared_ptr<LiveRequest> live)
    : m_model(std::move(model)), m_live(std::move(live)) {}

AnswerRun::AnswerRun(std::shared_ptr<LoadedModel> model, std::vector<PreparedAnswer> answers,
                     std::shared_ptr<LiveRequest> live)
    : AnswerRun(std::move(model), std::move(live)) {
  m_answers.reserve(answers.size());
  for (PreparedAnswer& answer : answers) submit(std::move(answer));
}

AnswerRun::~AnswerRun() {
  if (m_running == 0) return;
  {
    const std::lock_guard lock(m_queue->mutex);
    m_queue->abandoned = true;
  }
  cancelAll();
}

void AnswerRun::submit(PreparedAnswer answer) {
  const std::size_t promptTokens = answer.generation.prompt.size();
  const std::size_t index = m_answers.size();
  const std::uint64_t id = m_model->engine->submit(
      std::move(answer.generation), [queue = m_queue, index](const GenerationEvent& event) {
        bool listening;
        {
          const std::lock_guard lock(queue->mutex);
          listening = !queue->abandoned;
          if (listening) queue->events.push_back({index, event});
        }
        queue->arrived.notify_one();
        return listening;
      });
  State state;
  state.id = id;
  state.reader = std::move(answer.reader);
  state.begun = std::move(answer.begun);
  state.parallelCalls = answer.parallelCalls;
  state.prompt = answer.prompt;
  m_answers.push_back(std::move(state));
  ++m_running;
  m_live->addPrompt(promptTokens);
}

void AnswerRun::cancelAll() {
  for (const State& state : m_answers)
    if (!state.over) m_model->engine->cancel(state.id);
}

AnswerRun::Queued AnswerRun::wait(const Connected& connected) {
  std::unique_lock lock(m_queue->mutex);
  while (m_queue->events.empty()) {
    // A closed connection makes no sound: look for it between events.
    m_queue->arrived.wait_for(lock, std::chrono::milliseconds(100));
    if (m_queue->events.empty() && (!connected() || m_model->retired)) cancelAll();
  }
  Queued queued = std::move(m_queue->events.front());
  m_queue->events.pop_front();
  return queued;
}

std::optional<AnswerEvent> AnswerRun::next(const Connected& connected) {
  while (m_running > 0) {
    Queued queued = wait(connected);
    State& state = m_answers[queued.answer];
    m_live->observe(queued.event);
    if (queued.event.last) {
      state.over = true;
      --m_running;
    }
    if (m_model->retired || !connected()) cancelAll();
    if (state.endedByCall && !state.over) continue;  // tokens that came before the engine heard
    return read(std::move(queued));
  }
  return std::nullopt;
}

AnswerEvent AnswerRun::read(Queued queued) {
  State& state = m_answers[queued.answer];
  AnswerEvent event;
  event.answer = queued.answer;
  event.step = std::move(queued.event);
  if (!state.endedByCall) {
    event.pieces = std::exchange(state.begun, {});
    if (state.reader) {
      std::vector<AnswerPiece> read = state.reader->read(event.step);
      std::move(read.begin(), read.end(), std::back_inserter(event.pieces));
    } else if (!event.step.text.empty()) {
      event.pieces.push_back({AnswerPiece::Kind::Content, event.step.text, 0, {}, {}, {}});
    }
    if (!state.parallelCalls) endBehindCall(state, event.pieces);
  }
  event.step.text.clear();

  if (event.step.logprobs) state.logprobs += double(event.step.logprobs->chosen.logprob);
  if (event.step.token >= 0 && engine().tokenizer().endsGeneration(event.step.token))
    event.step.logprobs.reset();

  follow(state, event);
  if (!event.step.last) return event;

  if (state.endedByCall && event.step.reason == FinishReason::Cancelled)
    event.step.reason = FinishReason::Stop;
  event.called = state.called && event.step.reason == FinishReason::Stop;
  event.reasoningTokens = state.reasoningTokens;
  event.meanLogprob = state.logprobs / double(std::max(1u, event.step.stats.completionTokens));
  count(state, event.step.stats);
  return event;
}

// What kind of thing the answer says, for its end reason and its count of tokens.
void AnswerRun::follow(State& state, const AnswerEvent& event) {
  if (!event.step.last) ++state.unheardTokens;
  for (const AnswerPiece& piece : event.pieces) {
    state.called = state.called || piece.kind == AnswerPiece::Kind::ToolCallBegin;
    state.reasoning = piece.kind == AnswerPiece::Kind::Reasoning;
  }
  if (!event.pieces.empty() || event.step.last) {
    const std::uint32_t heard = std::exchange(state.unheardTokens, 0);
    if (state.reasoning) state.reasoningTokens += heard;
  }
}

void AnswerRun::endBehindCall(State& state, std::vector<AnswerPiece>& pieces) {
  const auto end = std::ranges::find(pieces, AnswerPiece::Kind::ToolCallEnd, &AnswerPiece::kind);
  if (end == pieces.end()) return;
  pieces.erase(end + 1, pieces.end());
  state.endedByCall = true;
  if (!state.over) m_model->engine->cancel(state.id);
}

void AnswerRun::count(const State& state, const runtime::GenerationStats& stats) {
  m_usage.completionTokens += stats.completionTokens;
  m_usage.reasoningTokens += state.reasoningTokens;
  const auto [at, first] =
      m_prompts.try_emplace(state.prompt, PromptUse{stats.promptTokens, stats.cachedPromptTokens});
  if (!first) at->second.cached = std::min(at->second.cached, stats.cachedPromptTokens);
}

TokenUsage AnswerRun::usage() const {
  TokenUsage usage = m_usage;
  for (const auto& [prompt, use] : m_prompts) {
    usage.promptTokens += use.tokens;
    usage.cachedPromptTokens += use.cached;
  }
  return usage;
}

std::vector<WholeAnswer> wholeAnswers(AnswerRun& run, const Connected& connected) {
  std::vector<WholeAnswer> answers(run.size());
  while (auto event = run.next(connected)) {
    WholeAnswer& answer = answers[event->answer];
    answer.message.add(std::exchange(event->pieces, {}));
    if (event->step.logprobs) answer.logprobs.push_back(*std::move(event->step.logprobs));
    if (!event->step.last) continue;
    if (event->step.reason == FinishReason::Failed)
      throw Refusal(500, "internal", event->step.failure);
    answer.end = *std::move(event);
  }
  return answers;
}

}  // namespace alcove::server
