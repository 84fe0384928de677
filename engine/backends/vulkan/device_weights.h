// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <unordered_map>
#include <vector>

#include "backends/backend.h"
#include "backends/vulkan/recording.h"
#include "backends/vulkan/staging.h"
#include "cpu/packing.h"

namespace alcove::backends::vulkan {

// Some rows of a weight: as many as one binding reaches.
struct WeightPart {
  Binding binding;
  std::int64_t firstRow = 0;
  std::int64_t rows = 0;
};

// A weight where kernels read it. Matrices of quantised types are packed as for the processor's
// kernels (kernels/cpu/packing.h), each part a whole number of row groups, or of experts where
// there are several. All else lies row by row: matrices of float16 as they are, the rest as
// float32.
struct DeviceWeight {
  kernels::cpu::ValueType type = kernels::cpu::ValueType::F32;
  Buffer buffer;
  std::vector<WeightPart> parts;
  std::int64_t columns = 0;
  [[nodiscard]] bool packed() const { return kernels::cpu::isPackable(type); }
  // Columns that a texel of it has.
  [[nodiscard]] std::uint32_t step() const { return columns % 4 == 0 ? 4 : 1; }
  [[nodiscard]] Texels texels(const WeightPart& part) const;
};

// How a weight lies in its buffer.
struct WeightSize {
  std::size_t bytes = 0;
  // Rows that have to stay together, and what they take: a row group, a float row, or all of an
  // expert. A binding reaches whole units.
  std::size_t unitRows = 1;
  std::size_t unitBytes = 0;
};
[[nodiscard]] WeightSize sizeOf(const graph::Weight& weight, bool isMatrix);

// Whether a matrix of float16 stays so: its rows are whole texels of four.
[[nodiscard]] bool keepsHalves(const graph::Weight& matrix);

// The weights of one model on one device, which outlives them.
class DeviceWeights {
 public:
  explicit DeviceWeights(Device& device) : m_device(device), m_staging(device) {}

  // Throws Error OutOfMemory or Cancelled.
  void prepare(const graph::Graph& graph, const Backend::PrepareHooks& hooks);
  // REQUIRES: the weight was in the graph.
  [[nodiscard]] const DeviceWeight& find(const graph::Weight& weight) const {
    return m_weights.at(&weight);
  }
  [[nodiscard]] std::uint64_t bytes() const { return m_bytes; }

 private:
  void addPacked(const graph::Weight& weight, const WeightSize& unit, DeviceWeight result);
  void addRows(const graph::Weight& weight, const WeightSize& unit, DeviceWeight result);
  // Lets `write` fill the buffer of a weight.
  template <class Write>
  void fill(const DeviceWeight& weight, const Write& write);
  void keep(const graph::Weight& weight, DeviceWeight result);

  Device& m_device;
  Staging m_staging;
  std::unordered_map<const graph::Weight*, DeviceWeight> m_weights;
  std::uint64_t m_bytes = 0;
};

}  // namespace alcove::backends::vulkan
