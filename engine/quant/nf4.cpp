// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "quant/nf4.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <numeric>
#include <span>

#include "base/assert.h"
#include "quant/bytes.h"

namespace alcove::quant {
namespace {

constexpr std::array<float, 16> kValues = {
    -1.0f,
    -0.6961928009986877f,
    -0.5250730514526367f,
    -0.39491748809814453f,
    -0.28444138169288635f,
    -0.18477343022823334f,
    -0.09105003625154495f,
    0.0f,
    0.07958029955625534f,
    0.16093020141124725f,
    0.24611230194568634f,
    0.33791524171829224f,
    0.44070982933044434f,
    0.5626170039176941f,
    0.7229568362236023f,
    1.0f,
};

// A value belongs to the lower of two up to their middle, as float32 has it.
std::uint8_t nearest(float value) {
  const auto above = std::ranges::lower_bound(kValues, value);
  if (above == kValues.begin()) return 0;
  if (above == kValues.end()) return 15;
  const float middle = (*(above - 1) + *above) / 2;
  return std::uint8_t(above - kValues.begin() - (value <= middle ? 1 : 0));
}

std::uint8_t codeAt(std::span<const std::uint8_t> packed, std::size_t i) {
  return i % 2 == 0 ? packed[i / 2] >> 4 : packed[i / 2] & 15;
}

// The sum of floats, in the order in which PyTorch adds up fewer than 32,768 of them: four rows of
// eight lanes in turn, with a carry to a sum of sums whenever one has grown long. Double
// quantisation begins with this sum, and a last bit of it would change codes.
class LaneSum {
 public:
  explicit LaneSum(std::span<const float> values) {
    const std::size_t lanes = values.size() / kLanes, quads = lanes / kRows;
    const auto bits = std::size_t(std::bit_width(quads > 0 ? quads - 1 : 0));
    const std::size_t power = std::max<std::size_t>(4, bits / kLevels);
    std::size_t quad = 0;
    while (quad < quads) {
      for (std::size_t row = 0; row < kRows; ++row)
        add(m_sums[0][row], values.data() + (quad * kRows + row) * kLanes);
      ++quad;
      if (quad % (std::size_t(1) << power) == 0) carry(quad, power);
    }
    for (std::size_t level = 1; level < kLevels; ++level)
      for (std::size_t row = 0; row < kRows; ++row) add(m_sums[0][row], m_sums[level][row].data());
    for (std::size_t lane = quads * kRows; lane < lanes; ++lane)
      add(m_sums[0][0], values.data() + lane * kLanes);
    for (std::size_t row = 1; row < kRows; ++row) add(m_sums[0][0], m_sums[0][row].data());
    for (const float value : values.subspan(lanes * kLanes)) m_total += value;
    for (const float value : m_sums[0][0]) m_total += value;
  }
  [[nodiscard]] float total() const { return m_total; }

 private:
  static constexpr std::size_t kLanes = 8, kRows = 4, kLevels = 4;
  using Lanes = std::array<float, kLanes>;

  static void add(Lanes& sum, const float* values) {
    for (std::size_t i = 0; i < kLanes; ++i) sum[i] += values[i];
  }
  void carry(std::size_t quad, std::size_t power) {
    for (std::size_t level = 1; level < kLevels; ++level) {
      for (std::size_t row = 0; row < kRows; ++row) {
        add(m_sums[level][row], m_sums[level - 1][row].data());
        m_sums[level - 1][row] = {};
      }
      const std::size_t mask = ((std::size_t(1) << power) - 1) << (level * power);
      if ((quad & mask) != 0) return;
    }
  }

