// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "models/model_output.h"

namespace alcove::runtime {

// "none", "mean", "cls", "last"
[[nodiscard]] const char* poolingName(models::Pooling pooling) noexcept;
[[nodiscard]] std::optional<models::Pooling> findPooling(std::string_view name) noexcept;

// Gathers the embedding of one text from the hidden states of its tokens, which may come in slices.
class PooledText {
 public:
  // `tokens` in the text, `width` values in a hidden state; both above 0.
  PooledText(models::Pooling pooling, std::uint32_t tokens, std::uint32_t width);

  // Whether the hidden state of this token is needed at all.
  [[nodiscard]] bool wants(std::uint32_t token) const noexcept;
  // Hidden states [width] of the tokens that are wanted, in order.
  void add(std::span<const float> hidden);
  // [width], or [tokens, width] with Pooling::None, once all of them were added.
  [[nodiscard]] std::vector<float> take();

 private:
  models::Pooling m_pooling;
  std::uint32_t m_tokens;
  std::vector<double> m_sums;
  std::vector<float> m_values;
};

// Scales each row of `width` values to length 1; a row of zeros stays.
void normalise(std::span<float> rows, std::size_t width);

// The first `dimensions` values of each row of `width`.
[[nodiscard]] std::vector<float> truncate(std::span<const float> rows, std::size_t width,
                                          std::size_t dimensions);

}  // namespace alcove::runtime
