// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <random>
#include <span>
#include <vector>

#include "cpu/kernel_table.h"
#include "cpu/packing.h"
#include "quant/block_type.h"

namespace alcove::kernels::cpu {

// Memory whose last byte is followed by a page that may not be touched, filled with bytes that are
// NaN as floats and halves, so that neither reading past the end nor using what nobody wrote stays
// unnoticed.
class GuardedBytes {
 public:
  explicit GuardedBytes(std::size_t bytes);
  ~GuardedBytes();
  GuardedBytes(const GuardedBytes&) = delete;
  GuardedBytes& operator=(const GuardedBytes&) = delete;

  [[nodiscard]] std::byte* data() const { return m_data; }
  [[nodiscard]] std::size_t size() const { return m_size; }

 private:
  std::byte* m_mapping = nullptr;
  std::size_t m_mapped = 0;
  std::byte* m_data = nullptr;
  std::size_t m_size = 0;
};

// Guarded floats, so that tests index as with any array.
class GuardedFloats {
 public:
  explicit GuardedFloats(std::size_t count) : m_bytes(count * sizeof(float)) {}
  explicit GuardedFloats(const std::vector<float>& values);
  [[nodiscard]] float* data() const { return reinterpret_cast<float*>(m_bytes.data()); }
  [[nodiscard]] std::size_t size() const { return m_bytes.size() / sizeof(float); }
  [[nodiscard]] std::span<float> span() const { return {data(), size()}; }
  [[nodiscard]] float& operator[](std::size_t i) const { return data()[i]; }

 private:
  GuardedBytes m_bytes;
};

[[nodiscard]] std::vector<float> randomFloats(std::size_t count, unsigned seed, float spread = 1);

// Random blocks of rows × columns values in the GGUF layout, with values as weights have them.
[[nodiscard]] std::vector<std::byte> randomWeights(ValueType type, std::size_t rows,
                                                   std::size_t columns, unsigned seed);

// The same as floats, through the reference decoders.
[[nodiscard]] std::vector<float> decodeWeights(ValueType type, std::span<const std::byte> blocks);

[[nodiscard]] const char* nameOf(ValueType type);
[[nodiscard]] const quant::BlockType& blockTypeOf(ValueType type);
[[nodiscard]] const char* nameOf(Isa isa);

// Mean squared error over mean square of what was expected.
[[nodiscard]] double normalisedError(std::span<const float> actual,
                                     std::span<const double> expected);

// The expected values of y = x · Wᵀ in double precision, [tokens, rows].
[[nodiscard]] std::vector<double> multiplyReference(std::span<const float> weights,
                                                    std::span<const float> x, std::size_t rows,
                                                    std::size_t columns, std::size_t tokens);

#define ALCOVE_VALUE(name) ValueType::name,
inline constexpr ValueType kPackedTypes[] = {ALCOVE_PACKED_TYPES(ALCOVE_VALUE)};
#undef ALCOVE_VALUE

// Those that rows of the KV cache can have.
inline constexpr ValueType kCachedTypes[] = {ValueType::F32, ValueType::F16, ValueType::Q8_0,
                                             ValueType::Q4_0};

// A test that runs once for every instruction set; skipped, visibly, where the processor lacks it.
class KernelTest : public testing::TestWithParam<Isa> {
 protected:
  void SetUp() override {
    m_kernels = kernelsFor(GetParam());
    if (!m_kernels) GTEST_SKIP() << "this processor has no " << nameOf(GetParam());
  }
  [[nodiscard]] const KernelTable& kernels() const { return *m_kernels; }

 private:
  const KernelTable* m_kernels = nullptr;
};

inline const auto kEveryIsa = testing::ValuesIn(kAllIsas);
inline const auto kIsaName = [](const testing::TestParamInfo<Isa>& info) {
  return std::string(nameOf(info.param));
};

}  // namespace alcove::kernels::cpu
