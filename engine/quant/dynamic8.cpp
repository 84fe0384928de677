// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "quant/dynamic8.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace alcove::quant {
namespace {

constexpr int kDecades = 7;

// Everything is rounded to float32 where the published tables round: those that people have were
// computed with products that are not rounded before they are added to.
std::array<float, 256> makeTable(bool isSigned) {
  std::vector<float> values = {0, 1};
  for (int decade = 0; decade < kDecades; ++decade) {
    const int parts = (isSigned ? 1 : 2) << decade;
    const float step = (1.0f - 0.1f) / float(parts);
    const auto boundary = [&](int i) {
      return i < (parts + 1) / 2 ? std::fma(step, float(i), 0.1f)
                                 : std::fma(-step, float(parts - i), 1.0f);
    };
    const float scale = float(std::pow(10.0, decade - (kDecades - 1)));
    for (int i = 0; i < parts; ++i) {
      const float value = scale * ((boundary(i) + boundary(i + 1)) / 2);
      values.push_back(value);
      if (isSigned) values.push_back(-value);
    }
  }
  std::ranges::sort(values);
  std::array<float, 256> table{};
  std::ranges::copy(values, table.begin());
  return table;
}

// DynamicCodes::BitsandbytesCpu
std::uint8_t lookedUp(std::span<const float, 256> table, float value) {
  constexpr float kHalf = 65535.0f / 2;  // entries on either side of zero
  const float entry = std::floor((value + 1) * kHalf + 0.5f);
  return nearestDynamic(table, entry / kHalf - 1);
}

}  // namespace

std::span<const float, 256> dynamicValues(bool isSigned) {
  static const std::array<float, 256> tables[] = {makeTable(false), makeTable(true)};
  return tables[isSigned ? 1 : 0];
}

std::uint8_t nearestDynamic(std::span<const float, 256> table, float value) {
  const auto above = std::ranges::lower_bound(table, value);
  if (above == table.begin()) return 0;
  if (above == table.end()) return 255;
  const float middle = (*(above - 1) + *above) / 2;
  return std::uint8_t(above - table.begin() - (value <= middle ? 1 : 0));
}

Dynamic8 encodeDynamic8(std::span<const float> values, bool isSigned, std::size_t blockValues,
                        DynamicCodes rule) {
  const auto table = dynamicValues(isSigned);
  Dynamic8 stored;
  for (std::size_t begin = 0; begin < values.size(); begin += blockValues) {
    const auto block = values.subspan(begin, std::min(blockValues, values.size() - begin));
    float largest = 0;
    for (const float value : block) largest = std::max(largest, std::abs(value));
    stored.absmax.push_back(largest);
    for (const float value : block) {
      const float share = largest > 0 ? value / largest : 0;
      stored.codes.push_back(rule == DynamicCodes::Nearest ? nearestDynamic(table, share)
                             : largest > 0                 ? lookedUp(table, share)
                                                           : 0);
    }
  }
  return stored;
}

std::vector<float> decodeDynamic8(const Dynamic8& stored, bool isSigned, std::size_t blockValues) {
  const auto table = dynamicValues(isSigned);
  std::vector<float> values(stored.codes.size());
  for (std::size_t i = 0; i < values.size(); ++i)
    values[i] = table[stored.codes[i]] * stored.absmax[i / blockValues];
  return values;
}

}  // namespace alcove::quant
