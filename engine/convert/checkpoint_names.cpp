// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "convert/checkpoint_names.h"

#include <alcove/error.h>

#include <algorithm>
#include <numeric>
#include <utility>

#include "convert/family.h"

namespace alcove::convert {
namespace {

constexpr std::string_view kLayer = "{L}";

// "blk.{L}.attn_q.weight" and "3" for "blk.3.attn_q.weight"; no layer: as it is.
std::pair<std::string, std::string> splitLayer(std::string_view name) {
  constexpr std::string_view kFront = "blk.";
  if (!name.starts_with(kFront)) return {std::string(name), {}};
  const auto end = name.find('.', kFront.size());
  if (end == std::string_view::npos) return {std::string(name), {}};
  return {std::string(kFront) + std::string(kLayer) + std::string(name.substr(end)),
          std::string(name.substr(kFront.size(), end - kFront.size()))};
}

// Which row of the checkpoint's tensor each row of the converted one is, found by converting a
// tensor whose values are the numbers of their rows: what a rule does is known to its code alone.
// Nothing if the result is no reordering of rows.
std::optional<std::vector<std::uint64_t>> sourceRowsOf(const NameRule& rule, std::uint64_t rows,
                                                       bool vector, const ModelFacts& facts) {
  constexpr std::uint64_t kMostExact = 1u << 24;  // in float32
  if (rows > kMostExact) return std::nullopt;
  std::vector<float> numbers(rows);
  std::iota(numbers.begin(), numbers.end(), 0.0f);
  formats::SafeTensor tensor{
      std::string(rule.from), formats::findDtype("F32"), {rows}, std::as_bytes(std::span(numbers))};
  if (!vector) tensor.shape.push_back(1);
  const formats::SafeTensor* const tensors[] = {&tensor};
  const formats::Checkpoint none;
  std::vector<float> found(rows);
  try {
    const OutputTensor out = rule.change({tensors, none, facts});
    const std::uint64_t columns = vector ? rows : 1;
    if (!out.readRow || out.columns() != columns || out.rows() * columns != rows)
      return std::nullopt;
    for (std::uint64_t row = 0; row < out.rows(); ++row)
      out.readRow(row, found.data() + row * columns);
  } catch (const Error&) {
    return std::nullopt;  // made of something else
  }
  // Some families store norms as their distance from one.
  const float shift = *std::ranges::min_element(found);
  std::vector<std::uint64_t> source;
  std::vector<bool> seen(rows);
  for (const float value : found) {
    const float at = value - shift;
    if (!(at >= 0 && at < float(rows)) || seen[std::size_t(at)]) return std::nullopt;
    seen[std::size_t(at)] = true;
    source.push_back(std::uint64_t(at));
  }
  if (std::ranges::is_sorted(source)) source.clear();
  return source;
}

}  // namespace

std::optional<CheckpointTensor> checkpointTensor(std::string_view architecture,
                                                 std::string_view ggufName, std::uint64_t rows,
                                                 bool vector, const ModelFacts& facts) {
  const auto [pattern, layer] = splitLayer(ggufName);
  for (const Family* family : families()) {
    if (family->architecture != architecture) continue;
    for (const NameRule& rule : family->names()) {
      if (rule.to != pattern || rule.from.find("{E}") != std::string_view::npos) continue;
      auto source = sourceRowsOf(rule, rows, vector, facts);
      if (!source) continue;
      CheckpointTensor tensor{std::string(rule.from), std::move(*source)};
      if (const auto at = tensor.name.find(kLayer); at != std::string::npos)
        tensor.name.replace(at, kLayer.size(), layer);
      return tensor;
    }
  }
  return std::nullopt;
}

}  // namespace alcove::convert
