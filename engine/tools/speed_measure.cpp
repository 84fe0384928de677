// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "tools/speed_measure.h"

#include <alcove/error.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <future>
#include <memory>
#include <random>

#include "tools/engine_arguments.h"

namespace alcove::tools {
namespace {

using Clock = std::chrono::steady_clock;

// Prompts without control tokens, each other than the last.
class TokenSource {
 public:
  explicit TokenSource(const tokenizer::Tokenizer& tokenizer) : m_tokenizer(tokenizer) {}
  std::vector<runtime::TokenId> take(int count) {
    std::vector<runtime::TokenId> tokens;
    std::uniform_int_distribution<std::size_t> any(0, m_tokenizer.size() - 1);
    while (tokens.size() < std::size_t(count)) {
      const auto token = runtime::TokenId(any(m_random));
      if (!m_tokenizer.isControl(token)) tokens.push_back(token);
    }
    return tokens;
  }

 private:
  const tokenizer::Tokenizer& m_tokenizer;
  std::mt19937 m_random{42};
};

runtime::GenerationRequest greedyRequest(std::vector<runtime::TokenId> prompt, int tokens) {
  runtime::GenerationRequest request;
  request.prompt = std::move(prompt);
  request.maxTokens = tokens;
  request.sampling.temperature = 0;
  request.ignoreEnd = true;
  return request;
}

runtime::GenerationStats runOnce(runtime::Engine& engine, std::vector<runtime::TokenId> prompt,
                                 int tokens) {
  return generate(engine, greedyRequest(std::move(prompt), tokens),
                  [](const runtime::GenerationEvent&) { return true; })
      .stats;
}

// A prompt after `depth` tokens that are in the cache already.
void measurePrompt(runtime::Engine& engine, TokenSource& source, const SpeedTask& task,
                   MeasuredSpeed& measured) {
  std::vector<runtime::TokenId> prompt = source.take(task.depth);
  if (task.depth > 0) runOnce(engine, prompt, 1);
  const auto more = source.take(task.promptTokens);
  prompt.insert(prompt.end(), more.begin(), more.end());
  const runtime::GenerationStats stats = runOnce(engine, std::move(prompt), 1);
  measured.prompt.add((stats.promptTokens - stats.cachedPromptTokens) * 1000.0 / stats.promptMs);
  measured.firstToken.add(stats.timeToFirstTokenMs);
}

// The answers that run at the same time, as their events see them; on the engine's thread.
struct BatchRun {
  int answers = 0;
  int tokensEach = 0;
  int begun = 0;  // answers with a first token
  int ended = 0;
  int counted = 0;  // tokens since the last answer began
  Clock::time_point began, finished;
  std::string failure;
  std::promise<void> done;

  bool take(const runtime::GenerationEvent& event, int& own) {
    if (event.last) {
      if (event.reason == runtime::FinishReason::Failed) failure = event.failure;
      if (++ended == answers) done.set_value();
      return true;
    }
    if (own++ == 0 && ++begun == answers) {
      began = Clock::now();
    } else if (begun == answers && ended == 0 && own <= tokensEach) {
      ++counted;
      finished = Clock::now();
    }
    return true;
  }
};

// Counts while all answers run: from the last one's first token to the first one's last.
void measureGeneration(runtime::Engine& engine, TokenSource& source, const SpeedTask& task,
                       MeasuredSpeed& measured) {
  auto run = std::make_shared<BatchRun>();
  run->answers = task.batch;
  run->tokensEach = task.generatedTokens + 1;
  std::future<void> done = run->done.get_future();
  for (int i = 0; i < task.batch; ++i) {
    const auto own = std::make_shared<int>(0);
    (void)engine.submit(greedyRequest(source.take(std::max(task.depth, 1)), run->tokensEach),
                        [run, own](const auto& event) { return run->take(event, *own); });
  }
  done.get();
  if (!run->failure.empty()) throw Error(ErrorCode::Device, run->failure);
  const double seconds = std::chrono::duration<double>(run->finished - run->began).count();
  if (run->counted > 0 && seconds > 0) measured.generation.add(run->counted / seconds);
}

}  // namespace

double Series::median() const {
  if (m_values.empty()) return 0;
  std::vector<double> sorted = m_values;
  std::ranges::sort(sorted);
  const std::size_t middle = sorted.size() / 2;
  return sorted.size() % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

double Series::mean() const {
  double sum = 0;
  for (double value : m_values) sum += value;
  return m_values.empty() ? 0 : sum / double(m_values.size());
}

double Series::standardDeviation() const {
  const double middle = mean();
  double squares = 0;
  for (double value : m_values) squares += (value - middle) * (value - middle);
  return m_values.empty() ? 0 : std::sqrt(squares / double(m_values.size()));
}

MeasuredSpeed measureSpeed(runtime::Engine& engine, const SpeedTask& task) {
  TokenSource source(engine.tokenizer());
  MeasuredSpeed measured;
  runOnce(engine, source.take(std::max(task.promptTokens, 1)), 2);
  for (int i = 0; i < task.repetitions; ++i) {
    if (task.promptTokens > 0) measurePrompt(engine, source, task, measured);
    if (task.generatedTokens > 0) measureGeneration(engine, source, task, measured);
  }
  return measured;
}

}  // namespace alcove::tools
