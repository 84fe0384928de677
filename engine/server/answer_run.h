// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "server/chat_request.h"
#include "server/http_server.h"
#include "server/json_views.h"
#include "server/model_host.h"

namespace alcove::server {

// What came of one answer of a run: one token, or its end.
struct AnswerEvent {
  std::size_t answer = 0;                 // which, from 0
  std::vector<chat::AnswerPiece> pieces;  // what it says, in order; may be none
  // As the engine sent it: token, its log-probabilities (but not those of a token that ends the
  // answer) and, in the last one, reason, stop string, failure and stats. Its text is in `pieces`.
  runtime::GenerationEvent step;
  // In the last one only:
  bool called = false;  // the answer ended by itself and holds a call
  std::uint32_t reasoningTokens = 0;
  double meanLogprob = 0;  // of all its tokens, the end included, if they were asked for
};

// The running answers to one request as its connection's thread sees them: their events, those of
// one answer in order. Dropping it cancels what is still running.
class AnswerRun {
 public:
  // Submits all of them; throws what Engine::submit() throws, and then none is left running.
  // `live` (HttpRequest::live) is told of the prompts and of each token.
  AnswerRun(std::shared_ptr<LoadedModel> model, std::vector<PreparedAnswer> answers,
            std::shared_ptr<LiveRequest> live);
  ~AnswerRun();
  AnswerRun(const AnswerRun&) = delete;
  AnswerRun& operator=(const AnswerRun&) = delete;

  // The next event; waits for it. Nothing once all answers have sent their last one. Cancels them
  // as soon as `connected` says false or the model is retired: the last events then say so.
  [[nodiscard]] std::optional<AnswerEvent> next(const Connected& connected);

  // What all answers that are over took together. Of several answers to one prompt, the one that
  // found the least of it in the cache says how much was cached.
  [[nodiscard]] TokenUsage usage() const;
  [[nodiscard]] std::size_t size() const { return m_answers.size(); }
  [[nodiscard]] const runtime::Engine& engine() const { return *m_model->engine; }

 private:
  struct Queued {
    std::size_t answer;
    runtime::GenerationEvent event;
  };
  // Shared with the engine's thread, which may outlive this object by one event.
  struct Queue {
    std::mutex mutex;
    std::condition_variable arrived;
    std::deque<Queued> events;
    bool abandoned = false;
  };
  // One answer, beside its text.
  struct State {
    std::uint64_t id = 0;
    std::unique_ptr<runtime::AnswerReader> reader;
    std::vector<chat::AnswerPiece> begun;
    bool parallelCalls = true;
    std::size_t prompt = 0;
    bool over = false;
    bool endedByCall = false;  // by us, behind its first call
    bool called = false;
    bool reasoning = false;             // what it said last was a thought
    double logprobs = 0;                // summed up
    std::uint32_t unheardTokens = 0;    // since it last said something
    std::uint32_t reasoningTokens = 0;  // tokens belong to what they, or those behind them, say
  };
  struct PromptUse {
    std::uint32_t tokens = 0;
    std::uint32_t cached = 0;
  };

  // What the other constructor builds on: from here on the destructor ends what was submitted.
  AnswerRun(std::shared_ptr<LoadedModel> model, std::shared_ptr<LiveRequest> live);
  void submit(PreparedAnswer answer);
  [[nodiscard]] Queued wait(const Connected& connected);
  [[nodiscard]] AnswerEvent read(Queued queued);
  static void follow(State& state, const AnswerEvent& event);
  void endBehindCall(State& state, std::vector<chat::AnswerPiece>& pieces);
  void count(const State& state, const runtime::GenerationStats& stats);
  void cancelAll();

  std::shared_ptr<LoadedModel> m_model;
  std::shared_ptr<LiveRequest> m_live;
  std::shared_ptr<Queue> m_queue = std::make_shared<Queue>();
  std::vector<State> m_answers;
  std::size_t m_running = 0;
  TokenUsage m_usage;  // but for the prompts
  std::map<std::size_t, PromptUse> m_prompts;
};

// One answer that is over.
struct WholeAnswer {
  chat::AnswerMessage message;
  std::vector<sampling::TokenLogprobs> logprobs;  // of each token, if they were asked for
  AnswerEvent end;                                // without pieces
};

// Waits for all answers of the run. Throws Refusal 500 if one failed.
[[nodiscard]] std::vector<WholeAnswer> wholeAnswers(AnswerRun& run, const Connected& connected);

}  // namespace alcove::server
