// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/cpu/weight_store.h"

#include <alcove/error.h>

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "cpu/packing.h"
#include "ops/matmul.h"
#include "ops/moe_matmul.h"

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

std::size_t aligned(std::size_t bytes) { return (bytes + 63) / 64 * 64; }

// Weights that matmuls read as their right-hand side and that kernels can read packed.
std::vector<const graph::Weight*> packable(const graph::Graph& graph) {
  std::vector<const graph::Weight*> result;
  for (const graph::Node& node : graph.nodes) {
    if (node.op != &ops::kMatmul && node.op != &ops::kMoeMatmul) continue;
    const graph::Weight* weight = graph.nodes[std::size_t(node.inputs[1])].weight;
    const auto type = weight ? kernelType(*weight->desc.type) : std::nullopt;
    if (type && kernel::isPackable(*type) && std::ranges::find(result, weight) == result.end())
      result.push_back(weight);
  }
  return result;
}

// A weight of matmul is one matrix, one of moe_matmul a matrix for each expert.
std::size_t matrixCount(const ops::Shape& shape) {
  return shape.rank() == 3 ? std::size_t(shape[0]) : 1;
}

std::size_t matrixRows(const ops::Shape& shape) {
  return std::size_t(shape.rows()) / matrixCount(shape);
}

std::size_t packedMatrixSize(const graph::Weight& weight) {
  return aligned(kernel::packedBytes(*kernelType(*weight.desc.type), matrixRows(weight.desc.shape),
                                     std::size_t(weight.desc.shape.columns())));
}

std::size_t packedSize(const graph::Weight& weight) {
  return matrixCount(weight.desc.shape) * packedMatrixSize(weight);
}

void pack(const graph::Weight& weight, std::byte* destination, base::ThreadPool& pool) {
  kernel::PackArgs args;
  args.type = *kernelType(*weight.desc.type);
  args.rows = matrixRows(weight.desc.shape);
  args.columns = std::size_t(weight.desc.shape.columns());
  const std::size_t matrices = matrixCount(weight.desc.shape);
  const std::size_t sourceBytes = weight.desc.bytes() / matrices;
  const std::size_t groups = kernel::groupCount(args.rows), threads = std::size_t(pool.size());
  pool.run([&](int thread) {
    kernel::PackArgs part = args;
    part.groupBegin = groups * std::size_t(thread) / threads;
    part.groupEnd = groups * std::size_t(thread + 1) / threads;
    for (std::size_t i = 0; i < matrices; ++i) {
      part.source = weight.bytes + i * sourceBytes;
      part.packed = destination + i * packedMatrixSize(weight);
      kernel::packRows(part);
    }
  });
}

}  // namespace

void WeightStore::prepare(const graph::Graph& graph, bool exact, base::ThreadPool& pool,
                          const Backend::PrepareHooks& hooks) {
  std::vector<const graph::Weight*> toPack;
  if (!exact) toPack = packable(graph);
  std::size_t total = 0;
  for (const graph::Weight* weight : toPack) total += packedSize(*weight);
  m_memory = AnonymousMemory(total);
  m_bytes = total;
  std::size_t offset = 0;
  for (const graph::Weight* weight : toPack) {
    pack(*weight, m_memory.data() + offset, pool);
    m_weights[weight] = {*kernelType(*weight->desc.type), m_memory.data() + offset, true,
                         packedMatrixSize(*weight)};
    offset += packedSize(*weight);
    if (hooks.onCopied) hooks.onCopied(*weight);
    if (hooks.onProgress && !hooks.onProgress(double(offset) / double(total)))
      throw Error(ErrorCode::Cancelled, "Loading the model was cancelled.");
  }
  for (const graph::Node& node : graph.nodes)
    if (node.weight && !m_weights.contains(node.weight)) m_bytes += node.desc.bytes();
}

const PreparedWeight* WeightStore::find(const graph::Weight& weight) const {
  const auto found = m_weights.find(&weight);
  return found == m_weights.end() ? nullptr : &found->second;
}

}  // namespace alcove::backends::cpu
