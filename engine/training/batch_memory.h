// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "cache/kv_pool.h"
#include "ops/batch_view.h"
#include "training/training_batch.h"

namespace alcove::training {

// A batch as ops see it. Attention writes K and V into a paged cache and reads them in the same op,
// and gradients read them from the graph: one layer's cache is enough for all layers in turn.
class BatchMemory {
 public:
  // `batch` lives as long; `layout` is the model's. Throws Error OutOfMemory.
  BatchMemory(const TrainingBatch& batch, const cache::KvLayout& layout);
  BatchMemory(const BatchMemory&) = delete;
  BatchMemory& operator=(const BatchMemory&) = delete;

  [[nodiscard]] ops::BatchView view() const;

 private:
  const TrainingBatch& m_batch;
  cache::KvLayout m_layout;
  std::vector<std::uint32_t> m_positions;
  std::vector<std::uint32_t> m_outputs;
  std::vector<std::int32_t> m_targets;
  std::vector<cache::BlockId> m_blocks;  // one sequence's behind the other's
  std::vector<ops::SequenceView> m_sequences;
  std::unique_ptr<cache::HostKvPool> m_pool;
  std::vector<cache::KvLayerView> m_layers;
};

}  // namespace alcove::training
