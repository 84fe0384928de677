// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/device_speed.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <chrono>
#include <deque>
#include <vector>

#include "backends/backend.h"
#include "ops/embedding.h"
#include "ops/matmul.h"

namespace alcove::runtime {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::int64_t kWidth = 2048;    // rows and columns of each matrix
constexpr std::size_t kMatrices = 40;    // more than any cache of a processor holds
constexpr std::size_t kFewMatrices = 2;  // enough for many tokens
constexpr std::int64_t kPromptTokens = 64;
constexpr std::int64_t kTableRows = 16;
constexpr double kSeconds = 0.8;  // for each of the two

// Matrices one after the other, as the layers of a model are.
class Workload {
 public:
  Workload() {
    add("table", quant::kF32, {kTableRows, kWidth});
    for (std::size_t i = 0; i < kMatrices; ++i)
      add(fmt::format("matrix {}", i), quant::kQ4_K, {kWidth, kWidth});
  }

  [[nodiscard]] std::shared_ptr<const graph::Graph> graph(std::int64_t tokens,
                                                          std::size_t matrices) const {
    graph::Builder builder({tokens, tokens});
    graph::NodeId x =
        builder.apply(ops::kEmbedding, {builder.weight(m_weights[0])}, ops::EmbeddingAttributes{});
    for (std::size_t i = 0; i < matrices; ++i)
      x = builder.apply(ops::kMatmul, {x, builder.weight(m_weights[i + 1])},
                        ops::MatmulAttributes{});
    return std::make_shared<const graph::Graph>(builder.finish(x));
  }
  [[nodiscard]] std::size_t matrixBytes() const { return m_weights[1].desc.bytes(); }

 private:
  // Zeros take as long to multiply as other numbers.
  void add(std::string name, const quant::BlockType& type, const ops::Shape& shape) {
    const ops::TensorDesc desc{&type, shape};
    m_bytes.emplace_back(desc.bytes());
    m_weights.push_back({std::move(name), desc, m_bytes.back().data()});
  }

  std::deque<std::vector<std::byte>> m_bytes;
  std::deque<graph::Weight> m_weights;
};

void check(const std::function<bool()>& goOn) {
  if (goOn && !goOn()) throw Error(ErrorCode::Cancelled, "Measuring the device was cancelled.");
}

// Of one run, on average; the first, which prepares things, does not count.
double secondsPerRun(backends::Backend& backend, std::shared_ptr<const graph::Graph> graph,
                     double atLeast, const std::function<bool()>& goOn) {
  const auto tokens = std::size_t(graph->shape.tokens);
  const std::vector<std::int32_t> ids(tokens, 0);
  std::vector<std::uint32_t> positions(tokens), outputs(tokens);
  for (std::uint32_t i = 0; i < tokens; ++i) positions[i] = outputs[i] = i;
  const ops::SequenceView sequence{0, std::uint32_t(tokens), 0, {}, std::uint32_t(tokens)};
  ops::BatchView batch;
  batch.tokens = ids;
  batch.positions = positions;
  batch.outputs = outputs;
  batch.sequences = {&sequence, 1};
  std::vector<float> output(tokens * std::size_t(kWidth));
  const auto executable = backend.compile(std::move(graph));
  executable->run(batch, output);
  const auto began = Clock::now();
  double seconds = 0;
  int runs = 0;
  do {
    check(goOn);
    executable->run(batch, output);
    ++runs;
    seconds = std::chrono::duration<double>(Clock::now() - began).count();
  } while (seconds < atLeast);
  return seconds / runs;
}

// A device that takes long for a few matrices is not asked for all of them.
double weightBytesPerS(backends::Backend& backend, const Workload& workload,
                       const std::function<bool()>& goOn) {
  const double perMatrix =
      secondsPerRun(backend, workload.graph(1, kFewMatrices), kSeconds / 8, goOn) / kFewMatrices;
  const auto bytes = double(workload.matrixBytes());
  if (perMatrix * kMatrices > kSeconds) return bytes / perMatrix;
  return kMatrices * bytes / secondsPerRun(backend, workload.graph(1, kMatrices), kSeconds, goOn);
}

}  // namespace

DeviceSpeed measureDevice(backends::Backend& backend, const std::function<bool()>& goOn) {
  const Workload workload;
  check(goOn);
  const auto answer = workload.graph(1, kMatrices);
  backends::Backend::PrepareHooks hooks;
  hooks.onProgress = [&](double) { return !goOn || goOn(); };
  backend.prepareWeights(*answer, hooks);
  DeviceSpeed speed;
  speed.weightBytesPerS = weightBytesPerS(backend, workload, goOn);
  const double products = double(kFewMatrices) * kWidth * kWidth * kPromptTokens;
  speed.productsPerS =
      products /
      secondsPerRun(backend, workload.graph(kPromptTokens, kFewMatrices), kSeconds, goOn);
  return speed;
}

}  // namespace alcove::runtime
