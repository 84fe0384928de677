// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <cuda_fp16.h>
#include <cuda_on_cpu/mma_model.h>

namespace alcove::kernels::cuda {
namespace {

constexpr int kRows = 16, kColumns = 8;

template <class Sum>
struct Fragment {
  Sum (&d)[4];
  std::uint32_t a[4];
  std::uint32_t b[2];
};

struct Bytes {
  using Sum = int;
  static constexpr int kPerRegister = 4;
  static int element(std::uint32_t bits, int i) { return std::int8_t(bits >> (8 * i)); }
};

struct Halves {
  using Sum = float;
  static constexpr int kPerRegister = 2;
  static float element(std::uint32_t bits, int i) {
    return __half2float(__ushort_as_half(std::uint16_t(bits >> (16 * i))));
  }
};

// kSets: of registers along the inner dimension. a[2 × set], a[2 × set + 1]: rows, rows + 8.
template <class Type, int kSets>
void multiply(void* const (&lanes)[32]) {
  using Sum = typename Type::Sum;
  constexpr int kInner = 4 * Type::kPerRegister * kSets;
  Sum a[kRows][kInner], b[kColumns][kInner];
  for (int lane = 0; lane < 32; ++lane) {
    const auto& fragment = *static_cast<const Fragment<Sum>*>(lanes[lane]);
    for (int set = 0; set < kSets; ++set)
      for (int i = 0; i < Type::kPerRegister; ++i) {
        const int k = (set * 4 + lane % 4) * Type::kPerRegister + i;
        a[lane / 4][k] = Type::element(fragment.a[2 * set], i);
        a[lane / 4 + 8][k] = Type::element(fragment.a[2 * set + 1], i);
        b[lane / 4][k] = Type::element(fragment.b[set], i);
      }
  }
  for (int lane = 0; lane < 32; ++lane) {
    auto& fragment = *static_cast<Fragment<Sum>*>(lanes[lane]);
    for (int j = 0; j < 4; ++j) {
      const int row = lane / 4 + j / 2 * 8, column = lane % 4 * 2 + j % 2;
      Sum sum = fragment.d[j];
      for (int k = 0; k < kInner; ++k) sum += a[row][k] * b[column][k];
      fragment.d[j] = sum;
    }
  }
}

template <class Type, int kSets>
void meet(Fragment<typename Type::Sum> mine, std::source_location where) {
  cuda_on_cpu::meetInWarp(~0u, &mine, multiply<Type, kSets>, where);
}

}  // namespace

void multiplyBytes32(int (&d)[4], const std::uint32_t (&a)[4], std::uint32_t b0, std::uint32_t b1) {
  meet<Bytes, 2>({d, {a[0], a[1], a[2], a[3]}, {b0, b1}}, std::source_location::current());
}

void multiplyBytes16(int (&d)[4], std::uint32_t a0, std::uint32_t a1, std::uint32_t b) {
  meet<Bytes, 1>({d, {a0, a1, 0, 0}, {b, 0}}, std::source_location::current());
}

void multiplyHalves(float (&d)[4], const std::uint32_t (&a)[4], std::uint32_t b0,
                    std::uint32_t b1) {
  meet<Halves, 2>({d, {a[0], a[1], a[2], a[3]}, {b0, b1}}, std::source_location::current());
}

std::uint32_t subtractHalves(std::uint32_t a, std::uint32_t b) {
  const auto difference = [&](int i) {
    const __half half = __float2half_rn(Halves::element(a, i) - Halves::element(b, i));
    return std::uint32_t(__half_as_ushort(half));
  };
  return difference(0) | difference(1) << 16;
}

}  // namespace alcove::kernels::cuda