  std::array<std::array<Lanes, kRows>, kLevels> m_sums{};
  float m_total = 0;
};

void quantizeScales(Nf4& stored, Nf4Rule rule) {
  stored.offset =
      stored.absmax.empty() ? 0 : LaneSum(stored.absmax).total() / float(stored.absmax.size());
  for (float& scale : stored.absmax) scale -= stored.offset;
  stored.scales = encodeDynamic8(
      stored.absmax, true, Dynamic8::kBlockValues,
      rule == Nf4Rule::Published ? DynamicCodes::Nearest : DynamicCodes::BitsandbytesCpu);
  stored.absmax = decodeDynamic8(*stored.scales, true);
  for (float& scale : stored.absmax) scale += stored.offset;
}

// Which scale belongs to value `i` of a matrix.
std::size_t scaleIndex(std::size_t i, std::size_t columns, Nf4Rule rule) {
  constexpr std::size_t kVector = 16;
  if (rule == Nf4Rule::BitsandbytesCpu && columns % kVector == 0)
    return i / columns * (columns / Nf4::kBlockValues) + i % columns / Nf4::kBlockValues;
  return i / Nf4::kBlockValues;
}

template <std::size_t Values>
ALCOVE_FOR_PROCESSORS void decodeBlocks(const std::byte* blocks, float* __restrict values,
                                        std::size_t count) {
  for (std::size_t b = 0; b < count; ++b, values += Values) {
    float scale;
    std::memcpy(&scale, blocks, sizeof scale);
    blocks += sizeof scale;
    for (std::size_t i = 0; i < Values; i += 2, ++blocks) {
      values[i] = kValues[std::size_t(*blocks >> 4)] * scale;
      values[i + 1] = kValues[std::size_t(*blocks & std::byte{15})] * scale;
    }
  }
}

// No id of the GGUF format: these are never written to a file.
constexpr std::uint32_t kNoId = ~std::uint32_t(0);

template <std::uint32_t Values>
constexpr BlockType kBlock = {
    kNoId, "NF4", Values, std::uint32_t(sizeof(float)) + Values / 2, decodeBlocks<Values>, nullptr};

}  // namespace

std::span<const float, 16> nf4Values() { return kValues; }

Nf4 encodeNf4(std::span<const float> values, Nf4Scales scales, std::size_t blockValues,
              Nf4Rule rule) {
  Nf4 stored;
  stored.packed.resize((values.size() + 1) / 2);
  for (std::size_t begin = 0; begin < values.size(); begin += blockValues) {
    const std::size_t end = std::min(begin + blockValues, values.size());
    float largest = 0;
    for (std::size_t i = begin; i < end; ++i) largest = std::max(largest, std::abs(values[i]));
    stored.absmax.push_back(largest);
    for (std::size_t i = begin; i < end; ++i) {
      const std::uint8_t code = nearest(largest > 0 ? values[i] / largest : 0);
      stored.packed[i / 2] |= std::uint8_t(i % 2 == 0 ? code << 4 : code);
    }
  }
  // Half a byte that no value fills stands for zero.
  if (values.size() % 2 != 0) stored.packed.back() |= nearest(0);
  if (scales == Nf4Scales::Double) quantizeScales(stored, rule);
  return stored;
}

std::vector<float> decodeNf4(const Nf4& stored, std::size_t count, std::size_t blockValues) {
  ALCOVE_ASSERT((count + 1) / 2 == stored.packed.size());
  std::vector<float> values(count);
  for (std::size_t i = 0; i < count; ++i)
    values[i] = kValues[codeAt(stored.packed, i)] * stored.absmax[i / blockValues];
  return values;
}

const BlockType* nf4BlockType(std::size_t columns) {
  switch (std::gcd(columns, Nf4::kBlockValues)) {
    case 64:
      return &kBlock<64>;
    case 32:
      return &kBlock<32>;
    case 16:
      return &kBlock<16>;
    case 8:
      return &kBlock<8>;
    case 4:
      return &kBlock<4>;
    case 2:
      return &kBlock<2>;
    default:
      return nullptr;
  }
}

std::vector<std::byte> nf4Blocks(const Nf4& stored, std::size_t columns, Nf4Rule rule) {
  const BlockType* const type = nf4BlockType(columns);
  ALCOVE_ASSERT(type);
  const std::size_t half = type->blockValues / 2;
  ALCOVE_ASSERT(stored.packed.size() % half == 0);
  std::vector<std::byte> blocks(stored.packed.size() / half * type->blockBytes);
  std::byte* to = blocks.data();
  for (std::size_t at = 0; at < stored.packed.size(); at += half, to += type->blockBytes) {
    const float scale = stored.absmax[scaleIndex(2 * at, columns, rule)];
    std::memcpy(to, &scale, sizeof scale);
    std::memcpy(to + sizeof scale, stored.packed.data() + at, half);
  }
  return blocks;
}

}  // namespace alcove::quant
