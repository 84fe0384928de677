// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Runs what a step was planned to compute, and draws the tokens that come of it.
#include <alcove/error.h>

#include <algorithm>
#include <exception>
#include <new>
#include <utility>

#include "runtime/context_window.h"
#include "runtime/scheduler.h"

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

}  // namespace

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

  for (std::size_t i = 0; i < slices.size(); ++i) {
    ScheduledRequest& request = *slices[i].request;
    const std::uint32_t count = slices[i].count;
    // What others left of a step's budget may be next to nothing.
    if (count == request.pending() || count >= m_limits.promptSlice / 2) request.idleSteps = 0;
    request.table.append(std::span(tokens).subspan(sequences[i].first, count));
    request.servedTokens += count;
  }
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

// Gives up what the cache has of a request whose length is on the other side of the model's switch
// than when it was computed.
void Scheduler::keepValid(ScheduledRequest& request) {
  if (request.answer.finished()) return;
  if (request.table.start() == startOf(request)) return;
  request.table.clear();
  (void)adoptPrefix(request);
}

}  // namespace alcove::runtime
