// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cpu/matmul_amx.h"

#include <immintrin.h>

#include "cpu/packed_unpack.h"

// Wide batches on the tile unit (Intel Architecture Instruction Set Extensions Programming
// Reference, chapter "Intel AMX"): bfloat16 times bfloat16, summed in float32 over all columns.
// The weights of a strip of rows are decoded once, with their scales, and meet all tokens: no block
// needs work of its own after its products. Rounding to bfloat16 costs less accuracy than one
// 8-bit term of the activations would (see docs/decisions).
//
// A tile of activations is 16 tokens × 32 columns, one row of 64 bytes for each token. A tile of
// weights is 32 columns × 16 rows: row k holds columns 2k and 2k + 1 of each of the 16 rows.

namespace alcove::kernels::cpu::ALCOVE_ISA {
namespace {

constexpr std::size_t kTileRows = 16;
constexpr std::size_t kTileBytes = kTileRows * 64;
constexpr std::size_t kStripGroups = 2;  // two tiles of weights meet two of activations

// Which tile register holds what. Macros, because GCC's intrinsics paste their arguments into the
// instruction's text.
#define ALCOVE_SUM00 0
#define ALCOVE_SUM01 1
#define ALCOVE_SUM10 2
#define ALCOVE_SUM11 3
#define ALCOVE_TOKENS0 4
#define ALCOVE_TOKENS1 5
#define ALCOVE_ROWS0 6
#define ALCOVE_ROWS1 7

struct TileConfig {
  std::uint8_t palette = 1;
  std::uint8_t startRow = 0;
  std::uint8_t reserved[14] = {};
  std::uint16_t rowBytes[16] = {64, 64, 64, 64, 64, 64, 64, 64};
  std::uint8_t rows[16] = {16, 16, 16, 16, 16, 16, 16, 16};
};
static_assert(sizeof(TileConfig) == 64);

// A thread's tile registers, for as long as this lives: idle ones slow down every task switch.
class TileRegisters {
 public:
  TileRegisters() {
    alignas(64) static constexpr TileConfig kConfig{};
    // The intrinsic of GCC 12 claims to read eight bytes only.
    asm volatile("ldtilecfg %0" : : "m"(kConfig));
  }
  ~TileRegisters() { _tile_release(); }
  TileRegisters(const TileRegisters&) = delete;
  TileRegisters& operator=(const TileRegisters&) = delete;
};

// Two columns of 16 rows as one row of a tile.
ALCOVE_INLINE void storePair(std::byte* to, F32 even, F32 odd) {
  const __m512i order = _mm512_set_epi16(31, 15, 30, 14, 29, 13, 28, 12, 27, 11, 26, 10, 25, 9, 24,
                                         8, 23, 7, 22, 6, 21, 5, 20, 4, 19, 3, 18, 2, 17, 1, 16, 0);
  const __m512i both = reinterpret_cast<__m512i>(_mm512_cvtne2ps_pbh(odd, even));
  _mm512_store_si512(to, _mm512_permutexvar_epi16(order, both));
}

// value = scale × integer + base.
struct Line {
  F32 scale;
  F32 base;
};

template <int kByte>
ALCOVE_INLINE F32 valueOf(U8 words, const Line& line) {
  const __m512i bytes =
      _mm512_and_si512(_mm512_srli_epi32(words, 8 * kByte), _mm512_set1_epi32(0xff));
  return fma(toFloat(bytes), line.scale, line.base);
}

// Four columns: two rows of a tile.
ALCOVE_INLINE void storeWords(std::byte* to, U8 words, const Line& line) {
  storePair(to, valueOf<0>(words, line), valueOf<1>(words, line));
  storePair(to + 64, valueOf<2>(words, line), valueOf<3>(words, line));
}

template <ValueType kType, int kGroup>
ALCOVE_INLINE void decodeGroup(const std::uint8_t* sub, const Line& first, const Line& second,
                               std::byte* tile) {
  const Weights w = unpackWeights<kType, kGroup>(sub);
  storeWords(tile + kGroup * 128, w.first, first);
  storeWords(tile + (kGroup + 4) * 128, w.second, second);
}

// Minima of types with halves count in eighths, with the other sign: they are meant for minus8Sum.
template <ValueType kType>
ALCOVE_INLINE void linesOf(const Scales& scales, Line& first, Line& second) {
  constexpr PackedLayout kLayout = packedLayout(kType);
  const F32 minusOffset = splat(-float(kLayout.offset));
  F32 firstMinimum = scales.minimum;
  F32 secondMinimum = scales.minimum;
  if constexpr (kLayout.subScales == SubScales::NibbleHalves) {
    firstMinimum = mul(splat(-8.0f), scales.minimum);
    secondMinimum = mul(splat(-8.0f), scales.secondMinimum);
  }
  first = {scales.first, fma(scales.first, minusOffset, firstMinimum)};
  const F32 scale = kLayout.hasHalves() ? scales.second : scales.first;
  second = {scale, fma(scale, minusOffset, secondMinimum)};
}

// Tiles of weights of one row group for `count` times 32 columns from sub-block `first` on, one
// behind the other.
template <ValueType kType>
void decodeBlocks(const std::uint8_t* group, std::size_t first, std::size_t count,
                  std::byte* tiles) {
  constexpr PackedLayout kLayout = packedLayout(kType);
  for (std::size_t block = first; block < first + count; ++block) {
    const std::uint8_t* const unit = group + block / kLayout.subBlocks * kLayout.unitBytes();
    const SubBlock sub(kLayout, unit, block % kLayout.subBlocks);
    prefetchBytes(sub.values + kWeightsAhead, kLayout.subBytes());
    Line lines[2];
    linesOf<kType>(loadScales<kType>(unit, sub.scales), lines[0], lines[1]);
    decodeGroup<kType, 0>(sub.values, lines[0], lines[1], tiles);
    decodeGroup<kType, 1>(sub.values, lines[0], lines[1], tiles);
    decodeGroup<kType, 2>(sub.values, lines[0], lines[1], tiles);
    decodeGroup<kType, 3>(sub.values, lines[0], lines[1], tiles);
    tiles += kTileBytes;
  }
}

using DecodeBlocks = void (*)(const std::uint8_t* group, std::size_t first, std::size_t count,
                              std::byte* tiles);

DecodeBlocks decoderOf(ValueType type) {
  return forPackedType(type, []<ValueType kType>() -> DecodeBlocks { return decodeBlocks<kType>; });
}

ALCOVE_INLINE void zeroSums() {
  _tile_zero(ALCOVE_SUM00);
  _tile_zero(ALCOVE_SUM01);
  _tile_zero(ALCOVE_SUM10);
  _tile_zero(ALCOVE_SUM11);
}

// Adds to the sums of 32 rows, and of 16 tokens or of 32.
template <bool kBothTokens>
ALCOVE_INLINE void multiplyTiles(const std::byte* tokens0, const std::byte* tokens1,
                                 const std::byte* rows0, const std::byte* rows1,
                                 std::size_t blocks) {
  for (std::size_t block = 0; block < blocks; ++block) {
    const std::size_t at = block * kTileBytes;
    _tile_loadd(ALCOVE_ROWS0, rows0 + at, 64);
    _tile_loadd(ALCOVE_TOKENS0, tokens0 + at, 64);
    _tile_dpbf16ps(ALCOVE_SUM00, ALCOVE_TOKENS0, ALCOVE_ROWS0);
    _tile_loadd(ALCOVE_ROWS1, rows1 + at, 64);
    _tile_dpbf16ps(ALCOVE_SUM01, ALCOVE_TOKENS0, ALCOVE_ROWS1);
    if constexpr (kBothTokens) {
      _tile_loadd(ALCOVE_TOKENS1, tokens1 + at, 64);
      _tile_dpbf16ps(ALCOVE_SUM10, ALCOVE_TOKENS1, ALCOVE_ROWS0);
      _tile_dpbf16ps(ALCOVE_SUM11, ALCOVE_TOKENS1, ALCOVE_ROWS1);
    }
  }
}

// The part of the output that one tile of sums covers.
struct Corner {
  const MatmulArgs& args;
  std::size_t token;  // of the whole batch, a multiple of kTileRows
  std::size_t group;

