// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/matmul_bytes.h"

#include "cpu/byte_weights.h"
#include "cpu/folded_scales.h"
#include "cpu/variants.h"

// matmulBytes where products add up in 16 bits first: pairs of them, several at a time, so a byte
// of an activation costs half of what an integer of 16 bits does.

namespace alcove::kernels::cpu::ALCOVE_ISA {
namespace {

// What is subtracted from the codes of a type, so that its integers lie around zero.
constexpr int centreOf(const PackedLayout& layout) {
  if (layout.offset != 0) return layout.offset;
  return layout.lowBits == 4 ? 8 << layout.highBits : 0;
}

constexpr int largestOf(const PackedLayout& layout) {
  if (layout.levels == Levels::Fp4) return 12;
  return centreOf(layout) != 0 ? centreOf(layout) : (1 << layout.lowBits) - 1;
}

// How many groups of four columns add up within 16 bits and have one factor.
constexpr int runOf(const PackedLayout& layout) {
  int run = layout.hasHalves() ? kByteGroups / 2 : kByteGroups;
  while (run * 2 * 255 * largestOf(layout) > 32767) run /= 2;
  return run;
}

// What the forms for bytes have in common.
struct ByteForm {
  using Strip = ByteStrip;
  using Block = ByteBlock;

  static constexpr bool isFolded(const PackedLayout& layout) { return hasSubScales(layout); }

  template <ValueType kType>
  ALCOVE_INLINE void widen(const std::uint8_t* head, const std::uint8_t* values,
                           const std::uint8_t* scales, std::size_t row, Strip& strip) {
    constexpr PackedLayout kLayout = packedLayout(kType);
    constexpr float kCentre = kLayout.offset != 0 ? 0.0f : float(centreOf(kLayout));
    const Factors factors = widenScales<kType>(head, scales, row, kCentre, strip);
    U8 weights[kByteGroups];
    unpackCentred<kType, centreOf(kLayout)>(values, weights);
    I32 offset = splatInt(0);
    for (int g = 0; g < kByteGroups; ++g) {
      const S16 factor = g < kByteGroups / 2 ? factors.first : factors.second;
      offset = subInt(offset, dotShorts(dotBytes(splatByte(kByteZero), weights[g]), factor));
      storeWords(strip.values[g][row], weights[g]);
    }
    storePairs(strip.factors[0][row], factors.first);
    storePairs(strip.factors[1][row], factors.second);
    storeWords(strip.offset + row, offset);
  }

  ALCOVE_INLINE S16 factorOf(const Strip& strip, int group, std::size_t row) {
    return loadPairs(strip.factors[group * 2 / kByteGroups][row]);
  }

  // Adds the products of second digits.
  template <int kTokens, bool kFolded>
  ALCOVE_INLINE void addHighDigits(const Strip& strip, const Block* x, std::size_t xStride,
                                   float (*sums)[kGroupRows]) {
    for (int t = 0; t < kTokens; ++t) {
      const Block& block = x[std::size_t(t) * xStride];
      if (loadUnaligned<std::int32_t>(block.high) == 0) continue;
      const U8 digits = splatWord(block.high);
      for (std::size_t row = 0; row < kGroupRows; row += kLanes) {
        const S16 pairs = dotSigned(digits, loadWords(strip.values[block.highGroup][row]));
        const I32 products = dotShorts(pairs, factorOf(strip, block.highGroup, row));
        addProducts<kFolded>(products, strip, row, block.scale * float(kHighDigit), sums[t]);
      }
    }
  }
};

// Sums of 16 bits in registers, for one run of groups after the other; those of 32 bits, to which
// each run is added, in memory.
template <int kRun>
struct LongRuns : ByteForm {
  // As many as leave registers for the weights of a group and one activation.
  static constexpr std::size_t kTileWidth = 12 / kParts;

