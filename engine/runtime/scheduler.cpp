// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/scheduler.h"

#include <alcove/error.h>

#include <algorithm>
#include <exception>
#include <new>
#include <utility>

#include "base/assert.h"
#include "runtime/context_window.h"

namespace alcove::runtime {
namespace {

// The sentence for a person in whatever was thrown while a request ran.
std::string failureSentence() {
  try {
    throw;
  } catch (const Error& error) {
    return error.sentence();
  } catch (const std::bad_alloc&) {
    return "There was not enough memory to go on with this answer.";
  } catch (const std::exception& error) {
    return std::string("The engine failed inside: ") + error.what() + ".";
  }
}

// Sequences on the two sides of the model's switch share no blocks.
cache::BlockId startOf(const models::Model& model, std::size_t length) {
  const std::uint32_t switchLength = model.switchLengthTokens();
  return switchLength > 0 && length > switchLength ? cache::kOtherStart : cache::kNoBlock;
}

}  // namespace

ScheduledRequest::ScheduledRequest(std::uint64_t number, GenerationRequest request,
                                   const tokenizer::Tokenizer& tokenizer, Engine::EventSink sink,
                                   cache::BlockTable cacheTable)
    : id(number),
      contextPolicy(request.contextPolicy),
      keepTokens(request.keepTokens),
      tokens(std::move(request.prompt)),
      table(std::move(cacheTable)),
      source(request, tokenizer),
      answer(request, tokenizer, std::move(sink)) {
  answer.stats().promptTokens = std::uint32_t(tokens.size());
  answer.stats().seed = source.seed();
}

Scheduler::Scheduler(models::Model& model, cache::BlockPool& pool, cache::KvPool& storage,
                     SchedulerLimits limits)
    : m_model(model), m_pool(pool), m_storage(storage), m_limits(limits) {
  const std::uint32_t oneContext =
      (limits.contextTokens + pool.blockTokens() - 1) / pool.blockTokens();
  ALCOVE_ASSERT(pool.total() > oneContext);
  ALCOVE_ASSERT(limits.runningRequests < limits.batchTokens);
}

Scheduler::~Scheduler() = default;

cache::BlockTable Scheduler::newTable(cache::Sharing sharing) {
  return {m_pool, m_storage, sharing};
}

void Scheduler::add(std::unique_ptr<ScheduledRequest> request) {
  ALCOVE_ASSERT(!request->tokens.empty() && request->tokens.size() < m_limits.contextTokens);
  m_waiting.push_back(std::move(request));
}

void Scheduler::cancel(std::uint64_t id) {
  const auto matches = [&](const auto& request) { return request->id == id; };
  if (const auto it = std::ranges::find_if(m_running, matches); it != m_running.end()) {
    (*it)->answer.finish(FinishReason::Cancelled);
    m_running.erase(it);
  } else if (const auto waiting = std::ranges::find_if(m_waiting, matches);
             waiting != m_waiting.end()) {
    (*waiting)->answer.finish(FinishReason::Cancelled);
    m_waiting.erase(waiting);
  }
}

std::size_t Scheduler::emptySlots() const noexcept {
  std::size_t slots = 0;
  for (const auto& request : m_running)
    slots += request->table.blocks().size() * m_pool.blockTokens() - request->table.size();
  return slots;
}

void Scheduler::cancelAll() { finishAll(FinishReason::Cancelled, {}); }

void Scheduler::failAll(const std::string& sentence) { finishAll(FinishReason::Failed, sentence); }

void Scheduler::finishAll(FinishReason reason, const std::string& failure) {
  for (const auto& request : m_running) request->answer.finish(reason, failure);
  for (const auto& request : m_waiting) request->answer.finish(reason, failure);
  m_running.clear();
  m_waiting.clear();
}

void Scheduler::step() {
  admit();
  planStep();
  runSlices(m_plan);
  removeFinished();
}

void Scheduler::admit() {
  while (!m_waiting.empty() && m_running.size() < m_limits.runningRequests) {
    ScheduledRequest& request = *m_waiting.front();
    // Room for its tokens, and for one more block of every request that is on its way already:
    // otherwise it would be thrown out again at once.
    const std::size_t needed = request.tokens.size() / m_pool.blockTokens() + 1 + m_running.size();
    if (!m_running.empty() && needed > m_pool.available()) return;
    const std::size_t known = adoptPrefix(request);
    if (!std::exchange(request.admitted, true))
      request.answer.stats().cachedPromptTokens = std::uint32_t(known);
    request.answer.beginPrompt();
    m_running.push_back(std::move(m_waiting.front()));
    m_waiting.pop_front();
  }
}

// The last token is always computed: its logits are what is drawn from.
std::size_t Scheduler::adoptPrefix(ScheduledRequest& request) {
  return request.table.adopt(std::span(request.tokens).first(request.tokens.size() - 1),
                             startOf(m_model, request.tokens.size()));
}

// Gives up what the cache has of a request whose length is on the other side of the model's switch
// than when it was computed.
void Scheduler::keepValid(ScheduledRequest& request) {
  if (request.answer.finished()) return;
  if (request.table.start() == startOf(m_model, request.tokens.size())) return;
  request.table.clear();
  (void)adoptPrefix(request);
}

void Scheduler::planStep() {
  m_plan.clear();
  // By index: making room takes requests off the end.
  for (std::size_t i = 0; i < m_running.size(); ++i) {
    ScheduledRequest& request = *m_running[i];
    if (request.pending() == 1 && makeRoomFor(request, request.tokens.size()))
      m_plan.push_back({&request, 1});
  }
  std::size_t budget = m_plan.empty() ? m_limits.batchTokens : m_limits.promptSlice;
  for (std::size_t i = 0; i < m_running.size() && budget > 0; ++i) {
    ScheduledRequest& request = *m_running[i];
    if (request.pending() == 1) continue;
    const std::size_t count = std::min(request.pending(), budget);
    if (!makeRoomFor(request, request.table.size() + count)) continue;
    m_plan.push_back({&request, std::uint32_t(count)});
    budget -= count;
  }
  ALCOVE_ASSERT(!m_plan.empty() || m_running.empty());
}

void Scheduler::makeRoom(cache::BlockTable& table, std::size_t tokens) {
  while (!table.reserve(tokens)) {
    ALCOVE_ASSERT(!m_running.empty());
    preemptYoungest();
  }
}

bool Scheduler::makeRoomFor(ScheduledRequest& request, std::size_t tokens) {
  while (!request.table.reserve(tokens)) {
    if (m_running.back().get() == &request) return false;  // only older ones are left: wait
    preemptYoungest();
  }
  return true;
}

void Scheduler::preemptYoungest() {
  std::unique_ptr<ScheduledRequest> youngest = std::move(m_running.back());
  m_running.pop_back();
  std::erase_if(m_plan, [&](const Slice& slice) { return slice.request == youngest.get(); });
  youngest->table.clear();
  m_waiting.push_front(std::move(youngest));
}

void Scheduler::runSlices(std::span<const Slice> slices) {
  if (slices.empty()) return;
  try {
    compute(slices);
  } catch (...) {
    if (slices.size() == 1) {
      slices[0].request->answer.finish(FinishReason::Failed, failureSentence());
      return;
    }
    // Somebody in the batch is to blame; alone, only that one fails.
    for (std::size_t i = 0; i < slices.size(); ++i) runSlices(slices.subspan(i, 1));
  }
}

void Scheduler::compute(std::span<const Slice> slices) {
  std::vector<TokenId> tokens;
  std::vector<models::BatchSequence> sequences;
  std::vector<std::uint32_t> outputs;
  std::vector<ScheduledRequest*> drawing;
  for (const auto& [request, count] : slices) {
    const std::size_t start = request->table.size();
    sequences.push_back({std::uint32_t(tokens.size()), count, std::uint32_t(start),
                         request->table.blocks(), std::uint32_t(request->tokens.size())});
    tokens.insert(tokens.end(), request->tokens.begin() + std::ptrdiff_t(start),
                  request->tokens.begin() + std::ptrdiff_t(start + count));
    if (count < request->pending()) continue;
    outputs.push_back(std::uint32_t(tokens.size()) - 1);
    drawing.push_back(request);
  }
  const std::size_t vocabulary = m_model.vocabularySize();
  m_logits.resize(outputs.size() * vocabulary);
  m_model.forward({tokens, sequences, outputs}, m_storage.layers(), m_logits);

  for (std::size_t i = 0; i < slices.size(); ++i)
    slices[i].request->table.append(
        std::span(tokens).subspan(sequences[i].first, sequences[i].count));
  for (std::size_t i = 0; i < drawing.size(); ++i)
    draw(*drawing[i], std::span(m_logits).subspan(i * vocabulary, vocabulary));
  for (ScheduledRequest* request : drawing) keepValid(*request);
}

void Scheduler::draw(ScheduledRequest& request, std::span<float> logits) {
  try {
    DrawnToken drawn = request.source.draw(
        logits.first(std::min(logits.size(), request.answer.vocabulary())), request.tokens);
    const TokenId token = drawn.id;
    request.answer.accept(std::move(drawn));
    request.tokens.push_back(token);
  } catch (...) {
    request.answer.finish(FinishReason::Failed, failureSentence());
  }
  if (request.answer.finished() || request.tokens.size() < m_limits.contextTokens) return;
  if (request.contextPolicy != ContextPolicy::Slide) {
    request.answer.finish(FinishReason::ContextFull);
    return;
  }
  request.answer.stats().droppedTokens += slide(request.tokens, request.keepTokens);
  request.table.truncate(request.keepTokens);
}

void Scheduler::removeFinished() {
  std::erase_if(m_running, [](const auto& request) { return request->answer.finished(); });
}

std::vector<float> Scheduler::evaluate(std::span<const TokenId> tokens, std::uint32_t last) {
  ALCOVE_ASSERT(last >= 1 && last <= tokens.size() && tokens.size() <= m_limits.contextTokens);
  cache::BlockTable table = newTable(cache::Sharing::Private);
  makeRoom(table, tokens.size());

  const std::size_t vocabulary = m_model.vocabularySize();
  const std::size_t firstOutput = tokens.size() - last;
  std::vector<float> logits(last * vocabulary);
  std::size_t written = 0;
  while (table.size() < tokens.size()) {
    const std::size_t start = table.size();
    const std::size_t count = std::min<std::size_t>(tokens.size() - start, m_limits.batchTokens);
    std::vector<std::uint32_t> outputs;
    for (std::size_t i = 0; i < count; ++i)
      if (start + i >= firstOutput) outputs.push_back(std::uint32_t(i));
    const models::BatchSequence sequence{0, std::uint32_t(count), std::uint32_t(start),
                                         table.blocks(), std::uint32_t(tokens.size())};
    m_model.forward({tokens.subspan(start, count), std::span(&sequence, 1), outputs},
                    m_storage.layers(),
                    std::span(logits).subspan(written, outputs.size() * vocabulary));
    written += outputs.size() * vocabulary;
    table.append(tokens.subspan(start, count));
  }
  return logits;
}

}  // namespace alcove::runtime
