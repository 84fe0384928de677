// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "kernels/cpu/kernel_test.h"

#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <map>

#include "base/half.h"
#include "support/random_blocks.h"

namespace alcove::kernels::cpu {

GuardedBytes::GuardedBytes(std::size_t bytes) : m_size(bytes) {
  const auto page = std::size_t(sysconf(_SC_PAGESIZE));
  const std::size_t used = (bytes + page - 1) / page * page;
  m_mapped = used + page;
  void* mapping =
      mmap(nullptr, m_mapped, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (mapping == MAP_FAILED) throw std::bad_alloc();
  m_mapping = static_cast<std::byte*>(mapping);
  mprotect(m_mapping + used, page, PROT_NONE);
  std::memset(m_mapping, 0xff, used);
  m_data = m_mapping + used - bytes;
}

GuardedBytes::~GuardedBytes() { munmap(m_mapping, m_mapped); }

GuardedFloats::GuardedFloats(const std::vector<float>& values)
    : m_bytes(values.size() * sizeof(float)) {
  std::copy(values.begin(), values.end(), data());
}

std::vector<float> randomFloats(std::size_t count, unsigned seed, float spread) {
  std::mt19937 generator(seed);
  std::normal_distribution<float> normal(0, spread);
  std::vector<float> values(count);
  for (float& value : values) value = normal(generator);
  return values;
}

const quant::BlockType& blockTypeOf(ValueType type) { return *quant::findBlockType(nameOf(type)); }

std::vector<std::byte> randomWeights(ValueType type, std::size_t rows, std::size_t columns,
                                     unsigned seed) {
  std::vector<std::byte> blocks(rows * sourceRowBytes(type, columns));
  if (!isPackable(type)) {
    const std::vector<float> values = randomFloats(rows * columns, seed, 0.05f);
    for (std::size_t i = 0; i < values.size(); ++i) {
      const std::uint16_t narrow =
          type == ValueType::F16 ? base::floatToHalf(values[i]) : base::floatToBfloat16(values[i]);
      if (type == ValueType::F32) {
        std::memcpy(blocks.data() + 4 * i, &values[i], 4);
      } else {
        std::memcpy(blocks.data() + 2 * i, &narrow, 2);
      }
    }
    return blocks;
  }
  // Matrices share a pool of blocks: making them is slow for types that are seldom plausible.
  static std::map<ValueType, std::vector<std::byte>> pools;
  constexpr std::size_t kPoolBlocks = 257;
  const std::size_t step = blockTypeOf(type).blockBytes;
  std::mt19937 random(seed);
  std::vector<std::byte>& pool = pools[type];
  if (pool.empty()) pool = test::randomBlocks(blockTypeOf(type), kPoolBlocks, random);
  for (std::size_t at = 0; at < blocks.size(); at += step)
    std::memcpy(blocks.data() + at, pool.data() + random() % kPoolBlocks * step, step);
  return blocks;
}

std::vector<float> decodeWeights(ValueType type, std::span<const std::byte> blocks) {
  const quant::BlockType& format = blockTypeOf(type);
  const std::size_t count = blocks.size() / format.blockBytes;
  std::vector<float> values(count * format.blockValues);
  format.decode(blocks.data(), values.data(), count);
  return values;
}

const char* nameOf(ValueType type) {
#define ALCOVE_NAME(name) , #name
  constexpr const char* kNames[] = {"F32", "F16", "BF16" ALCOVE_PACKED_TYPES(ALCOVE_NAME)};
#undef ALCOVE_NAME
  return kNames[std::size_t(type)];
}

const char* nameOf(Isa isa) {
  constexpr const char* kNames[] = {"Generic", "Neon",       "NeonDot", "Avx2",
                                    "AvxVnni", "Avx512Vnni", "Amx"};
  return kNames[std::size_t(isa)];
}

double normalisedError(std::span<const float> actual, std::span<const double> expected) {
  double error = 0, size = 0;
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const double difference = double(actual[i]) - expected[i];
    error += difference * difference;
    size += expected[i] * expected[i];
  }
  return size > 0 ? error / size : error;
}

std::vector<double> multiplyReference(std::span<const float> weights, std::span<const float> x,
                                      std::size_t rows, std::size_t columns, std::size_t tokens) {
  std::vector<double> y(tokens * rows);
  for (std::size_t t = 0; t < tokens; ++t) {
    for (std::size_t r = 0; r < rows; ++r) {
      double sum = 0;
      for (std::size_t k = 0; k < columns; ++k) {
        sum += double(weights[r * columns + k]) * double(x[t * columns + k]);
      }
      y[t * rows + r] = sum;
    }
  }
  return y;
}

}  // namespace alcove::kernels::cpu
