// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/cpu/cpu_backend.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <vector>

#include "backends/cpu/anonymous_memory.h"
#include "backends/cpu/cpu_op_table.h"
#include "backends/cpu/plan_context.h"
#include "backends/cpu/stage.h"
#include "base/thread_pool.h"

namespace alcove::backends::cpu {
namespace {

// Memory that the executables of one backend take turns in: only one runs at a time.
struct SharedMemory {
  AnonymousMemory arena;
  std::byte* arenaData = nullptr;
  std::byte* output = nullptr;
  std::vector<AnonymousMemory> scratch;  // per thread

  void grow(std::size_t arenaBytes, std::size_t scratchBytes, int threads) {
    if (arena.bytes() < arenaBytes) {
      arena = AnonymousMemory();
      arena = AnonymousMemory(arenaBytes);
    }
    arenaData = arena.data();
    scratch.resize(std::size_t(threads));
    for (AnonymousMemory& memory : scratch)
      if (memory.bytes() < scratchBytes) memory = AnonymousMemory(scratchBytes);
  }
};

class CpuExecutable final : public Executable, private base::ThreadPool::Job {
 public:
  CpuExecutable(std::shared_ptr<const graph::Graph> graph, PlanContext& plan, SharedMemory& memory,
                base::ThreadPool& pool, std::size_t partBytes)
      : m_graph(std::move(graph)),
        m_steps(std::move(plan.steps())),
        m_stages(stagesOf(m_steps, {pool.size(), pool.mostParts(), partBytes})),
        m_hooks(std::move(plan.hooks())),
        m_memory(memory),
        m_pool(pool) {}

  void run(const ops::BatchView& batch, std::span<float> output) override {
    const ops::TensorDesc& desc = m_graph->nodes[std::size_t(m_graph->output)].desc;
    ALCOVE_ASSERT(output.size_bytes() == desc.bytes());
    ALCOVE_ASSERT(std::int64_t(batch.tokens.size()) == m_graph->shape.tokens &&
                  std::int64_t(batch.outputs.size()) == m_graph->shape.outputs);
    m_memory.output = reinterpret_cast<std::byte*>(output.data());
    for (const auto& hook : m_hooks) hook(batch);
    m_batch = &batch;
    m_pool.run(*this);
  }

 private:
  int stages() const override { return int(m_stages.size()); }
  int parts(int stage) const override { return m_stages[std::size_t(stage)].parts(); }
  void run(int stage, int part, int thread) override {
    m_stages[std::size_t(stage)].run(part, *m_batch, m_memory.scratch[std::size_t(thread)].data());
  }

  std::shared_ptr<const graph::Graph> m_graph;
  std::vector<Step> m_steps;
  std::vector<Stage> m_stages;
  const ops::BatchView* m_batch = nullptr;  // of the present run
  std::vector<std::function<void(const ops::BatchView&)>> m_hooks;
  SharedMemory& m_memory;
  base::ThreadPool& m_pool;
};

class CpuBackend final : public Backend {
 public:
  explicit CpuBackend(const BackendOptions& options)
      : m_exact(options.exactWeights),
        m_deterministic(options.deterministic),
        m_partBytes(options.partBytes),
        m_observer(options.observer),
        m_pool(options.threads > 0 ? options.threads : base::physicalCores()) {}

  const char* kind() const override { return "cpu"; }

  std::string deviceName() const override {
    return fmt::format("{}, {}, {} {}", processorName(), kernels::cpu::kernels().name,
                       m_pool.size(), m_pool.size() == 1 ? "thread" : "threads");
  }

  bool supports(const graph::Node& node) const override {
    return !node.op || findCpuOp(*node.op) != nullptr;
  }

  void prepareWeights(const graph::Graph& graph, const PrepareHooks& hooks) override {
    m_weights.prepare(graph, m_exact, m_pool, hooks);
  }

  std::uint64_t weightsBytes() const override { return m_weights.bytes(); }

  std::uint32_t narrowTokens() const override {
    const std::size_t wide = kernels::cpu::kernels().wideTokens;
    const bool always = wide == 0 || m_exact || m_deterministic;
    return always ? std::numeric_limits<std::uint32_t>::max() : std::uint32_t(wide - 1);
  }

  std::unique_ptr<Executable> compile(std::shared_ptr<const graph::Graph> graph) override {
    PlanContext plan({*graph, m_weights, kernels::cpu::kernels(), m_exact, m_deterministic,
                      m_pool.size(), &m_memory.arenaData, &m_memory.output, m_observer});
    plan.planAll();
    m_memory.grow(plan.arenaBytes(), plan.scratchBytes(), m_pool.size());
    return std::make_unique<CpuExecutable>(std::move(graph), plan, m_memory, m_pool, m_partBytes);
  }

 private:
  bool m_exact;
  bool m_deterministic;
  std::size_t m_partBytes;
  NodeObserver* m_observer;
  base::ThreadPool m_pool;
  WeightStore m_weights;
  SharedMemory m_memory;
};

}  // namespace

std::unique_ptr<Backend> createCpuBackend(const BackendOptions& options) {
  return std::make_unique<CpuBackend>(options);
}

}  // namespace alcove::backends::cpu
