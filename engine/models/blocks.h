// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "models/architecture.h"
#include "ops/rope.h"

// Steps that architectures share. Each reads the weights under a prefix ("blk.3.attn_q") and
// follows what is there: a bias that the file has is added, one that it lacks is not asked for.

namespace alcove::models {

using graph::NodeId;

[[nodiscard]] std::string layerPrefix(std::uint32_t layer);  // "blk.3."

// x · <name>.weightᵀ (+ <name>.bias)
[[nodiscard]] NodeId linear(const BuildContext& c, NodeId x, const std::string& name);

// rms_norm with <name>.weight and the model's epsilon.
[[nodiscard]] NodeId rmsNorm(const BuildContext& c, NodeId x, const std::string& name);

// q, k and v projections, rope, attention over the paged cache, output projection.
[[nodiscard]] NodeId attention(const BuildContext& c, NodeId x, std::uint32_t layer,
                               ops::RopePairing pairing);

// down(silu(gate(x)) · up(x))
[[nodiscard]] NodeId gatedMlp(const BuildContext& c, NodeId x, std::uint32_t layer);

[[nodiscard]] NodeId add(const BuildContext& c, NodeId a, NodeId b);

[[nodiscard]] NodeId embedTokens(const BuildContext& c);

// Rows of the batch's outputs. Without outputs: x.
[[nodiscard]] NodeId outputRows(const BuildContext& c, NodeId x);

// Final norm and output matrix for the batch's outputs; the embedding table where there is no
// output matrix. Without outputs: x. For hidden states it ends at the norm.
[[nodiscard]] NodeId logits(const BuildContext& c, NodeId x);

// Tensor lists for the steps above.
void listLinear(std::vector<TensorSpec>& specs, const std::string& name, std::int64_t outputs,
                std::int64_t inputs);
void listAttention(std::vector<TensorSpec>& specs, const ModelConfig& config, std::uint32_t layer);
void listGatedMlp(std::vector<TensorSpec>& specs, const ModelConfig& config, std::uint32_t layer);
void listEmbeddingAndOutput(std::vector<TensorSpec>& specs, const ModelConfig& config);

}  // namespace alcove::models
