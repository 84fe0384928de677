// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/cpu/cpu_backend.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "backends/cpu/anonymous_memory.h"
#include "backends/cpu/cpu_op_table.h"
#include "backends/cpu/plan_context.h"

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

class CpuExecutable final : public Executable {
 public:
  CpuExecutable(std::shared_ptr<const graph::Graph> graph, PlanContext& plan, SharedMemory& memory,
                base::ThreadPool& pool)
      : m_graph(std::move(graph)),
        m_steps(std::move(plan.steps())),
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
    m_pool.run([&](int thread) {
      const StepContext context{batch, m_pool, m_memory.scratch[std::size_t(thread)].data(), thread,
                                m_pool.size()};
      for (const Step& step : m_steps) {
        if (step.barrier) m_pool.barrier();
        step.run(context);
      }
    });
  }

 private:
  std::shared_ptr<const graph::Graph> m_graph;
  std::vector<Step> m_steps;
  std::vector<std::function<void(const ops::BatchView&)>> m_hooks;
  SharedMemory& m_memory;
  base::ThreadPool& m_pool;
};

class CpuBackend final : public Backend {
 public:
  explicit CpuBackend(const BackendOptions& options)
      : m_exact(options.exactWeights),
        m_deterministic(options.deterministic),
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

  std::unique_ptr<Executable> compile(std::shared_ptr<const graph::Graph> graph) override {
    PlanContext plan({*graph, m_weights, kernels::cpu::kernels(), m_exact, m_deterministic,
                      m_pool.size(), &m_memory.arenaData, &m_memory.output, m_observer});
    plan.planAll();
    m_memory.grow(plan.arenaBytes(), plan.scratchBytes(), m_pool.size());
    return std::make_unique<CpuExecutable>(std::move(graph), plan, m_memory, m_pool);
  }

 private:
  bool m_exact;
  bool m_deterministic;
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
