// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/vulkan/device_weights.h"

#include <alcove/error.h>

#include <algorithm>
#include <unordered_set>

#include "backends/cpu/weight_store.h"
#include "cpu/kernel_table.h"
#include "ops/matmul.h"

namespace alcove::backends::vulkan {

namespace kernel = kernels::cpu;

namespace {

// What matmuls read as their right-hand side.
std::unordered_set<const graph::Weight*> matricesOf(const graph::Graph& graph) {
  std::unordered_set<const graph::Weight*> matrices;
  for (const graph::Node& node : graph.nodes)
    if (node.op == &ops::kMatmul) matrices.insert(graph.nodes[std::size_t(node.inputs[1])].weight);
  return matrices;
}

// Parts begin where a binding may, and where a row group does.
std::vector<WeightPart> divide(const Buffer& buffer, std::int64_t rows, std::size_t unitRows,
                               std::size_t unitBytes, const DeviceTraits& traits) {
  const std::size_t step = std::size_t(traits.alignment);  // units, so any size is aligned
  const std::size_t most =
      std::max<std::size_t>(1, traits.mostBufferBytes / unitBytes / step) * step;
  std::vector<WeightPart> parts;
  const std::size_t units = (std::size_t(rows) + unitRows - 1) / unitRows;
  for (std::size_t first = 0; first < units; first += most) {
    const std::size_t count = std::min(most, units - first);
    const auto firstRow = std::int64_t(first * unitRows);
    parts.push_back({{buffer.handle(), first * unitBytes, count * unitBytes},
                     firstRow,
                     std::min(rows - firstRow, std::int64_t(count * unitRows))});
  }
  return parts;
}

}  // namespace

void DeviceWeights::add(const graph::Weight& weight, bool pack) {
  const auto rows = std::size_t(weight.desc.shape.rows());
  const auto columns = std::size_t(weight.desc.shape.columns());
  DeviceWeight result;
  if (pack) {
    result.type = *cpu::kernelType(*weight.desc.type);
    const std::size_t bytes = kernel::packedBytes(result.type, rows, columns);
    result.buffer = Buffer(m_device, bytes, MemoryUse::Upload);
    kernel::kernels().packRows({result.type, weight.bytes, result.buffer.mapped(), rows, columns, 0,
                                kernel::groupCount(rows)});
    result.parts = divide(result.buffer, std::int64_t(rows), kernel::kGroupRows,
                          bytes / kernel::groupCount(rows), m_device.traits());
  } else {
    result.buffer = Buffer(m_device, rows * columns * sizeof(float), MemoryUse::Upload);
    auto* const values = reinterpret_cast<float*>(result.buffer.mapped());
    for (std::size_t row = 0; row < rows; ++row)
      weight.view().decodeRow(std::int64_t(row), values + row * columns);
    result.parts =
        divide(result.buffer, std::int64_t(rows), 1, columns * sizeof(float), m_device.traits());
  }
  m_bytes += result.buffer.bytes();
  m_weights.emplace(&weight, std::move(result));
}

void DeviceWeights::prepare(const graph::Graph& graph, const Backend::PrepareHooks& hooks) {
  const auto matrices = matricesOf(graph);
  std::size_t total = 0, done = 0;
  for (const graph::Node& node : graph.nodes)
    if (node.weight) total += node.desc.bytes();
  for (const graph::Node& node : graph.nodes) {
    if (!node.weight || m_weights.contains(node.weight)) continue;
    const auto type = cpu::kernelType(*node.desc.type);
    add(*node.weight, matrices.contains(node.weight) && type && kernel::isPackable(*type));
    done += node.desc.bytes();
    if (hooks.onProgress && !hooks.onProgress(double(done) / double(total)))
      throw Error(ErrorCode::Cancelled, "Loading the model was cancelled.");
  }
}

}  // namespace alcove::backends::vulkan
