// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/embedding_input.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>

#include "runtime/pooling.h"

namespace alcove::runtime {
namespace {

// What the model wants before and after a text.
struct Frame {
  std::vector<TokenId> before, after;
  [[nodiscard]] std::size_t size() const { return before.size() + after.size(); }
};

Frame frameOf(const tokenizer::Tokenizer& tokenizer) {
  Frame frame;
  if (tokenizer.addsBos() && tokenizer.bos()) frame.before.push_back(*tokenizer.bos());
  if (tokenizer.addsEos() && tokenizer.eos()) frame.after.push_back(*tokenizer.eos());
  return frame;
}

}  // namespace

EmbeddingInput::EmbeddingInput(const Engine& engine, std::span<const std::string> texts,
                               LongText longText, std::size_t before) {
  for (const std::string& text : texts) add(engine, text, longText, ++before);
}

void EmbeddingInput::add(const Engine& engine, const std::string& text, LongText longText,
                         std::size_t number) {
  const tokenizer::Tokenizer& tokenizer = engine.tokenizer();
  const Frame frame = frameOf(tokenizer);
  const std::vector<TokenId> tokens = tokenizer.encode(text, tokenizer::ControlTokens::AsText);
  const std::size_t limit = engine.info().contextTokens;
  if (tokens.empty() && frame.size() == 0)
    throw Error(ErrorCode::InvalidArgument,
                fmt::format("Text {} is empty; there is nothing to embed.", number));
  const bool fits = tokens.size() + frame.size() <= limit;
  if (!fits && longText == LongText::Refuse)
    throw Error(ErrorCode::LimitExceeded,
                fmt::format("Text {} has {} tokens; the model reads at most {}. Shorten it, or let "
                            "it be split.",
                            number, tokens.size() + frame.size(), limit));
  if (limit <= frame.size())
    throw Error(ErrorCode::LimitExceeded,
                fmt::format("The model reads at most {} tokens, too few for any text.", limit));
  const std::size_t room = limit - frame.size();
  const std::size_t parts = std::max<std::size_t>(1, (tokens.size() + room - 1) / room);
  for (std::size_t part = 0; part < parts; ++part) {
    const auto begin = tokens.begin() + std::ptrdiff_t(tokens.size() * part / parts);
    const auto end = tokens.begin() + std::ptrdiff_t(tokens.size() * (part + 1) / parts);
    std::vector<TokenId> input = frame.before;
    input.insert(input.end(), begin, end);
    input.insert(input.end(), frame.after.begin(), frame.after.end());
    m_inputs.push_back(std::move(input));
    m_inputTokens.push_back(std::uint32_t(end - begin));
  }
  m_parts.push_back(std::uint32_t(parts));
  m_tokens.push_back(std::uint32_t(tokens.size() + parts * frame.size()));
}

Embeddings EmbeddingInput::join(Embeddings ofParts, bool normalised) const {
  Embeddings joined{ofParts.pooling, ofParts.width, {}};
  std::size_t input = 0;
  for (const std::uint32_t parts : m_parts) {
    if (parts == 1) {
      joined.values.push_back(std::move(ofParts.values[input++]));
      continue;
    }
    if (ofParts.pooling == models::Pooling::None) {
      std::vector<float> rows;
      for (std::uint32_t part = 0; part < parts; ++part, ++input)
        rows.insert(rows.end(), ofParts.values[input].begin(), ofParts.values[input].end());
      joined.values.push_back(std::move(rows));
      continue;
    }
    std::vector<double> sums(ofParts.width);
    double tokens = 0;
    for (std::uint32_t part = 0; part < parts; ++part, ++input) {
      tokens += m_inputTokens[input];
      for (std::size_t i = 0; i < sums.size(); ++i)
        sums[i] += double(ofParts.values[input][i]) * m_inputTokens[input];
    }
    std::vector<float> average;
    for (const double sum : sums) average.push_back(float(sum / tokens));
    if (normalised) normalise(average, average.size());
    joined.values.push_back(std::move(average));
  }
  return joined;
}

}  // namespace alcove::runtime
