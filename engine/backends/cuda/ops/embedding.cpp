// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/embedding.h"

#include "backends/cuda/cuda_op_table.h"

namespace alcove::backends::cuda {

void planEmbedding(Plan& plan) {
  const auto a = plan.node().attributes.as<ops::EmbeddingAttributes>();
  const Value table = plan.input(0), y = plan.output();
  kernels::cuda::EmbeddingArgs args;
  args.type = table.weight->type;
  args.table = reinterpret_cast<const std::uint8_t*>(table.weight->memory.data());
  args.tokens = plan.tokens();
  args.y = y.data;
  args.tokenCount = y.rows();
  args.columns = y.columns();
  args.rows = kernels::cuda::EmbeddingRows(a.rows);
  plan.launch(&kernels::cuda::Module::embedding, args);
}

}  // namespace alcove::backends::cuda
