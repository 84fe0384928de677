// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Speculation: what a step computes ahead of the answers, and which of it was right.
#include <algorithm>
#include <exception>
#include <utility>

#include "base/log.h"
#include "runtime/scheduler.h"

namespace alcove::runtime {

// Drafts get what the step has left, and take nothing from anybody. Beside prompts there are none:
// those make the step long, whatever the answers do.
void Scheduler::planDrafts() {
  const bool prompts =
      std::ranges::any_of(m_plan, [](const Slice& slice) { return slice.request->pending() > 1; });
  if (m_drafts.cost == nullptr || prompts) return;
  const auto answers = std::uint32_t(m_plan.size());
  StepOutlook step{answers, answers, double(answers)};
  const std::uint32_t narrow = std::min(m_drafts.mostStepTokens, m_model.narrowTokens());
  const std::uint32_t widest = answers > narrow ? m_limits.batchTokens : narrow;
  std::vector<DraftOrder> orders;
  for (Slice& slice : m_plan) {
    const std::uint32_t most =
        std::min({mostToDraft(*slice.request), m_limits.batchTokens - step.columns,
                  widest - std::min(widest, step.columns)});
    if (most == 0 || draftFromText(slice, most, step)) continue;
    if (const std::uint32_t count = countForModel(slice, most, step); count > 0)
      orders.push_back({&slice, count});
  }
  if (!orders.empty()) askDraftModel(orders);
}

bool Scheduler::draftFromText(Slice& slice, std::uint32_t most, StepOutlook& step) {
  ScheduledRequest& request = *slice.request;
  request.ownText.update(request.tokens);
  std::vector<TokenId> guess = request.ownText.continuation(request.tokens, most);
  if (guess.empty()) return false;
  const std::uint32_t count =
      request.drafting.choose(DraftKind::Lookup, std::uint32_t(guess.size()), step, *m_drafts.cost);
  if (!addDraft(slice, DraftKind::Lookup, count, step)) return false;
  guess.resize(count);
  slice.draft = std::move(guess);
  return true;
}

// How many tokens the draft model is to guess.
std::uint32_t Scheduler::countForModel(Slice& slice, std::uint32_t most, StepOutlook& step) {
  ScheduledRequest& request = *slice.request;
  if (m_drafts.model == nullptr) return 0;
  most = std::min(most, m_drafts.model->room(request.tokens.size()));
  if (most == 0) return 0;
  const double perToken = m_drafts.model->millisecondsFor(step.answers) / step.answers;
  const std::uint32_t count =
      request.drafting.choose(DraftKind::Model, most, step, *m_drafts.cost, perToken);
  if (!addDraft(slice, DraftKind::Model, count, step)) return 0;
  step.draftMilliseconds += perToken * count;
  return count;
}

// Makes room for a draft of that many tokens, if there is any.
bool Scheduler::addDraft(Slice& slice, DraftKind kind, std::uint32_t count, StepOutlook& step) {
  ScheduledRequest& request = *slice.request;
  if (count == 0 || !request.table.reserve(request.tokens.size() + count)) return false;
  slice.kind = kind;
  step.columns += count;
  step.tokens += request.drafting.expected(kind, count);
  return true;
}

// A draft model that fails is not asked again: answers do well without.
void Scheduler::askDraftModel(std::span<const DraftOrder> orders) {
  std::vector<DraftModel::Guess> guesses;
  for (const auto& [slice, count] : orders)
    guesses.push_back({slice->request->draftTable, slice->request->tokens, count});
  try {
    m_drafts.model->guess(guesses);
  } catch (const std::exception& error) {
    base::log(base::LogLevel::Error, "runtime", error.what());
    m_drafts.model = nullptr;
    return;
  }
  for (std::size_t i = 0; i < orders.size(); ++i) {
    Slice& slice = *orders[i].slice;
    slice.draft = std::move(guesses[i].draft);
    if (slice.draft.empty()) slice.request->drafting.missed(DraftKind::Model);
  }
}

// A draft ends where the answer must, or where the context is full, or where the model begins to
// compute the sequence differently.
std::uint32_t Scheduler::mostToDraft(const ScheduledRequest& request) const {
  if (!request.speculates) return 0;
  const std::size_t length = request.tokens.size();
  std::size_t longest = m_limits.contextTokens - 1;
  const std::uint32_t switchLength = m_model.switchLengthTokens();
  if (length <= switchLength) longest = std::min<std::size_t>(longest, switchLength);
  const std::size_t room = longest - std::min(longest, length);
  return std::uint32_t(std::min({std::size_t(m_drafts.mostDraftedTokens), room,
                                 std::size_t(request.answer.mostTokensLeft() - 1)}));
}

// Draws from `logits` [1 + drafted, vocabulary], which follow the request's last token and those of
// the draft: row after row, as long as what is drawn is what was drafted. These are the draws, from
// the same logits, that there were without a draft. K and V of what was wrong are forgotten.
void Scheduler::drawSlice(const Slice& slice, std::span<float> logits) {
  ScheduledRequest& request = *slice.request;
  const auto drafted = std::uint32_t(slice.draft.size());
  const std::size_t vocabulary = m_model.vocabularySize();
  GenerationStats& stats = request.answer.stats();
  const std::uint32_t before = stats.acceptedTokens;
  stats.draftedTokens += drafted;
  std::uint32_t right = 0;
  while (true) {
    const TokenId foretold = right < drafted ? slice.draft[right] : -1;
    if (!draw(request, logits.subspan(right * vocabulary, vocabulary), foretold)) break;
    if (request.tokens.back() != foretold) break;
    request.table.append({&foretold, 1});
    ++right;
  }
  request.table.truncate(request.table.size());
  request.servedTokens += right;
  const std::uint32_t accepted = stats.acceptedTokens - before;
  if (drafted > 0) request.drafting.judged(slice.kind, drafted, accepted);
  m_draftedTokens += drafted;
  m_acceptedTokens += accepted;
}

}  // namespace alcove::runtime