  [[nodiscard]] bool wanted() const { return token < args.tokenEnd && group < args.groupEnd; }
  [[nodiscard]] float* output() const {
    return args.output + token * args.outputStride + group * kGroupRows;
  }
  [[nodiscard]] bool whole() const {
    return token >= args.tokenBegin && token + kTileRows <= args.tokenEnd &&
           (group + 1) * kGroupRows <= args.rows;
  }
  void copy(const float* sums) const {
    const std::size_t left = args.rows - group * kGroupRows;
    const std::size_t rows = left < kGroupRows ? left : kGroupRows;
    for (std::size_t t = 0; t < kTileRows; ++t) {
      if (token + t < args.tokenBegin || token + t >= args.tokenEnd) continue;
      storePartial(output() + t * args.outputStride, load(sums + t * kGroupRows), rows);
    }
  }
};

template <int kSum>
ALCOVE_INLINE void storeTile(float* to, std::size_t stride) {
  if constexpr (kSum == ALCOVE_SUM00) _tile_stored(ALCOVE_SUM00, to, stride * sizeof(float));
  if constexpr (kSum == ALCOVE_SUM01) _tile_stored(ALCOVE_SUM01, to, stride * sizeof(float));
  if constexpr (kSum == ALCOVE_SUM10) _tile_stored(ALCOVE_SUM10, to, stride * sizeof(float));
  if constexpr (kSum == ALCOVE_SUM11) _tile_stored(ALCOVE_SUM11, to, stride * sizeof(float));
}

template <int kSum>
ALCOVE_INLINE void storeSums(const Corner& corner) {
  if (!corner.wanted()) return;
  if (corner.whole()) {
    storeTile<kSum>(corner.output(), corner.args.outputStride);
  } else {
    alignas(64) float sums[kTileRows * kGroupRows];
    storeTile<kSum>(sums, kGroupRows);
    corner.copy(sums);
  }
}

// Tiles of all columns of the 16 tokens that begin at `token`.
const std::byte* tokenTiles(const MatmulArgs& args, std::size_t token) {
  return args.activations + token / kTileRows * (args.columns / kSubColumns) * kTileBytes;
}

void storeAllSums(const MatmulArgs& args, std::size_t token, std::size_t group) {
  storeSums<ALCOVE_SUM00>({args, token, group});
  storeSums<ALCOVE_SUM01>({args, token, group + 1});
  storeSums<ALCOVE_SUM10>({args, token + kTileRows, group});
  storeSums<ALCOVE_SUM11>({args, token + kTileRows, group + 1});
}

// Packed weights, decoded a few tiles at a time.
struct Rows {
  explicit Rows(const MatmulArgs& args)
      : weights(reinterpret_cast<const std::uint8_t*>(args.weights)),
        groupBytes(packedLayout(args.type).groupBytes(args.columns)),
        blocks(args.columns / kSubColumns),
        decode(decoderOf(args.type)) {}