  template <int kTokens>
  ALCOVE_INLINE void sumPairs(const Strip& strip, int first, const Block* x, std::size_t xStride,
                              S16 (&pairs)[kParts][kTokens]) {
    for (auto& part : pairs) {
      for (S16& pair : part) pair = splatShort(0);
    }
    for (int g = first; g < first + kRun; ++g) {
      U8 weights[kParts];
      for (std::size_t p = 0; p < kParts; ++p) weights[p] = loadWords(strip.values[g][p * kLanes]);
      for (int t = 0; t < kTokens; ++t) {
        const U8 word = opaque(splatWord(x[std::size_t(t) * xStride].values + 4 * g));
        for (std::size_t p = 0; p < kParts; ++p) addDotBytes(pairs[p][t], word, weights[p]);
      }
    }
  }

  template <int kTokens, bool kFolded>
  ALCOVE_INLINE void multiply(const Strip& strip, const Block* x, std::size_t xStride,
                              float (*sums)[kGroupRows]) {
    alignas(64) std::int32_t products[kTokens][kGroupRows];
    for (int first = 0; first < kByteGroups; first += kRun) {
      S16 pairs[kParts][kTokens];
      sumPairs<kTokens>(strip, first, x, xStride, pairs);
      const bool last = first + kRun == kByteGroups;
      for (std::size_t p = 0; p < kParts; ++p) {
        const std::size_t row = p * kLanes;
        const S16 factor = factorOf(strip, first, row);
        for (int t = 0; t < kTokens; ++t) {
          const std::int32_t* before = first == 0 ? strip.offset : products[t];
          const I32 sum = addInt(dotShorts(pairs[p][t], factor), loadInts(before + row));
          if (last)
            addProducts<kFolded>(sum, strip, row, x[std::size_t(t) * xStride].scale, sums[t]);
          else
            storeWords(products[t] + row, sum);
        }
      }
    }
    addHighDigits<kTokens, kFolded>(strip, x, xStride, sums);
  }
};

// Runs of two groups: those sums of 32 bits are in registers, which are enough for fewer tokens.
struct ShortRuns : ByteForm {
  static constexpr std::size_t kTileWidth = 6 / kParts;

  template <int kTokens>
  ALCOVE_INLINE void addRun(const Strip& strip, int first, const Block* x, std::size_t xStride,
                            I32 (&products)[kParts][kTokens]) {
    S16 factors[kParts];
    for (std::size_t p = 0; p < kParts; ++p) factors[p] = factorOf(strip, first, p * kLanes);
    for (int t = 0; t < kTokens; ++t) {
      const std::uint8_t* values = x[std::size_t(t) * xStride].values + 4 * first;
      const U8 words[2] = {opaque(splatWord(values)), opaque(splatWord(values + 4))};
      for (std::size_t p = 0; p < kParts; ++p) {
        S16 pairs = dotBytes(words[0], loadWords(strip.values[first][p * kLanes]));
        addDotBytes(pairs, words[1], loadWords(strip.values[first + 1][p * kLanes]));
        addDotShorts(products[p][t], pairs, factors[p]);
      }
    }
  }

  template <int kTokens, bool kFolded>
  ALCOVE_INLINE void multiply(const Strip& strip, const Block* x, std::size_t xStride,
                              float (*sums)[kGroupRows]) {
    I32 products[kParts][kTokens];
    for (std::size_t p = 0; p < kParts; ++p) {
      for (I32& product : products[p]) product = loadInts(strip.offset + p * kLanes);
    }
    for (int first = 0; first < kByteGroups; first += 2)
      addRun<kTokens>(strip, first, x, xStride, products);
    for (int t = 0; t < kTokens; ++t) {
      for (std::size_t p = 0; p < kParts; ++p)
        addProducts<kFolded>(products[p][t], strip, p * kLanes, x[std::size_t(t) * xStride].scale,
                             sums[t]);
    }
    addHighDigits<kTokens, kFolded>(strip, x, xStride, sums);
  }
};

template <ValueType kType>
constexpr auto kernelsOf() {
  constexpr int kRun = runOf(packedLayout(kType));
  if constexpr (kRun == 2)
    return WideKernels<ShortRuns>::template forType<kType>();
  else
    return WideKernels<LongRuns<kRun>>::template forType<kType>();
}

template <ValueType kType>
constexpr auto kKernels = kernelsOf<kType>();

}  // namespace

void matmulBytes(const MatmulArgs& args) {
  forPackedType(args.type, [&]<ValueType kType>() {
    if constexpr (meetsBytes(kType)) multiplyWide(args, kKernels<kType>);
  });
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
