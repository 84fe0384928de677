// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// What a plan says against what backends really take: bytes allocated on a Vulkan device, and the
// growth of this process's resident memory on the processor.

#include <alcove/error.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include "backends/backend.h"
#include "formats/gguf_file.h"
#include "models/model.h"
#include "planner/planner.h"
#include "support/goldens.h"
#include "support/temporary_folder.h"

namespace alcove::planner {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kAmple = std::uint64_t(1) << 40;
constexpr double kTolerance = 0.03;
constexpr std::uint32_t kContext = 1024;

fs::path starterModel() {
  return test::pathFromEnvironment("ALCOVE_MODELS_DIR") / "SmolLM2-135M-Instruct.Q4_1.gguf";
}

// A field of /proc/self/status, which counts in kB.
std::uint64_t statusBytes(const std::string& field) {
  std::ifstream file("/proc/self/status");
  for (std::string line; std::getline(file, line);)
    if (line.starts_with(field + ":"))
      return std::strtoull(line.c_str() + field.size() + 1, nullptr, 10) * 1024;
  return 0;
}

class MeasuredPlan : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    const fs::path path =
        GetParam() == "SmolLM2" ? starterModel() : test::goldens() / GetParam() / "model.gguf";
    if (!fs::exists(path)) GTEST_SKIP() << "the model is missing: " << path;
    m_file = formats::GgufFile::open(path);
    m_options.threads = 2;
  }

  void prepare(std::uint32_t batchTokens) {
    m_options.maxBatchTokens = batchTokens;
    m_shape = models::shapeOf(m_file, m_options);
    m_context = std::min(kContext, m_shape.trainedContextTokens);
    m_demand.graphs = m_shape.graphs;
    m_demand.layout = m_shape.layout;
    m_demand.blocks = m_context / m_shape.layout.blockTokens;
    m_demand.threads = 2;
  }

  // The batch of a prompt that fills the graph, in a sequence that has all blocks.
  struct Batch {
    std::vector<std::int32_t> tokens;
    std::vector<std::uint32_t> positions;
    std::vector<cache::BlockId> table;
    std::vector<std::uint32_t> outputs;
    std::vector<ops::SequenceView> sequences;
  };
  [[nodiscard]] Batch batchOf(const graph::Graph& graph) const {
    Batch batch;
    const auto count = std::uint32_t(std::min<std::int64_t>(graph.shape.tokens, m_context));
    for (std::uint32_t i = 0; i < count; ++i) {
      batch.tokens.push_back(std::int32_t(i % 100));
      batch.positions.push_back(i);
    }
    for (std::uint32_t i = 0; i < m_demand.blocks; ++i) batch.table.push_back(i);
    batch.outputs = {count - 1};
    batch.sequences = {{0, count, 0, batch.table, count}};
    return batch;
  }
  [[nodiscard]] std::vector<std::unique_ptr<backends::Executable>> runAll(
      backends::Backend& backend, cache::KvPool& pool) const {
    std::vector<std::unique_ptr<backends::Executable>> kept;
    for (const graph::Graph& graph : m_demand.graphs) {
      const Batch batch = batchOf(graph);
      std::vector<float> output(
          std::size_t(graph.nodes[std::size_t(graph.outputs[0])].desc.shape.values()));
      kept.push_back(backend.compile(std::make_shared<const graph::Graph>(graph)));
      kept.back()->run({batch.tokens, batch.positions, batch.sequences, batch.outputs,
                        m_demand.layout, pool.layers(), &pool},
                       output);
    }
    return kept;
  }
  // Writes to all of a cache in memory.
  void fill(cache::KvPool& pool) const {
    const std::vector<std::byte> block(m_demand.layout.blockBytes(), std::byte(1));
    for (cache::BlockId i = 0; i < pool.blocks(); ++i) pool.importBlock(i, block);
  }
  void expectNear(std::uint64_t planned, std::uint64_t measured) const {
    RecordProperty("planned_bytes", std::to_string(planned));
    RecordProperty("measured_bytes", std::to_string(measured));
    std::printf("%s: planned %llu bytes, measured %llu\n", GetParam().c_str(),
                static_cast<unsigned long long>(planned),
                static_cast<unsigned long long>(measured));
    EXPECT_LE(std::abs(double(planned) - double(measured)), kTolerance * double(measured));
  }

  std::shared_ptr<const formats::GgufFile> m_file;
  models::ModelOptions m_options;
  models::ModelShape m_shape;
  std::uint32_t m_context = 0;
  Demand m_demand;
};

