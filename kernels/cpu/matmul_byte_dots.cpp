// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/byte_weights.h"
#include "cpu/variants.h"
#include "cpu/wide_product.h"

// matmulBytes where four products of bytes add up in 32 bits at once: nothing overflows, so the
// scales of sub-blocks stay floats.

namespace alcove::kernels::cpu::ALCOVE_ISA {
namespace {

// 32 columns of a row group, unpacked, as ByteStrip. A half is 16 columns where these have scales
// of their own, else all: then only the first of each two is used.
struct alignas(64) DotStrip {
  std::int8_t values[kByteGroups][kGroupRows][4];
  std::int32_t offset[2][kGroupRows];  // of a half: minus what kByteZero in all activations adds
  float scale[2][kGroupRows];          // weight = scale × value + minimum
  float minimum[kGroupRows];           // as WeightStrip
  float secondMinimum[kGroupRows];
};
static_assert(sizeof(DotStrip) <= sizeof(WeightStrip));
static_assert(kLanes == kGroupRows);

template <bool kHasHalves>
struct ByteDots {
  using Strip = DotStrip;
  using Block = ByteBlock;
  // Measured: twelve would leave enough registers, too, but are slower.
  static constexpr std::size_t kTileWidth = 8;
  static constexpr int kHalves = kHasHalves ? 2 : 1;
  static constexpr int kHalfGroups = kByteGroups / kHalves;

  static constexpr bool isFolded(const PackedLayout&) { return false; }

  template <ValueType kType>
  ALCOVE_INLINE void widen(const std::uint8_t* head, const std::uint8_t* values,
                           const std::uint8_t* scales, std::size_t, Strip& strip) {
    const Scales loaded = loadScales<kType>(head, scales);
    store(strip.scale[0], loaded.first);
    store(strip.scale[1], loaded.second);
    storeMinima<kType>(loaded, 0, 0, strip);
    U8 weights[kByteGroups];
    unpackCentred<kType, packedLayout(kType).offset>(values, weights);
    for (int half = 0; half < kHalves; ++half) {
      I32 zeros = splatInt(0);
      for (int g = half * kHalfGroups; g < (half + 1) * kHalfGroups; ++g) {
        addDotFours(zeros, splatByte(kByteZero), weights[g]);
        storeWords(strip.values[g], weights[g]);
      }
      storeWords(strip.offset[half], subInt(splatInt(0), zeros));
    }
  }

  // Integer sums of one half.
  template <int kTokens>
  ALCOVE_INLINE void sumHalf(const Strip& strip, int half, const Block* x, std::size_t xStride,
                             I32 (&products)[kTokens]) {
    const I32 offset = loadInts(strip.offset[half]);
    for (I32& product : products) product = offset;
    for (int g = half * kHalfGroups; g < (half + 1) * kHalfGroups; ++g) {
      const U8 weights = loadWords(strip.values[g]);
      for (int t = 0; t < kTokens; ++t)
        addDotFours(products[t], splatWord(x[std::size_t(t) * xStride].values + 4 * g), weights);
    }
  }

  // Adds the products of second digits.
  template <int kTokens>
  ALCOVE_INLINE void addHighDigits(const Strip& strip, const Block* x, std::size_t xStride,
                                   float (*sums)[kGroupRows]) {
    for (int t = 0; t < kTokens; ++t) {
      const Block& block = x[std::size_t(t) * xStride];
      if (loadUnaligned<std::int32_t>(block.high) == 0) continue;
      // One side has to be unsigned: the weights, moved up by 128.
      const U8 weights = loadWords(strip.values[block.highGroup]);
      const U8 digits = splatWord(block.high);
      I32 products = splatInt(0), moved = splatInt(0);
      addDotFours(products, flipSigns(weights), digits);
      addDotFours(moved, splatByte(128), digits);
      const F32 scale = mul(load(strip.scale[block.highGroup / kHalfGroups]),
                            splat(block.scale * float(kHighDigit)));
      store(sums[t], fma(toFloat(subInt(products, moved)), scale, load(sums[t])));
    }
  }

  template <int kTokens, bool kFolded>
  ALCOVE_INLINE void multiply(const Strip& strip, const Block* x, std::size_t xStride,
                              float (*sums)[kGroupRows]) {
    static_assert(!kFolded);
    F32 scaled[kTokens];
    I32 products[kTokens];
    for (int half = 0; half < kHalves; ++half) {
      sumHalf<kTokens>(strip, half, x, xStride, products);
      const F32 scale = load(strip.scale[half]);
      for (int t = 0; t < kTokens; ++t)
        scaled[t] = half == 0 ? mul(toFloat(products[t]), scale)
                              : fma(toFloat(products[t]), scale, scaled[t]);
    }
    for (int t = 0; t < kTokens; ++t) {
      const F32 tokenScale = splat(x[std::size_t(t) * xStride].scale);
      store(sums[t], fma(scaled[t], tokenScale, load(sums[t])));
    }
    addHighDigits<kTokens>(strip, x, xStride, sums);
  }
};

template <ValueType kType>
constexpr auto kKernels =
    WideKernels<ByteDots<packedLayout(kType).hasHalves()>>::template forType<kType>();

}  // namespace

void matmulBytes(const MatmulArgs& args) {
  forPackedType(args.type, [&]<ValueType kType>() {
    if constexpr (meetsBytes(kType)) multiplyWide(args, kKernels<kType>);
  });
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
