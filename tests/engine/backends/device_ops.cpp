// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "device_ops.h"

#include <alcove/error.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <map>

#include "graph/reference_executor.h"

namespace alcove::backends {
namespace {

std::unique_ptr<Backend> backendOrNull(const char* kind, const BackendOptions& options) {
  try {
    return createBackend(kind, options);
  } catch (const Error& error) {
    fmt::print("{}\n", error.sentence());
    return nullptr;
  }
}

// The case's cache in memory of the device, and back.
class DeviceCache {
 public:
  DeviceCache(Backend& backend, const test::OpCase& c, ops::BatchView& batch)
      : m_layout(batch.kvLayout), m_layers(batch.layers) {
    if (m_layers.empty()) return;
    const std::size_t blocks = c.cacheBytes().size() / m_layout.blockBytes();
    m_pool = backend.makeCache(m_layout, std::uint32_t(blocks));
    std::vector<std::byte> bytes(m_layout.blockBytes());
    for (std::uint32_t block = 0; block < blocks; ++block) {
      each(block, bytes.data(), [](std::byte* cells, std::byte* part, std::size_t count) {
        std::memcpy(part, cells, count);
      });
      m_pool->importBlock(block, bytes);
    }
    if (blocks > 1) checkCopy(std::uint32_t(blocks - 1));
    batch.pool = m_pool.get();
    batch.layers = m_pool->layers();
  }
  // Into the case's own memory.
  void readBack() const {
    if (!m_pool) return;
    std::vector<std::byte> bytes(m_layout.blockBytes());
    for (std::uint32_t block = 0; block < m_pool->blocks(); ++block) {
      m_pool->exportBlock(block, bytes);
      each(block, bytes.data(), [](std::byte* cells, std::byte* part, std::size_t count) {
        std::memcpy(cells, part, count);
      });
    }
  }

 private:
  // The parts of a block in the case's memory, and in one run of bytes as pools export them.
  template <class Work>
  void each(std::uint32_t block, std::byte* bytes, const Work& work) const {
    const std::size_t keys = m_layout.keyBlockBytes(), values = m_layout.valueBlockBytes();
    for (const cache::KvLayerView& layer : m_layers) {
      work(layer.keys + block * keys, bytes, keys);
      work(layer.values + block * values, bytes + keys, values);
      bytes += keys + values;
    }
  }

  // The first block over the last, which gets its own back.
  void checkCopy(cache::BlockId last) {
    std::vector<std::byte> first(m_layout.blockBytes()), kept(first), copied(first);
    m_pool->exportBlock(0, first);
    m_pool->exportBlock(last, kept);
    m_pool->copyBlock(0, last);
    m_pool->exportBlock(last, copied);
    EXPECT_EQ(copied, first);
    m_pool->importBlock(last, kept);
  }

  cache::KvLayout m_layout;
  std::span<const cache::KvLayerView> m_layers;
  std::unique_ptr<cache::KvPool> m_pool;
};

// Devices record what they do, and do it again; which op it is makes no difference to that, so one
// case of so many is run three times.
constexpr int kRepeatedCases = 7;

void runCase(Backend& backend, test::OpCase& c, double tolerance, int runs) {
  const auto& node = c.graph->nodes[std::size_t(c.graph->outputs[0])];
  std::vector<float> expected(std::size_t(node.desc.shape.values()));
  graph::runReference(*c.graph, c.freshBatch(), expected);
  const std::vector<std::byte> expectedCache = c.cacheBytes();
  backend.prepareWeights(*c.graph, {});
  const auto executable = backend.compile(c.graph);
  for (int run = 0; run < runs; ++run) {
    std::vector<float> actual(expected.size(), NAN);
    ops::BatchView batch = c.freshBatch();
    const DeviceCache cache(backend, c, batch);
    executable->run(batch, actual);
    cache.readBack();
    EXPECT_LE(test::normalizedError(actual, expected), tolerance);
    EXPECT_EQ(c.cacheBytes(), expectedCache);
  }
}

}  // namespace

void expectReferenceResults(const char* kind, const BackendOptions& options, Tolerance tolerance) {
  const auto backend = backendOrNull(kind, options);  // one for all: kernels are compiled once
  if (!backend) {
    // Where a device is played by the processor there is always one.
    ASSERT_EQ(std::getenv("ALCOVE_CUDA_MODULE"), nullptr);
    GTEST_SKIP() << "no device of the kind " << kind;
  }
  fmt::print("On {}\n", backend->deviceName());
  std::map<std::string, int> left;
  int ran = 0;
  const char* const only = std::getenv("ALCOVE_OP_CASES");
  for (const auto& c : test::makeOpCases()) {
    if (only != nullptr && !c->name().starts_with(only)) continue;
    SCOPED_TRACE(c->name());
    const graph::Node& node = c->graph->nodes[std::size_t(c->graph->outputs[0])];
    if (tolerance(*c->graph) < 0) continue;
    if (!backend->supports(node)) {
      ++left[node.op->name];
      continue;
    }
    try {
      runCase(*backend, *c, tolerance(*c->graph), ran % kRepeatedCases == 0 ? 3 : 1);
      ++ran;
    } catch (const Error& error) {
      if (error.code() != ErrorCode::Unsupported) throw;
      ++left[error.sentence()];
    }
  }
  fmt::print("{} cases ran\n", ran);
  for (const auto& [what, count] : left) fmt::print("{} left out: {}\n", count, what);
  EXPECT_GT(ran, 0);
}

}  // namespace alcove::backends
