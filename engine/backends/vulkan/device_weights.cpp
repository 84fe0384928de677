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

// Parts begin where a binding may, and where a unit does.
std::vector<WeightPart> divide(const Buffer& buffer, std::size_t rows, const WeightSize& size,
                               const DeviceTraits& traits) {
  if (size.unitBytes > traits.mostBufferBytes)
    throw Error(
        ErrorCode::Unsupported,
        fmt::format("{} reaches {} MiB of a weight at once, and an expert of this model has "
                    "{} MiB.",
                    traits.name, traits.mostBufferBytes >> 20, size.unitBytes >> 20));
  // So many units that any number of them is aligned, where they need not be by themselves.
  const std::size_t step = size.unitBytes % traits.alignment == 0 ? 1 : traits.alignment;
  const std::size_t most =
      std::max<std::size_t>(1, traits.mostBufferBytes / size.unitBytes / step) * step;
  std::vector<WeightPart> parts;
  const std::size_t units = (rows + size.unitRows - 1) / size.unitRows;
  for (std::size_t first = 0; first < units; first += most) {
    const std::size_t count = std::min(most, units - first), firstRow = first * size.unitRows;
    parts.push_back({{buffer.handle(), first * size.unitBytes, count * size.unitBytes},
                     std::int64_t(firstRow),
                     std::int64_t(std::min(rows - firstRow, count * size.unitRows))});
  }
  return parts;
}

// As it will lie there.
kernel::ValueType typeOnDevice(const graph::Weight& weight, bool isMatrix) {
  if (!isMatrix) return kernel::ValueType::F32;
  const auto type = cpu::kernelType(*weight.desc.type);
  if (type && kernel::isPackable(*type)) return *type;
  return keepsHalves(weight) ? kernel::ValueType::F16 : kernel::ValueType::F32;
}

}  // namespace

WeightSize sizeOf(const graph::Weight& weight, bool isMatrix) {
  const ops::Shape& shape = weight.desc.shape;
  const auto type = cpu::kernelType(*weight.desc.type);
  if (isMatrix && type && kernel::isPackable(*type)) {
    const cpu::PackedSize size(weight);
    if (shape.rank() == 3) return {size.bytes(), size.rows, size.matrixBytes};
    return {
        size.bytes(), kernel::kGroupRows,
        kernel::packedBytes(size.type, size.rows, size.columns) / kernel::groupCount(size.rows)};
  }
  const bool asItIs = isMatrix && keepsHalves(weight);
  const std::size_t rowBytes = std::size_t(shape.columns()) * (asItIs ? 2 : sizeof(float));
  const std::size_t together = shape.rank() == 3 ? std::size_t(shape[1]) : 1;
  return {std::size_t(shape.rows()) * rowBytes, together, together * rowBytes};
}

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
void DeviceWeights::fill(const DeviceWeight& weight, const Write& write) {
  if (weight.buffer.mapped() != nullptr) {
    write(weight.buffer.mapped());
    return;
  }
  std::vector<std::byte> host(weight.buffer.bytes());
  write(host.data());
  const BufferRange whole{weight.buffer, 0, host.size()};
  m_staging.upload(host, {&whole, 1});
}

void DeviceWeights::addPacked(const graph::Weight& weight, const WeightSize& unit,
                              DeviceWeight result) {
  const cpu::PackedSize size(weight);
  const std::size_t sourceBytes = weight.desc.bytes() / size.matrices;
  fill(result, [&](std::byte* to) {
    for (std::size_t i = 0; i < size.matrices; ++i)
      kernel::kernels().packRows({size.type, weight.bytes + i * sourceBytes,
                                  to + i * size.matrixBytes, size.rows, size.columns, 0,
                                  kernel::groupCount(size.rows)});
  });
  result.parts = divide(result.buffer, size.matrices * size.rows, unit, m_device.traits());
  keep(weight, std::move(result));
}

void DeviceWeights::addRows(const graph::Weight& weight, const WeightSize& unit,
                            DeviceWeight result) {
  const auto rows = std::size_t(weight.desc.shape.rows());
  const std::size_t rowBytes = result.buffer.bytes() / rows;
  fill(result, [&](std::byte* to) {
    if (result.type == kernel::ValueType::F16) {
      std::memcpy(to, weight.bytes, rows * rowBytes);
      return;
    }
    for (std::size_t row = 0; row < rows; ++row)
      weight.view().decodeRow(std::int64_t(row), reinterpret_cast<float*>(to + row * rowBytes));
  });
  result.parts = divide(result.buffer, rows, unit, m_device.traits());
  keep(weight, std::move(result));
}

void DeviceWeights::keep(const graph::Weight& weight, DeviceWeight result) {
  m_bytes += result.buffer.bytes();
  m_weights.emplace(&weight, std::move(result));
}

void DeviceWeights::prepare(const graph::Graph& graph, const Backend::PrepareHooks& hooks) {
  const auto list = matricesOf(graph);
  const std::unordered_set<const graph::Weight*> matrices(list.begin(), list.end());
  std::vector<const graph::Weight*> weights;
  std::unordered_set<const graph::Weight*> seen;
  std::size_t total = 0, done = 0;
  for (const graph::Node& node : graph.nodes) {
    if (!node.weight || m_weights.contains(node.weight) || !seen.insert(node.weight).second)
      continue;
    weights.push_back(node.weight);
    total += node.weight->desc.bytes();
  }
  std::vector<WeightSize> sizes;
  std::vector<std::size_t> bytes;
  for (const graph::Weight* weight : weights) {
    sizes.push_back(sizeOf(*weight, matrices.contains(weight)));
    bytes.push_back(sizes.back().bytes);
  }
  std::vector<Buffer> buffers = Buffer::makeMany(m_device, bytes, MemoryUse::Device);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    DeviceWeight result;
    result.type = typeOnDevice(*weights[i], matrices.contains(weights[i]));
    result.buffer = std::move(buffers[i]);
    result.columns = weights[i]->desc.shape.columns();
    if (result.packed())
      addPacked(*weights[i], sizes[i], std::move(result));
    else
      addRows(*weights[i], sizes[i], std::move(result));
    done += weights[i]->desc.bytes();
    if (hooks.onProgress && !hooks.onProgress(double(done) / double(total)))
      throw Error(ErrorCode::Cancelled, "Loading the model was cancelled.");
  }
}

}  // namespace alcove::backends::vulkan
