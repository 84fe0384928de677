// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/vulkan/device_weights.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <unordered_set>

#include "backends/cpu/weight_packer.h"
#include "backends/cpu/weight_store.h"
#include "backends/matrices.h"
#include "cpu/kernel_table.h"

namespace alcove::backends::vulkan {

namespace kernel = kernels::cpu;

namespace {

// Rows that have to stay together, and what they take: a row group, a float row, or all of an
// expert.
struct Unit {
  std::size_t rows;
  std::size_t bytes;
};

// Parts begin where a binding may, and where a unit does.
std::vector<WeightPart> divide(const Buffer& buffer, std::size_t rows, const Unit& unit,
                               const DeviceTraits& traits) {
  if (unit.bytes > traits.mostBufferBytes)
    throw Error(
        ErrorCode::Unsupported,
        fmt::format("{} reaches {} MiB of a weight at once, and an expert of this model has "
                    "{} MiB.",
                    traits.name, traits.mostBufferBytes >> 20, unit.bytes >> 20));
  // So many units that any number of them is aligned, where they need not be by themselves.
  const std::size_t step = unit.bytes % traits.alignment == 0 ? 1 : traits.alignment;
  const std::size_t most =
      std::max<std::size_t>(1, traits.mostBufferBytes / unit.bytes / step) * step;
  std::vector<WeightPart> parts;
  const std::size_t units = (rows + unit.rows - 1) / unit.rows;
  for (std::size_t first = 0; first < units; first += most) {
    const std::size_t count = std::min(most, units - first), firstRow = first * unit.rows;
    parts.push_back({{buffer.handle(), first * unit.bytes, count * unit.bytes},
                     std::int64_t(firstRow),
                     std::int64_t(std::min(rows - firstRow, count * unit.rows))});
  }
  return parts;
}

}  // namespace

bool keepsHalves(const graph::Weight& matrix) {
  return matrix.desc.type == &quant::kF16 && matrix.desc.shape.columns() % 4 == 0;
}

Texels DeviceWeight::texels(const WeightPart& part) const {
  if (packed()) return {part.binding, VK_FORMAT_R32G32B32A32_UINT};
  if (step() == 1) return {part.binding, VK_FORMAT_R32_SFLOAT};
  return {part.binding, type == kernel::ValueType::F16 ? VK_FORMAT_R16G16B16A16_SFLOAT
                                                       : VK_FORMAT_R32G32B32A32_SFLOAT};
}

// Where only the device sees its memory, by way of the processor's.
template <class Write>
void DeviceWeights::fill(DeviceWeight& weight, std::size_t bytes, const Write& write) {
  weight.buffer = Buffer(m_device, bytes, MemoryUse::Device);
  if (weight.buffer.mapped() != nullptr) {
    write(weight.buffer.mapped());
    return;
  }
  std::vector<std::byte> host(bytes);
  write(host.data());
  const BufferRange whole{weight.buffer, 0, bytes};
  m_staging.upload(host, {&whole, 1});
}

void DeviceWeights::addPacked(const graph::Weight& weight) {
  const cpu::PackedSize size(weight);
  const std::size_t sourceBytes = weight.desc.bytes() / size.matrices;
  DeviceWeight result;
  result.type = size.type;
  result.columns = weight.desc.shape.columns();
  fill(result, size.bytes(), [&](std::byte* to) {
    for (std::size_t i = 0; i < size.matrices; ++i)
      kernel::kernels().packRows({size.type, weight.bytes + i * sourceBytes,
                                  to + i * size.matrixBytes, size.rows, size.columns, 0,
                                  kernel::groupCount(size.rows)});
  });
  const std::size_t groups = kernel::groupCount(size.rows);
  const Unit unit = weight.desc.shape.rank() == 3
                        ? Unit{size.rows, size.matrixBytes}
                        : Unit{kernel::kGroupRows,
                               kernel::packedBytes(size.type, size.rows, size.columns) / groups};
  result.parts = divide(result.buffer, size.matrices * size.rows, unit, m_device.traits());
  keep(weight, std::move(result));
}

void DeviceWeights::addRows(const graph::Weight& weight, bool isMatrix) {
  const auto rows = std::size_t(weight.desc.shape.rows());
  DeviceWeight result;
  result.columns = weight.desc.shape.columns();
  const bool asItIs = isMatrix && keepsHalves(weight);
  if (asItIs) result.type = kernel::ValueType::F16;
  const std::size_t rowBytes = std::size_t(result.columns) * (asItIs ? 2 : sizeof(float));
  fill(result, rows * rowBytes, [&](std::byte* to) {
    if (asItIs) {
      std::memcpy(to, weight.bytes, rows * rowBytes);
      return;
    }
    for (std::size_t row = 0; row < rows; ++row)
      weight.view().decodeRow(std::int64_t(row), reinterpret_cast<float*>(to + row * rowBytes));
  });
  const std::size_t together =
      weight.desc.shape.rank() == 3 ? std::size_t(weight.desc.shape[1]) : 1;
  result.parts = divide(result.buffer, rows, {together, together * rowBytes}, m_device.traits());
  keep(weight, std::move(result));
}

void DeviceWeights::keep(const graph::Weight& weight, DeviceWeight result) {
  m_bytes += result.buffer.bytes();
  m_weights.emplace(&weight, std::move(result));
}

void DeviceWeights::prepare(const graph::Graph& graph, const Backend::PrepareHooks& hooks) {
  const auto list = matricesOf(graph);
  const std::unordered_set<const graph::Weight*> matrices(list.begin(), list.end());
  std::size_t total = 0, done = 0;
  for (const graph::Node& node : graph.nodes)
    if (node.weight) total += node.desc.bytes();
  for (const graph::Node& node : graph.nodes) {
    if (!node.weight || m_weights.contains(node.weight)) continue;
    const auto type = cpu::kernelType(*node.desc.type);
    const bool isMatrix = matrices.contains(node.weight);
    if (isMatrix && type && kernel::isPackable(*type))
      addPacked(*node.weight);
    else
      addRows(*node.weight, isMatrix);
    done += node.desc.bytes();
    if (hooks.onProgress && !hooks.onProgress(double(done) / double(total)))
      throw Error(ErrorCode::Cancelled, "Loading the model was cancelled.");
  }
}

}  // namespace alcove::backends::vulkan
