// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/draft_model.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "base/assert.h"

namespace alcove::runtime {
namespace {

// Tokens that are read in one call before anything can be guessed; answers wait meanwhile.
constexpr std::size_t kMostUnread = 256;

// Blocks are only valid on one side of a model's switch: drafts stay on the shorter one.
std::uint32_t usableContext(const models::Model& model) {
  const std::uint32_t switchLength = model.switchLengthTokens();
  return switchLength > 0 ? std::min(switchLength, model.trainedContextTokens())
                          : model.trainedContextTokens();
}

}  // namespace

DraftModel::DraftModel(std::unique_ptr<models::Model> model, std::uint32_t cacheBlocks,
                       std::uint32_t vocabulary, std::unique_ptr<StepCost> cost)
    : m_model(std::move(model)),
      m_storage(m_model->makeCache(cacheBlocks)),
      m_pool(cacheBlocks, m_model->kvLayout().blockTokens, {}, nullptr, m_model->windowTokens()),
      m_vocabulary(vocabulary),
      m_contextTokens(usableContext(*m_model)),
      m_cost(std::move(cost)) {
  ALCOVE_ASSERT(m_model->causal() && m_model->generates());
  ALCOVE_ASSERT(vocabulary >= 1 && vocabulary <= m_model->vocabularySize());
}

void DraftModel::guess(std::span<Guess> guesses) {
  std::vector<Slice> slices = follow(guesses);
  while (!slices.empty()) {
    run(slices);
    std::erase_if(slices, [](const Slice& slice) {
      return !slice.last || slice.guess->draft.size() == slice.guess->count;
    });
    for (Slice& slice : slices) slice.count = 1;
  }
}

// What is to be computed so that each table holds its request's tokens.
std::vector<DraftModel::Slice> DraftModel::follow(std::span<Guess> guesses) {
  std::vector<Slice> slices;
  std::size_t unread = kMostUnread;
  for (Guess& guess : guesses) {
    const std::size_t length = guess.tokens.size();
    ALCOVE_ASSERT(guess.count >= 1 && guess.count <= room(length));
    if (!guess.table) guess.table.emplace(m_pool, *m_storage, cache::Sharing::Shared);
    cache::BlockTable& table = *guess.table;
    // The last token is computed again if need be: its logits are wanted.
    const auto known = guess.tokens.first(length - 1);
    const auto end = std::ranges::mismatch(table.tokens(), known).in1;
    table.truncate(std::size_t(end - table.tokens().begin()));
    if (table.size() == 0) (void)table.adopt(known);
    table.releaseUnseen();  // what is known is not taken back, unlike drafts
    const auto unknown = [&](TokenId id) { return std::uint32_t(id) >= m_vocabulary; };
    if (std::ranges::any_of(guess.tokens.subspan(table.size()), unknown)) continue;
    const std::size_t pending = length - table.size();
    const std::size_t count = std::min(pending, unread + 1);
    const bool last = count == pending;
    if (!table.reserve(last ? length + guess.count - 1 : table.size() + count)) continue;
    unread -= count - 1;
    slices.push_back({&guess, std::uint32_t(count), last});
  }
  return slices;
}

void DraftModel::run(std::span<const Slice> slices) {
  std::vector<TokenId> tokens;
  std::vector<models::BatchSequence> sequences;
  std::vector<std::uint32_t> outputs;
  for (const auto& [guess, count, last] : slices) {
    const std::size_t start = guess->table->size();
    const std::size_t own = guess->tokens.size();
    sequences.push_back(
        {std::uint32_t(tokens.size()), count, std::uint32_t(start), guess->table->blocks(), 0});
    for (std::size_t at = start; at < start + count; ++at)
      tokens.push_back(at < own ? guess->tokens[at] : guess->draft[at - own]);
    if (last) outputs.push_back(std::uint32_t(tokens.size()) - 1);
  }
  m_logits.resize(outputs.size() * m_model->vocabularySize());
  const auto began = std::chrono::steady_clock::now();
  m_model->forward({tokens, sequences, outputs}, *m_storage, m_logits);
  const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - began;
  m_cost->measured(std::uint32_t(tokens.size()), took.count());

  std::span<const float> logits = m_logits;
  for (std::size_t i = 0; i < slices.size(); ++i) {
    const auto& [guess, count, last] = slices[i];
    guess->table->append(std::span(tokens).subspan(sequences[i].first, count));
    if (!last) continue;
    const auto row = logits.first(m_vocabulary);
    guess->draft.push_back(TokenId(std::ranges::max_element(row) - row.begin()));
    logits = logits.subspan(m_model->vocabularySize());
  }
}

}  // namespace alcove::runtime