  // Tiles [first, first + count) of the two row groups from `group` on, or of the one that is left
  // before `end`. Returns where those of the second begin.
  const std::byte* decodeTwo(std::size_t group, std::size_t end, std::size_t first,
                             std::size_t count, std::byte* to) const {
    const std::uint8_t* const from = weights + group * groupBytes;
    decode(from, first, count, to);
    if (group + 1 >= end) return to;
    decode(from + groupBytes, first, count, to + count * kTileBytes);
    return to + count * kTileBytes;
  }

  const std::uint8_t* weights;
  std::size_t groupBytes;
  std::size_t blocks;
  DecodeBlocks decode;
};

// Two row groups for many tokens: decoded once, at args.scratch.
void multiplyMany(const MatmulArgs& args, const Rows& rows, std::size_t group) {
  const std::byte* const rows0 = args.scratch;
  const std::byte* const rows1 = rows.decodeTwo(group, args.groupEnd, 0, rows.blocks, args.scratch);
  const std::size_t begin = args.tokenBegin / kTileRows * kTileRows;
  for (std::size_t token = begin; token < args.tokenEnd; token += 2 * kTileRows) {
    zeroSums();
    if (token + kTileRows < args.tokenEnd)
      multiplyTiles<true>(tokenTiles(args, token), tokenTiles(args, token + kTileRows), rows0,
                          rows1, rows.blocks);
    else
      multiplyTiles<false>(tokenTiles(args, token), nullptr, rows0, rows1, rows.blocks);
    storeAllSums(args, token, group);
  }
}

// Blocks that few tokens meet as soon as they are decoded, while they are in the first-level cache.
constexpr std::size_t kFewBlocks = 4;

// Two row groups for one or two tiles of tokens.
template <bool kBothTokens>
void multiplyFew(const MatmulArgs& args, const Rows& rows, std::size_t group, std::size_t token) {
  const std::byte* const tokens0 = tokenTiles(args, token);
  const std::byte* const tokens1 = kBothTokens ? tokenTiles(args, token + kTileRows) : tokens0;
  // Two places in turns: what was written just before is read sooner from another.
  alignas(64) std::byte tiles[2][kStripGroups * kFewBlocks * kTileBytes];
  zeroSums();
  for (std::size_t first = 0, turn = 0; first < rows.blocks; first += kFewBlocks, ++turn) {
    const std::size_t left = rows.blocks - first;
    const std::size_t count = left < kFewBlocks ? left : kFewBlocks;
    std::byte* const rows0 = tiles[turn % 2];
    const std::byte* const rows1 = rows.decodeTwo(group, args.groupEnd, first, count, rows0);
    multiplyTiles<kBothTokens>(tokens0 + first * kTileBytes, tokens1 + first * kTileBytes, rows0,
                               rows1, count);
  }
  storeAllSums(args, token, group);
}

}  // namespace

void convertActivations(const QuantizeArgs& args) {
  const std::size_t blocks = args.columns / kSubColumns;
  const auto rowOf = [&](std::size_t token, std::size_t block) {
    return args.activations + (token / kTileRows * blocks + block) * kTileBytes +
           token % kTileRows * 64;
  };
  for (std::size_t token = args.tokenBegin; token < args.tokenEnd; ++token) {
    const float* from = args.input + token * args.inputStride;
    for (std::size_t block = 0; block < blocks; ++block) {
      const float* values = from + block * kSubColumns;
      const auto row = _mm512_cvtne2ps_pbh(load(values + kLanes), load(values));
      _mm512_storeu_si512(rowOf(token, block), reinterpret_cast<__m512i>(row));
    }
  }
  if (args.tokenEnd != args.tokens) return;
  // The last tile has no tokens for all of its rows.
  for (std::size_t token = args.tokens; token % kTileRows != 0; ++token) {
    for (std::size_t block = 0; block < blocks; ++block)
      _mm512_storeu_si512(rowOf(token, block), _mm512_setzero_si512());
  }
}

void matmulWide(const MatmulArgs& args) {
  if (args.tokenBegin >= args.tokenEnd) return;
  const Rows rows(args);
  const std::size_t token = args.tokenBegin / kTileRows * kTileRows;
  const std::size_t tiles = (args.tokenEnd - token + kTileRows - 1) / kTileRows;
  const TileRegisters registers;
  for (std::size_t group = args.groupBegin; group < args.groupEnd; group += kStripGroups) {
    if (tiles == 1)
      multiplyFew<false>(args, rows, group, token);
    else if (tiles == 2)
      multiplyFew<true>(args, rows, group, token);
    else
      multiplyMany(args, rows, group);
  }
}

std::int64_t multiplyAddPeak(const PeakArgs& args) {
  constexpr std::size_t kPerProduct = kTileRows * kGroupRows * kSubColumns;
  constexpr std::size_t kSteps = kPeakMultiplyAddsPerRound / (4 * kPerProduct);
  static_assert(kSteps * 4 * kPerProduct == kPeakMultiplyAddsPerRound);
  const TileRegisters registers;
  _tile_zero(ALCOVE_TOKENS0);
  _tile_zero(ALCOVE_TOKENS1);
  _tile_zero(ALCOVE_ROWS0);
  _tile_zero(ALCOVE_ROWS1);
  zeroSums();
  for (std::size_t i = 0; i < args.rounds * kSteps; ++i) {
    _tile_dpbf16ps(ALCOVE_SUM00, ALCOVE_TOKENS0, ALCOVE_ROWS0);
    _tile_dpbf16ps(ALCOVE_SUM01, ALCOVE_TOKENS0, ALCOVE_ROWS1);
    _tile_dpbf16ps(ALCOVE_SUM10, ALCOVE_TOKENS1, ALCOVE_ROWS0);
    _tile_dpbf16ps(ALCOVE_SUM11, ALCOVE_TOKENS1, ALCOVE_ROWS1);
  }
  alignas(64) float sums[kTileRows * kGroupRows];
  _tile_stored(ALCOVE_SUM00, sums, 64);
  return std::int64_t(sums[0]);
}

}  // namespace alcove::kernels::cpu::ALCOVE_ISA
