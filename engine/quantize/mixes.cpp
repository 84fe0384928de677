// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <strings.h>

#include <algorithm>
#include <array>
#include <utility>

#include "quantize/mix.h"

namespace alcove::quantize {
namespace {

using enum TensorRole;
using quant::kQ4_K, quant::kQ5_K, quant::kQ6_K, quant::kQ8_0;

// The rules of llama.cpp's mixes of these names (src/llama-quant.cpp), as docs/formats/quantized.md
// states them; only that here "8 experts" is "8 or more".
constexpr bool kExperts = true;

constexpr MixRule kQ3_K_S[] = {
    {Output, Layers::All, &kQ6_K},
    {AttentionValue, Layers::All, &kQ8_0, kExperts},
    {AttentionKey, Layers::All, &kQ8_0, kExperts},
    {AttentionOutput, Layers::All, &kQ5_K, kExperts},
};
constexpr MixRule kQ3_K_M[] = {
    {Output, Layers::All, &kQ6_K},
    {AttentionValue, Layers::All, &kQ8_0, kExperts},
    {AttentionKey, Layers::All, &kQ8_0, kExperts},
    {AttentionOutput, Layers::All, &kQ5_K, kExperts},
    {AttentionOutput, Layers::All, &kQ4_K},
    {AttentionValue, Layers::FirstTwo, &kQ5_K},
    {AttentionValue, Layers::All, &kQ4_K},
    {FfnDown, Layers::FirstSixteenth, &kQ5_K},
    {FfnDown, Layers::All, &kQ4_K},
};
constexpr MixRule kQ4_K_S[] = {
    {Output, Layers::All, &kQ6_K},
    {AttentionValue, Layers::All, &kQ8_0, kExperts},
    {AttentionKey, Layers::All, &kQ8_0, kExperts},
    {AttentionOutput, Layers::All, &kQ5_K, kExperts},
    {AttentionValue, Layers::FirstFour, &kQ5_K},
    {FfnDown, Layers::FirstEighth, &kQ5_K},
};
constexpr MixRule kQ4_K_M[] = {
    {Output, Layers::All, &kQ6_K},
    {AttentionValue, Layers::All, &kQ8_0, kExperts},
    {AttentionKey, Layers::All, &kQ8_0, kExperts},
    {AttentionOutput, Layers::All, &kQ5_K, kExperts},
    {AttentionValue, Layers::Sensitive, &kQ6_K},
    {FfnDown, Layers::Sensitive, &kQ6_K},
};
constexpr MixRule kQ5_K_S[] = {
    {Output, Layers::All, &kQ6_K},
    {AttentionValue, Layers::All, &kQ8_0, kExperts},
    {AttentionKey, Layers::All, &kQ8_0, kExperts},
};
constexpr MixRule kQ5_K_M[] = {
    {Output, Layers::All, &kQ6_K},
    {AttentionValue, Layers::All, &kQ8_0, kExperts},
    {AttentionKey, Layers::All, &kQ8_0, kExperts},
    {AttentionValue, Layers::Sensitive, &kQ6_K},
    {FfnDown, Layers::Sensitive, &kQ6_K},
};

// File types as in llama.cpp's enumeration of them: readers show them, nothing depends on them.
constexpr Mix kMixes[] = {
    {"F32", &quant::kF32, 0, {}},           {"F16", &quant::kF16, 1, {}},
    {"BF16", &quant::kBF16, 32, {}},        {"Q8_0", &quant::kQ8_0, 7, {}},
    {"Q4_0", &quant::kQ4_0, 2, {}},         {"Q4_1", &quant::kQ4_1, 3, {}},
    {"Q5_0", &quant::kQ5_0, 8, {}},         {"Q5_1", &quant::kQ5_1, 9, {}},
    {"Q2_K", &quant::kQ2_K, 10, {}},        {"Q3_K", &quant::kQ3_K, 11, {}},
    {"Q4_K", &quant::kQ4_K, 14, {}},        {"Q5_K", &quant::kQ5_K, 16, {}},
    {"Q6_K", &quant::kQ6_K, 18, {}},        {"Q3_K_S", &quant::kQ3_K, 11, kQ3_K_S},
    {"Q3_K_M", &quant::kQ3_K, 12, kQ3_K_M}, {"Q4_K_S", &quant::kQ4_K, 14, kQ4_K_S},
    {"Q4_K_M", &quant::kQ4_K, 15, kQ4_K_M}, {"Q5_K_S", &quant::kQ5_K, 16, kQ5_K_S},
    {"Q5_K_M", &quant::kQ5_K, 17, kQ5_K_M},
};

}  // namespace

const quant::BlockType& Mix::typeFor(const TensorPlace& place) const {
  for (const MixRule& rule : rules) {
    if (rule.role != place.role || (rule.onlyWithManyExperts && !place.manyExperts)) continue;
    if (contains(rule.layers, place.layer, place.layers)) return *rule.type;
  }
  return *type;
}

bool contains(Layers layers, std::uint32_t layer, std::uint32_t count) {
  const std::uint32_t eighth = count / 8;
  switch (layers) {
    case Layers::All:
      return true;
    case Layers::FirstTwo:
      return layer < 2;
    case Layers::FirstFour:
      return layer < 4;
    case Layers::FirstSixteenth:
      return layer < count / 16;
    case Layers::FirstEighth:
      return layer < eighth;
    case Layers::Sensitive:
      return layer < eighth || layer >= std::uint64_t(7) * count / 8 || (layer - eighth) % 3 == 2;
  }
  return false;
}

std::span<const Mix> mixes() { return kMixes; }

const Mix* findMix(std::string_view name) {
  const auto found = std::ranges::find_if(kMixes, [name](const Mix& mix) {
    const std::string_view own = mix.name;
    return own.size() == name.size() && strncasecmp(own.data(), name.data(), own.size()) == 0;
  });
  return found == std::end(kMixes) ? nullptr : found;
}

const quant::BlockType* fallbackType(const quant::BlockType& type, std::uint64_t rowValues) {
  static constexpr std::pair<const quant::BlockType*, const quant::BlockType*> kSmaller[] = {
      {&quant::kQ2_K, &quant::kQ4_0}, {&quant::kQ3_K, &quant::kQ4_0},
      {&quant::kQ4_K, &quant::kQ5_0}, {&quant::kQ5_K, &quant::kQ5_1},
      {&quant::kQ6_K, &quant::kQ8_0},
  };
  if (rowValues % type.blockValues == 0) return nullptr;
  for (const auto& [from, to] : kSmaller)
    if (from == &type && rowValues % to->blockValues == 0) return to;
  return &quant::kF16;
}

}  // namespace alcove::quantize
