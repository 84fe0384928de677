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

// Where the caller's inputs and outputs are during a run, first the inputs: as many as the graph
// has. Steps know the places, so these do not move.
using Slots = std::unique_ptr<std::byte*[]>;

// Memory that the executables of one backend take turns in: only one runs at a time.
struct SharedMemory {
  AnonymousMemory arena;
  std::byte* arenaData = nullptr;
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
  CpuExecutable(std::shared_ptr<const graph::Graph> graph, PlanContext& plan, Slots slots,
                SharedMemory& memory, base::ThreadPool& pool, std::size_t partBytes)
      : m_graph(std::move(graph)),
        m_slots(std::move(slots)),
        m_steps(std::move(plan.steps())),
        m_stages(stagesOf(m_steps, {pool.size(), pool.mostParts(), partBytes})),
        m_hooks(std::move(plan.hooks())),
        m_memory(memory),
        m_pool(pool) {}

  void run(const ops::BatchView& batch, std::span<const std::span<const float>> inputs,
           std::span<const std::span<float>> outputs) override {
    ALCOVE_ASSERT(std::int64_t(batch.tokens.size()) == m_graph->shape.tokens &&
                  std::int64_t(batch.outputs.size()) == m_graph->shape.outputs);
    bind(inputs, outputs);
    for (const auto& hook : m_hooks) hook(batch);
    m_batch = &batch;
    m_pool.run(*this);
  }

 private:
  void bind(std::span<const std::span<const float>> inputs,
            std::span<const std::span<float>> outputs) {
    ALCOVE_ASSERT(inputs.size() == m_graph->inputs.size());
    ALCOVE_ASSERT(outputs.size() == m_graph->outputs.size());
    std::byte** slot = m_slots.get();
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      ALCOVE_ASSERT(inputs[i].size_bytes() == bytesOf(m_graph->inputs[i]));
      // Nothing writes to an input.
      *slot++ = reinterpret_cast<std::byte*>(const_cast<float*>(inputs[i].data()));
    }
    for (std::size_t i = 0; i < outputs.size(); ++i) {
      ALCOVE_ASSERT(outputs[i].size_bytes() == bytesOf(m_graph->outputs[i]));
      *slot++ = reinterpret_cast<std::byte*>(outputs[i].data());
    }
  }
  [[nodiscard]] std::size_t bytesOf(graph::NodeId id) const {
    return m_graph->nodes[std::size_t(id)].desc.bytes();
  }

  int stages() const override { return int(m_stages.size()); }
  int parts(int stage) const override { return m_stages[std::size_t(stage)].parts(); }
  void run(int stage, int part, int thread) override {
    m_stages[std::size_t(stage)].run(part, *m_batch, m_memory.scratch[std::size_t(thread)].data());
  }

  std::shared_ptr<const graph::Graph> m_graph;
  Slots m_slots;
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
    Slots slots = std::make_unique<std::byte*[]>(graph->inputs.size() + graph->outputs.size());
    PlanContext plan({*graph, m_weights, kernels::cpu::kernels(), m_exact, m_deterministic,
                      m_pool.size(), &m_memory.arenaData, slots.get(), m_observer});
    plan.planAll();
    m_memory.grow(plan.arenaBytes(), plan.scratchBytes(), m_pool.size());
    return std::make_unique<CpuExecutable>(std::move(graph), plan, std::move(slots), m_memory,
                                           m_pool, m_partBytes);
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

// As compile() would ask for it.
std::uint64_t workBytes(const graph::Graph& graph, int threads) {
  WeightStore weights;
  weights.assume(graph);
  std::byte* const arena = nullptr;
  const Slots slots = std::make_unique<std::byte*[]>(graph.inputs.size() + graph.outputs.size());
  PlanContext plan({graph, weights, kernels::cpu::kernels(), false, false, threads, &arena,
                    slots.get(), nullptr});
  plan.planAll();
  return plan.arenaBytes() + std::uint64_t(threads) * plan.scratchBytes();
}

}  // namespace

const MemoryRules kMemoryRules = {
    WeightStore::bytesOf, workBytes,
    [](const cache::KvLayout& layout, std::uint32_t blocks) -> std::optional<std::uint64_t> {
      return plainCacheBytes(layout, blocks);
    }};

std::unique_ptr<Backend> createCpuBackend(const BackendOptions& options) {
  return std::make_unique<CpuBackend>(options);
}

}  // namespace alcove::backends::cpu