TEST_P(MeasuredPlan, IsWhatVulkanAllocates) {
  std::unique_ptr<backends::Backend> backend;
  try {
    backend = backends::createBackend("vulkan", {});
  } catch (const Error& error) {
    GTEST_SKIP() << error.sentence();
  }
  prepare(16);
  const Device devices[] = {{"host", "cpu", kAmple}, {"card", "vulkan", kAmple}};
  const Plan plan = planModel(m_demand, devices);
  backend->prepareWeights(m_demand.graphs[0], {});
  EXPECT_EQ(backend->weightsBytes(), plan.shares[1].weightsBytes);
  const auto pool = backend->makeCache(m_demand.layout, m_demand.blocks);
  EXPECT_EQ(pool->bytes(), plan.shares[1].cacheBytes);
  const auto kept = runAll(*backend, *pool);
  expectNear(plan.shares[1].bytes(), backend->allocatedBytes());
}

TEST_P(MeasuredPlan, IsWhatCudaHolds) {
  std::unique_ptr<backends::Backend> backend;
  try {
    backend = backends::createBackend("cuda", {});
  } catch (const Error& error) {
    GTEST_SKIP() << error.sentence();
  }
  prepare(16);
  const Device devices[] = {{"host", "cpu", kAmple}, {"card", "cuda", kAmple}};
  const Plan plan = planModel(m_demand, devices);
  backend->prepareWeights(m_demand.graphs[0], {});
  EXPECT_EQ(backend->weightsBytes(), plan.shares[1].weightsBytes);
  EXPECT_EQ(backend->makeCache(m_demand.layout, m_demand.blocks)->bytes(),
            plan.shares[1].cacheBytes);
}

TEST_P(MeasuredPlan, IsWhatTheProcessorTakes) {
  prepare(128);
  const Device devices[] = {{"host", "cpu", kAmple}};
  const Plan plan = planModel(m_demand, devices);
  const Share& share = plan.shares[0];
  const auto backend = backends::createBackend("cpu", {.threads = 2});
  const std::uint64_t before = statusBytes("RssAnon");
  backends::Backend::PrepareHooks hooks;
  hooks.read = [&](std::span<const std::byte> bytes, std::byte* to) { m_file->read(bytes, to); };
  backend->prepareWeights(m_demand.graphs[0], hooks);
  EXPECT_EQ(backend->weightsBytes(), share.weightsBytes + share.inPlaceBytes);
  const auto pool = backend->makeCache(m_demand.layout, m_demand.blocks);
  EXPECT_EQ(pool->bytes(), share.cacheBytes);
  fill(*pool);
  const auto kept = runAll(*backend, *pool);
  const std::uint64_t grown = statusBytes("RssAnon") - before;
  if (share.bytes() < (20ull << 20)) GTEST_SKIP() << "too small to be told from the process itself";
  expectNear(share.bytes(), grown);
}

INSTANTIATE_TEST_SUITE_P(Models, MeasuredPlan,
                         testing::Values("SmolLM2", "mixtral-Q4_K", "qwen2moe", "llama-Q4_K_M"),
                         [](const auto& test) {
                           std::string name = test.param;
                           for (char& c : name)
                             if (c == '-') c = '_';
                           return name;
                         });

}  // namespace
}  // namespace alcove::planner
