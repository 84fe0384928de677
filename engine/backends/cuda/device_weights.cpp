// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/cuda/device_weights.h"

#include <alcove/error.h>

#include <algorithm>
#include <cstring>
#include <unordered_set>

#include "backends/cpu/weight_packer.h"
#include "backends/cpu/weight_store.h"
#include "backends/matrices.h"
#include "base/half.h"
#include "cpu/kernel_table.h"
#include "ops/embedding.h"

namespace alcove::backends::cuda {

namespace kernel = kernels::cpu;
using kernel::ValueType;

namespace {

constexpr std::size_t kStagingBytes = std::size_t(8) << 20;

std::size_t matricesIn(const graph::Weight& weight) {
  return weight.desc.shape.rank() == 3 ? std::size_t(weight.desc.shape[0]) : 1;
}

// As what a matrix is wanted. Types without a kernel of their own become F16, with an error far
// below that of their own rounding, and BF16 does without any; where that leaves F16's range, they
// are F32, and BF16 stays.
ValueType wantedType(const graph::Weight& weight, bool exact) {
  const auto type = cpu::kernelType(*weight.desc.type);
  if (exact) return type && !kernel::isPackable(*type) ? *type : ValueType::F32;
  return type && type != ValueType::BF16 ? *type : ValueType::F16;
}

// Whether a row survives the rounding to F16.
bool fitsHalf(const std::vector<float>& row) {
  constexpr double kMostError = 1e-7;
  double error = 0, energy = 0;
  for (const float value : row) {
    const double kept = base::halfToFloat(base::floatToHalf(value));
    error += (kept - value) * (kept - value);
    energy += double(value) * value;
  }
  return error <= kMostError * energy;  // false for infinities
}

bool allFitHalf(const graph::Weight& weight) {
  std::vector<float> row(std::size_t(weight.desc.shape.columns()));
  for (std::int64_t i = 0; i < weight.desc.shape.rows(); ++i) {
    weight.view().decodeRow(i, row.data());
    if (!fitsHalf(row)) return false;
  }
  return true;
}

}  // namespace

std::unordered_set<const graph::Weight*> matricesAndTables(const graph::Graph& graph) {
  const auto matrices = matricesOf(graph);
  std::unordered_set<const graph::Weight*> weights(matrices.begin(), matrices.end());
  for (const graph::Node& node : graph.nodes)
    if (node.op == &ops::kEmbedding)
      weights.insert(graph.nodes[std::size_t(node.inputs[0])].weight);
  return weights;
}

bool DeviceWeight::packed() const { return kernel::isPackable(type); }

// Fills memory of the device through pinned memory of the host, a piece at a time.
class DeviceWeights::Upload {
 public:
  explicit Upload(const Device& device)
      : m_device(device), m_staging(device, kStagingBytes, MemoryPlace::Pinned) {}

  [[nodiscard]] std::byte* staging(std::size_t bytes) {
    if (m_staging.bytes() < bytes) m_staging = Memory(m_device, bytes, MemoryPlace::Pinned);
    return m_staging.data();
  }
  void send(std::byte* to, std::size_t bytes) const {
    m_device.copy(to, m_staging.data(), bytes, kernels::cuda::CopyKind::ToDevice);
    m_device.synchronize();
  }

  // One matrix of a packable type.
  void pack(const std::byte* source, ValueType type, std::size_t rows, std::size_t columns,
            std::byte* to) {
    const std::size_t rowBytes = kernel::sourceRowBytes(type, columns);
    const std::size_t groupBytes = kernel::packedBytes(type, kernel::kGroupRows, columns);
    const std::size_t step =
        std::max<std::size_t>(1, kStagingBytes / groupBytes) * kernel::kGroupRows;
    for (std::size_t row = 0; row < rows; row += step) {
      const std::size_t count = std::min(step, rows - row), groups = kernel::groupCount(count);
      kernel::kernels().packRows(
          {type, source + row * rowBytes, staging(groups * groupBytes), count, columns, 0, groups});
      send(to, groups * groupBytes);
      to += groups * groupBytes;
    }
  }

