// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/cpu/weight_store.h"

#include <algorithm>
#include <functional>
#include <unordered_set>
#include <utility>
#include <vector>

#include "backends/cpu/weight_packer.h"
#include "backends/matrices.h"
#include "cpu/packing.h"

namespace alcove::backends::cpu {

namespace kernel = kernels::cpu;

std::optional<kernel::ValueType> kernelType(const quant::BlockType& type) {
  using kernel::ValueType;
  static constexpr std::pair<const quant::BlockType*, ValueType> kTypes[] = {
      {&quant::kF32, ValueType::F32},
      {&quant::kF16, ValueType::F16},
      {&quant::kBF16, ValueType::BF16},
#define ALCOVE_ROW(name) {&quant::k##name, ValueType::name},
      ALCOVE_PACKED_TYPES(ALCOVE_ROW)
#undef ALCOVE_ROW
  };
  for (const auto& [block, value] : kTypes)
    if (block == &type) return value;
  return std::nullopt;
}

namespace {

bool isPackable(const graph::Weight& weight) {
  const auto type = kernelType(*weight.desc.type);
  return type && kernel::isPackable(*type);
}

}  // namespace

void WeightStore::prepare(const graph::Graph& graph, bool exact, base::ThreadPool& pool,
                          const Backend::PrepareHooks& hooks) {
  std::vector<PackJob> jobs;
  m_bytes = 0;
  for (const graph::Weight* weight : matricesOf(graph)) {
    if (!exact && isPackable(*weight) && !(hooks.inPlace && hooks.inPlace(*weight))) {
      jobs.push_back({weight, nullptr});
      m_bytes += PackedSize(*weight).bytes();
    } else if (hooks.willRead) {
      hooks.willRead({weight->bytes, weight->desc.bytes()});
    }
  }
  std::ranges::sort(jobs, std::less(), [](const PackJob& job) { return job.weight->bytes; });
  m_memory = AnonymousMemory(m_bytes);
  std::byte* next = m_memory.data();
  for (PackJob& job : jobs) {
    const PackedSize size(*job.weight);
    job.packed = next;
    m_weights[job.weight] = {size.type, next, true, size.matrixBytes};
    next += size.bytes();
  }
  packWeights(jobs, hooks, pool);
  for (const graph::Node& node : graph.nodes)
    if (node.weight && !m_weights.contains(node.weight)) m_bytes += node.desc.bytes();
}

void WeightStore::assume(const graph::Graph& graph) {
  for (const graph::Weight* weight : matricesOf(graph))
    if (isPackable(*weight))
      m_weights[weight] = {*kernelType(*weight->desc.type), nullptr, true,
                           PackedSize(*weight).matrixBytes};
}

WeightsBytes WeightStore::bytesOf(const graph::Graph& graph) {
  WeightsBytes bytes;
  std::unordered_set<const graph::Weight*> packed;
  for (const graph::Weight* weight : matricesOf(graph)) {
    if (!isPackable(*weight)) continue;
    packed.insert(weight);
    bytes.allocated += PackedSize(*weight).bytes();
  }
  for (const graph::Node& node : graph.nodes)
    if (node.weight && !packed.contains(node.weight)) bytes.inPlace += node.desc.bytes();
  return bytes;
}

const PreparedWeight* WeightStore::find(const graph::Weight& weight) const {
  const auto found = m_weights.find(&weight);
  return found == m_weights.end() ? nullptr : &found->second;
}

}  // namespace alcove::backends::cpu
