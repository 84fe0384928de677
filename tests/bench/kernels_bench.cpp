// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Micro-benchmarks of the CPU kernels on the shapes of two models. Decode prints the bandwidth of
// the weights, prefill the multiply-adds per second; peak/… is what they could reach at best. One
// thread; ALCOVE_CPU_ISA chooses the instruction set.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <memory>
#include <random>
#include <vector>

#include "cpu/kernel_table.h"
#include "cpu/packing.h"

namespace alcove::kernels::cpu {
namespace {

struct AlignedBytes {
  explicit AlignedBytes(std::size_t bytes)
      : data(static_cast<std::byte*>(std::aligned_alloc(64, (bytes + 63) / 64 * 64))) {
    std::mt19937 generator(1);
    for (std::size_t i = 0; i + 2 <= bytes; i += 2) {
      // As halves: small positive numbers. As weights: anything.
      data[i] = std::byte(generator());
      data[i + 1] = std::byte(0x20 + (generator() & 7));
    }
  }
  ~AlignedBytes() { std::free(data); }
  AlignedBytes(const AlignedBytes&) = delete;
  AlignedBytes& operator=(const AlignedBytes&) = delete;
  std::byte* data;
};

std::vector<float> randomFloats(std::size_t count) {
  std::mt19937 generator(1);
  std::normal_distribution<float> normal;
  std::vector<float> values(count);
  for (float& value : values) value = normal(generator);
  return values;
}

struct Matmul {
  ValueType type;
  const char* name;
  std::size_t rows;
  std::size_t columns;
};

// SmolLM2-135M's matrices, then those of a model of 1.1 B parameters in each type.
constexpr Matmul kMatmuls[] = {
    {ValueType::Q4_1, "Q4_1", 576, 576},       {ValueType::Q4_1, "Q4_1", 192, 576},
    {ValueType::Q4_1, "Q4_1", 1536, 576},      {ValueType::Q4_1, "Q4_1", 576, 1536},
    {ValueType::Q8_0, "Q8_0", 49152, 576},     {ValueType::Q4_0, "Q4_0", 5632, 2048},
    {ValueType::Q4_1, "Q4_1", 5632, 2048},     {ValueType::Q8_0, "Q8_0", 5632, 2048},
    {ValueType::Q4_K, "Q4_K", 5632, 2048},     {ValueType::Q5_K, "Q5_K", 5632, 2048},
    {ValueType::Q6_K, "Q6_K", 5632, 2048},     {ValueType::Q4_K, "Q4_K", 2048, 5632},
    {ValueType::Q5_0, "Q5_0", 5632, 2048},     {ValueType::Q5_1, "Q5_1", 5632, 2048},
    {ValueType::Q2_K, "Q2_K", 5632, 2048},     {ValueType::Q3_K, "Q3_K", 5632, 2048},
    {ValueType::IQ4_NL, "IQ4_NL", 5632, 2048}, {ValueType::IQ4_XS, "IQ4_XS", 5632, 2048},
    {ValueType::MXFP4, "MXFP4", 5632, 2048},
};

void matmul(benchmark::State& state, const Matmul& shape, std::size_t tokens) {
  const KernelTable& table = kernels();
  const std::size_t bytes = packedBytes(shape.type, shape.rows, shape.columns);
  // Decode reads every weight of a model once per token: so no matrix may wait in the cache.
  const std::size_t copies = tokens > 8 ? 1 : 1 + (std::size_t(192) << 20) / bytes;
  const AlignedBytes weights(bytes * copies);
  const std::vector<float> x = randomFloats(tokens * shape.columns);
  const AlignedBytes activations(activationBytes(tokens, shape.columns));
  const AlignedBytes scratch(matmulScratchBytes(tokens, shape.columns));
  std::vector<float> y(tokens * shape.rows);
  table.quantizeActivations({.weights = shape.type,
                             .input = x.data(),
                             .inputStride = shape.columns,
                             .activations = activations.data,
                             .tokens = tokens,
                             .columns = shape.columns,
                             .tokenBegin = 0,
                             .tokenEnd = tokens});
  MatmulArgs args{.type = shape.type,
                  .weights = weights.data,
                  .activations = activations.data,
                  .output = y.data(),
                  .outputStride = shape.rows,
                  .rows = shape.rows,
                  .columns = shape.columns,
                  .tokens = tokens,
                  .groupBegin = 0,
                  .groupEnd = groupCount(shape.rows),
                  .tokenBegin = 0,
                  .tokenEnd = tokens,
                  .scratch = scratch.data};
  std::size_t copy = 0;
  for (auto _ : state) {
    args.weights = weights.data + copy * bytes;
    table.matmul(args);
    benchmark::DoNotOptimize(y.data());
    copy = copy + 1 == copies ? 0 : copy + 1;
  }
  const auto rounds = double(state.iterations());
  state.counters["GB/s"] =
      benchmark::Counter(rounds * double(bytes) * 1e-9, benchmark::Counter::kIsRate);
  state.counters["GMAC/s"] = benchmark::Counter(
      rounds * double(tokens * shape.rows * shape.columns) * 1e-9, benchmark::Counter::kIsRate);
}

void quantize(benchmark::State& state, std::size_t columns) {
  constexpr std::size_t kTokens = 64;
  const std::vector<float> x = randomFloats(kTokens * columns);
  const AlignedBytes activations(activationBytes(kTokens, columns));
  for (auto _ : state) {
    kernels().quantizeActivations({.weights = ValueType::Q8_0,
                                   .input = x.data(),
                                   .inputStride = columns,
                                   .activations = activations.data,
                                   .tokens = kTokens,
                                   .columns = columns,
                                   .tokenBegin = 0,
                                   .tokenEnd = kTokens});
  }
  state.counters["ns/token"] =
      benchmark::Counter(double(state.iterations() * kTokens) * 1e-9,
                         benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

// One layer of SmolLM2 (9 heads, 3 KV heads, 64 values).
void attention(benchmark::State& state, std::size_t start, std::size_t tokens) {
  constexpr std::size_t kHeads = 9, kKvHeads = 3, kDim = 64, kBlockTokens = 32;
  const std::size_t context = start + tokens;
  const std::size_t blocks = (context + kBlockTokens - 1) / kBlockTokens;
  const std::size_t blockBytes = kKvHeads * kBlockTokens * kDim * 2;
  const AlignedBytes keys(blocks * blockBytes), values(blocks * blockBytes);
  const std::vector<float> queries = randomFloats(tokens * kHeads * kDim);
  std::vector<float> output(queries.size());
  std::vector<std::uint32_t> table(blocks);
  for (std::size_t i = 0; i < blocks; ++i) table[i] = std::uint32_t(blocks - 1 - i);
  const AttentionArgs args{.queries = queries.data(),
                           .output = output.data(),
                           .keys = keys.data,
                           .values = values.data,
                           .keyBlockBytes = blockBytes,
                           .valueBlockBytes = blockBytes,
                           .blockTable = table.data(),
                           .heads = kHeads,
                           .kvHeads = kKvHeads,
                           .keyDim = kDim,
                           .valueDim = kDim,
                           .start = start,
                           .scale = 0.125f};
  const AlignedBytes scratch(attentionScratchBytes(args));
  const std::size_t tile = attentionTileTokens(args);
  for (auto _ : state) {
    for (std::size_t head = 0; head < kKvHeads; ++head) {
      for (std::size_t begin = 0; begin < tokens; begin += tile) {
        kernels().attention(args, {.kvHead = head,
                                   .tokenBegin = begin,
                                   .tokenEnd = std::min(begin + tile, tokens),
                                   .scratch = scratch.data});
      }
    }
  }
  double pairs = 0;
  for (std::size_t t = 0; t < tokens; ++t) pairs += double(start + t + 1);
  state.counters["GMAC/s"] = benchmark::Counter(
      double(state.iterations()) * pairs * kHeads * kDim * 2 * 1e-9, benchmark::Counter::kIsRate);
}

void elementwise(benchmark::State& state) {
  constexpr std::size_t kColumns = 1536;
  std::vector<float> gate = randomFloats(kColumns), up = randomFloats(kColumns), y(kColumns);
  for (auto _ : state) {
    kernels().siluMul({gate.data(), up.data(), y.data(), 0, kColumns});
    benchmark::DoNotOptimize(y.data());
  }
}

void norm(benchmark::State& state) {
  constexpr std::size_t kColumns = 576;
  std::vector<float> x = randomFloats(kColumns), weight = randomFloats(kColumns), y(kColumns);
  for (auto _ : state) {
    kernels().rmsNorm({.input = x.data(),
                       .inputStride = kColumns,
                       .weight = weight.data(),
                       .output = y.data(),
                       .outputStride = kColumns,
                       .columns = kColumns,
                       .epsilon = 1e-5f,
                       .rowBegin = 0,
                       .rowEnd = 1});
    benchmark::DoNotOptimize(y.data());
  }
}

void multiplyAddPeak(benchmark::State& state) {
  constexpr std::size_t kRounds = 100;
  for (auto _ : state) {
    benchmark::DoNotOptimize(kernels().multiplyAddPeak({.rounds = kRounds}));
  }
  state.counters["GMAC/s"] =
      benchmark::Counter(double(state.iterations()) * kRounds * kPeakMultiplyAddsPerRound * 1e-9,
                         benchmark::Counter::kIsRate);
}

void readPeak(benchmark::State& state) {
  constexpr std::size_t kBytes = std::size_t(192) << 20;
  const AlignedBytes memory(kBytes);
  for (auto _ : state) {
    benchmark::DoNotOptimize(kernels().readPeak({.memory = memory.data, .memoryBytes = kBytes}));
  }
  state.counters["GB/s"] = benchmark::Counter(double(state.iterations()) * double(kBytes) * 1e-9,
                                              benchmark::Counter::kIsRate);
}

const bool kRegistered = [] {
  benchmark::RegisterBenchmark("peak/multiply_add", multiplyAddPeak);
  benchmark::RegisterBenchmark("peak/read", readPeak);
  for (const Matmul& shape : kMatmuls) {
    for (const std::size_t tokens : {1, 4, 8, 512}) {
      const std::string name = std::string("matmul/") + shape.name + "/" +
                               std::to_string(shape.rows) + "x" + std::to_string(shape.columns) +
                               "/tokens:" + std::to_string(tokens);
      benchmark::RegisterBenchmark(name.c_str(), matmul, shape, tokens);
    }
  }
  for (const std::size_t columns : {576, 1536}) {
    const std::string name = "quantize/" + std::to_string(columns);
    benchmark::RegisterBenchmark(name.c_str(), quantize, columns);
  }
  for (const std::size_t start : {127, 1023, 8191}) {
    const std::string name = "attention/decode/context:" + std::to_string(start + 1);
    benchmark::RegisterBenchmark(name.c_str(), attention, start, std::size_t(1));
  }
  benchmark::RegisterBenchmark("attention/prefill/tokens:512", attention, std::size_t(0),
                               std::size_t(512));
  benchmark::RegisterBenchmark("silu_mul/1536", elementwise);
  benchmark::RegisterBenchmark("rms_norm/576", norm);
  return true;
}();

}  // namespace
}  // namespace alcove::kernels::cpu
