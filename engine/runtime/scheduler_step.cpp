// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Runs what a step was planned to compute, and draws the tokens that come of it.
#include <alcove/error.h>

#include <algorithm>
#include <chrono>
#include <exception>
#include <new>
#include <utility>

#include "runtime/context_window.h"
#include "runtime/scheduler.h"

namespace alcove::runtime {
namespace {

using Clock = std::chrono::steady_clock;

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
  } catch (const Error& error) {
    if (isOfDevice(error.code(), slices)) throw;
    blame(slices);
  } catch (...) {
    blame(slices);
  }
}

// Whether a failure is not of any request, but of what computes them.
bool Scheduler::isOfDevice(ErrorCode code, std::span<const Slice> slices) const {
  if (code == ErrorCode::Device) return true;
  const bool least = slices.size() == 1 && slices[0].draft.empty();
  return code == ErrorCode::OutOfMemory && m_limits.memoryElsewhere && least;
}

// Ends the request that is to blame for the exception being handled.
void Scheduler::blame(std::span<const Slice> slices) {
  if (slices.size() == 1) {
    const Slice plain{slices[0].request, slices[0].count};
    if (!slices[0].draft.empty()) return runSlices({&plain, 1});
    slices[0].request->answer.finish(FinishReason::Failed, failureSentence());
    return;
  }
  // Somebody in the batch is to blame; alone, only that one fails.
  for (std::size_t i = 0; i < slices.size(); ++i) runSlices(slices.subspan(i, 1));
}

void Scheduler::compute(std::span<const Slice> slices) {
  runModel(slices);
  for (const auto& [request, count, draft, kind] : slices) {
    // What others left of a step's budget may be next to nothing.
    if (count == request->pending() || count >= m_limits.promptSlice / 2) request->idleSteps = 0;
    request->table.append(std::span(request->tokens).subspan(request->table.size(), count));
    request->servedTokens += count;
  }
  std::span<float> logits = m_logits;
  for (const Slice& slice : slices) {
    if (slice.request->pending() > 0) continue;
    const std::size_t own = (1 + slice.draft.size()) * m_model.vocabularySize();
    drawSlice(slice, logits.first(own));
    logits = logits.subspan(own);
  }
  for (const Slice& slice : slices) settle(*slice.request);
}

// Fills m_logits for the last token of each slice that brings its request up to date, and for those
// of its draft.
void Scheduler::runModel(std::span<const Slice> slices) {
  std::vector<TokenId> tokens;
  std::vector<models::BatchSequence> sequences;
  std::vector<std::uint32_t> outputs;
  bool prompts = false;
  for (const auto& [request, count, draft, kind] : slices) {
    const std::size_t start = request->table.size();
    sequences.push_back({std::uint32_t(tokens.size()), std::uint32_t(count + draft.size()),
                         std::uint32_t(start), request->table.blocks(),
                         std::uint32_t(request->tokens.size() + draft.size()), request->adapters});
    const auto from = request->tokens.begin() + std::ptrdiff_t(start);
    tokens.insert(tokens.end(), from, from + std::ptrdiff_t(count));
    tokens.insert(tokens.end(), draft.begin(), draft.end());
    prompts = prompts || count > 1;
    if (count < request->pending()) continue;
    for (std::size_t i = draft.size() + 1; i > 0; --i)
      outputs.push_back(std::uint32_t(tokens.size() - i));
  }
  m_logits.resize(outputs.size() * m_model.vocabularySize());
  const auto began = Clock::now();
  m_model.forward({tokens, sequences, outputs}, m_storage, m_logits);
  const std::chrono::duration<double, std::milli> took = Clock::now() - began;
  if (m_drafts.cost && !prompts)
    m_drafts.cost->measured(std::uint32_t(tokens.size()), took.count());
}

// Draws the next token, which a draft may have foretold (-1: none has). True if the answer goes on
// behind it.
bool Scheduler::draw(ScheduledRequest& request, std::span<float> logits, TokenId drafted) {
  try {
    DrawnToken drawn = request.source.draw(
        logits.first(std::min(logits.size(), request.answer.vocabulary())), request.tokens);
    const TokenId token = drawn.id;
    if (token == drafted) ++request.answer.stats().acceptedTokens;
    request.answer.accept(std::move(drawn));
    request.tokens.push_back(token);
  } catch (...) {
    request.answer.finish(FinishReason::Failed, failureSentence());
  }
  if (request.answer.finished()) return false;
  if (request.tokens.size() < m_limits.contextTokens) return true;
  if (request.contextPolicy != ContextPolicy::Slide) {
    request.answer.finish(FinishReason::ContextFull);
    return false;
  }
  request.answer.stats().droppedTokens += slide(request.tokens, request.keepTokens);
  request.table.truncate(request.keepTokens);
  request.ownText.clear();
  return false;
}

// Gives up what is of no more use: what lies behind the window, or all that was computed for a
// length on the other side of the model's switch. What that leaves to compute again may be known.
void Scheduler::settle(ScheduledRequest& request) {
  if (request.answer.finished()) return;
  if (request.table.start() != startOf(request)) request.table.clear();
  if (request.table.size() == 0) (void)adoptPrefix(request);
  request.table.releaseUnseen();
}

}  // namespace alcove::runtime
