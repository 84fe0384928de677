// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "engine/runtime/chain_model.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <stdexcept>

#include "quant/block_type.h"

namespace alcove::runtime {
namespace {

std::uint32_t startState(std::size_t length, std::uint32_t switchLength) {
  return switchLength > 0 && length > switchLength ? 18 : 17;
}

std::uint32_t advance(std::uint32_t state, std::int32_t token) {
  state = (state ^ std::uint32_t(token)) * 2654435761u;
  return state ^ (state >> 15);
}

// The last four tokens.
std::uint32_t remember(std::uint32_t state, std::int32_t token) {
  return state << 8 | std::uint32_t(token);
}

std::int32_t forgetfulChoice(std::uint32_t state) { return std::int32_t(advance(state, 1) % 3); }

// Mostly letters, now and then an end.
std::int32_t choice(std::uint32_t state) {
  return state % 97 == 0 ? kEndToken : std::int32_t((state >> 8) % std::uint32_t(kLetters));
}

}  // namespace

std::int32_t chainNext(std::span<const std::int32_t> tokens, std::uint32_t switchLength) {
  std::uint32_t state = startState(tokens.size(), switchLength);
  for (std::int32_t token : tokens) state = advance(state, token);
  return choice(state);
}

std::int32_t forgetfulNext(std::span<const std::int32_t> tokens) {
  std::uint32_t state = startState(tokens.size(), 0);
  for (std::int32_t token : tokens) state = remember(state, token);
  return forgetfulChoice(state);
}

cache::KvLayout ChainModel::kvLayout() const {
  cache::KvLayout layout;
  layout.layers = 1;
  layout.kvHeads = 1;
  layout.keyDim = 1;
  layout.valueDim = 1;
  layout.blockTokens = 4;
  layout.keyType = layout.valueType = &quant::kF32;
  return layout;
}

void ChainModel::forward(const models::Batch& batch, cache::KvPool& cache,
                         std::span<float> output) {
  if (m_failures > 0 && m_failures-- > 0) throw Error(m_failure, "The device is lost.");
  if (std::ranges::count(batch.tokens, kPoisonToken) > 0)
    throw std::runtime_error("a token that cannot be computed");
  const cache::KvLayout layout = kvLayout();
  Step step{batch.tokens.size(), {}};
  std::size_t outputs = 0;
  std::uint32_t next = 0;
  for (const models::BatchSequence& sequence : batch.sequences) {
    if (sequence.first != next) throw std::logic_error("the sequences leave a gap");
    next += sequence.count;
    if (encoder && sequence.start > 0) throw std::logic_error("a sequence comes in slices");
    step.counts.push_back(sequence.count);
    auto slot = [&](std::uint32_t position) {
      return cache.layers()[0].keys +
             sequence.blockTable[position / layout.blockTokens] * layout.keyBlockBytes() +
             position % layout.blockTokens * sizeof(std::uint32_t);
    };
    for (std::uint32_t i = 0; i < sequence.count; ++i) {
      std::uint32_t state = startState(sequence.length, switchLength);
      const std::uint32_t position = sequence.start + i;
      if (position > 0) std::memcpy(&state, slot(position - 1), sizeof state);
      const std::int32_t token = batch.tokens[sequence.first + i];
      state = forgetful ? remember(state, token) : advance(state, token);
      std::memcpy(slot(position), &state, sizeof state);
      if (outputs >= batch.outputs.size() || batch.outputs[outputs] != sequence.first + i) continue;
      const bool hidden = batch.output == models::Output::Hidden;
      const std::size_t width = hidden ? embeddingSize() : std::size_t(kVocabulary);
      float* row = output.data() + outputs++ * width;
      std::fill_n(row, width, numbers ? 0.0f : std::numeric_limits<float>::quiet_NaN());
      if (!numbers) continue;
      if (hidden) {
        row[0] = float(choice(state));
        row[1] = float(position);
      } else {
        row[forgetful ? forgetfulChoice(state) : choice(state)] = 10;
      }
    }
  }
  if (next != batch.tokens.size() || outputs != batch.outputs.size())
    throw std::logic_error("the batch does not add up");
  steps.push_back(std::move(step));
}

std::vector<tokenizer::TokenId> LetterTokenizer::encodeMarked(
    std::string_view text, std::span<const tokenizer::ByteRange>) const {
  std::vector<tokenizer::TokenId> ids;
  for (char letter : text) ids.push_back(letter - 'a');
  return ids;
}

std::string_view LetterTokenizer::bytes(tokenizer::TokenId id) const {
  static constexpr std::string_view kAlphabet = "abcdefghijklmnopqrstuvwxyz";
  if (id == kEndToken) return "<end>";
  if (id == kPoisonToken) return "<poison>";
  return kAlphabet.substr(std::size_t(id), 1);
}

}  // namespace alcove::runtime
