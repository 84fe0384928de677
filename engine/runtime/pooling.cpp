// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/pooling.h"

#include <cmath>
#include <utility>

#include "base/assert.h"

namespace alcove::runtime {
namespace {

using models::Pooling;

constexpr std::pair<Pooling, const char*> kNames[] = {
    {Pooling::None, "none"},
    {Pooling::Mean, "mean"},
    {Pooling::Cls, "cls"},
    {Pooling::Last, "last"},
};

}  // namespace

const char* poolingName(Pooling pooling) noexcept {
  for (const auto& [value, name] : kNames)
    if (value == pooling) return name;
  return "none";
}

std::optional<Pooling> findPooling(std::string_view name) noexcept {
  for (const auto& [value, known] : kNames)
    if (name == known) return value;
  return std::nullopt;
}

PooledText::PooledText(Pooling pooling, std::uint32_t tokens, std::uint32_t width)
    : m_pooling(pooling), m_tokens(tokens), m_sums(pooling == Pooling::Mean ? width : 0) {
  ALCOVE_ASSERT(tokens > 0 && width > 0);
}

bool PooledText::wants(std::uint32_t token) const noexcept {
  switch (m_pooling) {
    case Pooling::Cls:
      return token == 0;
    case Pooling::Last:
      return token + 1 == m_tokens;
    case Pooling::None:
    case Pooling::Mean:
      return true;
  }
  return true;
}

void PooledText::add(std::span<const float> hidden) {
  if (m_pooling != Pooling::Mean) {
    m_values.insert(m_values.end(), hidden.begin(), hidden.end());
    return;
  }
  for (std::size_t i = 0; i < m_sums.size(); ++i) m_sums[i] += double(hidden[i]);
}

std::vector<float> PooledText::take() {
  for (const double sum : m_sums) m_values.push_back(float(sum / m_tokens));
  return std::exchange(m_values, {});
}

void normalise(std::span<float> rows, std::size_t width) {
  for (std::size_t begin = 0; begin < rows.size(); begin += width) {
    const std::span<float> row = rows.subspan(begin, width);
    double squares = 0;
    for (const float value : row) squares += double(value) * double(value);
    if (squares == 0) continue;
    const double inverse = 1 / std::sqrt(squares);
    for (float& value : row) value = float(double(value) * inverse);
  }
}

std::vector<float> truncate(std::span<const float> rows, std::size_t width,
                            std::size_t dimensions) {
  std::vector<float> kept;
  for (std::size_t begin = 0; begin < rows.size(); begin += width) {
    const auto row = rows.subspan(begin, dimensions);
    kept.insert(kept.end(), row.begin(), row.end());
  }
  return kept;
}

}  // namespace alcove::runtime