  // Rows as F32, F16 or BF16; the last only of weights that are.
  void sendRows(const graph::Weight& weight, ValueType type, std::byte* to) {
    const auto rows = std::size_t(weight.desc.shape.rows());
    const auto columns = std::size_t(weight.desc.shape.columns());
    const std::size_t rowBytes = columns * (type == ValueType::F32 ? 4 : 2);
    const bool asItIs = cpu::kernelType(*weight.desc.type) == type;
    const std::size_t step = std::max<std::size_t>(1, kStagingBytes / rowBytes);
    for (std::size_t row = 0; row < rows; row += step) {
      const std::size_t count = std::min(step, rows - row);
      std::byte* const out = staging(count * rowBytes);
      if (asItIs)
        std::memcpy(out, weight.bytes + row * rowBytes, count * rowBytes);
      else
        for (std::size_t i = 0; i < count; ++i) decode(weight, row + i, type, out + i * rowBytes);
      send(to + row * rowBytes, count * rowBytes);
    }
  }

 private:
  void decode(const graph::Weight& weight, std::size_t row, ValueType type, std::byte* out) {
    m_row.resize(std::size_t(weight.desc.shape.columns()));
    weight.view().decodeRow(std::int64_t(row), m_row.data());
    if (type == ValueType::F32) {
      std::memcpy(out, m_row.data(), m_row.size() * sizeof(float));
      return;
    }
    auto* const halves = reinterpret_cast<std::uint16_t*>(out);
    std::ranges::transform(m_row, halves, base::floatToHalf);
  }

  const Device& m_device;
  Memory m_staging;
  std::vector<float> m_row;
};

void DeviceWeights::add(const graph::Weight& weight, bool matrix, Upload& upload) {
  DeviceWeight result;
  const auto own = cpu::kernelType(*weight.desc.type);
  result.type = matrix ? wantedType(weight, m_exact) : ValueType::F32;
  if (result.type == ValueType::F16 && own != ValueType::F16 && !allFitHalf(weight))
    result.type = own.value_or(ValueType::F32);
  const std::size_t matrices = matricesIn(weight);
  if (result.packed()) {
    const cpu::PackedSize size(weight);
    result.expertBytes = size.matrixBytes;
    result.memory = Memory(m_device, size.bytes(), MemoryPlace::Device);
    const std::size_t sourceBytes = weight.desc.bytes() / matrices;
    for (std::size_t i = 0; i < matrices; ++i)
      upload.pack(weight.bytes + i * sourceBytes, size.type, size.rows, size.columns,
                  result.memory.data() + i * size.matrixBytes);
  } else {
    const std::size_t bytes =
        std::size_t(weight.desc.shape.values()) * (result.type == ValueType::F32 ? 4 : 2);
    result.expertBytes = bytes / matrices;
    result.memory = Memory(m_device, bytes, MemoryPlace::Device);
    upload.sendRows(weight, result.type, result.memory.data());
  }
  m_bytes += result.memory.bytes();
  m_weights.emplace(&weight, std::move(result));
}

void DeviceWeights::prepare(const graph::Graph& graph, const Backend::PrepareHooks& hooks) {
  m_device.select();
  const auto matrices = matricesAndTables(graph);
  std::size_t total = 0, done = 0;
  for (const graph::Node& node : graph.nodes)
    if (node.weight) total += node.desc.bytes();
  Upload upload(m_device);
  for (const graph::Node& node : graph.nodes) {
    if (!node.weight || m_weights.contains(node.weight)) continue;
    if (hooks.willRead) hooks.willRead({node.weight->bytes, node.desc.bytes()});
    add(*node.weight, matrices.contains(node.weight), upload);
    done += node.desc.bytes();
    if (hooks.onProgress && !hooks.onProgress(double(done) / double(total)))
      throw Error(ErrorCode::Cancelled, "Loading the model was cancelled.");
  }
}

}  // namespace alcove::backends::cuda
