// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "models/architecture.h"

// Steps that architectures share. Each reads the weights under a prefix ("blk.3.attn_q") and
// follows what is there and what the configuration says: a bias or a norm of the queries that the
// file has is applied, one that it lacks is not asked for.

namespace alcove::models {

using graph::NodeId;

[[nodiscard]] std::string layerPrefix(std::uint32_t layer);  // "blk.3."

// x · <name>.weightᵀ (+ <name>.bias)
[[nodiscard]] NodeId linear(const BuildContext& c, NodeId x, const std::string& name);

// The model's kind of norm with <name>.weight (and <name>.bias) and the model's epsilon.
[[nodiscard]] NodeId norm(const BuildContext& c, NodeId x, const std::string& name);

// q, k and v projections, norms of q and k, rope, attention over the paged cache (with a sink for
// each head where the file has them), output projection.
[[nodiscard]] NodeId attention(const BuildContext& c, NodeId x, std::uint32_t layer);

// act(gate) · up, by the model's activation.
[[nodiscard]] NodeId gated(const BuildContext& c, NodeId gate, NodeId up);
// down(act(gate(x)) · up(x))
[[nodiscard]] NodeId gatedMlp(const BuildContext& c, NodeId x, std::uint32_t layer);
// down(act(up(x))). REQUIRES: the activation is a kind of gelu.
[[nodiscard]] NodeId mlp(const BuildContext& c, NodeId x, std::uint32_t layer);

// The MLPs of the experts that a router chooses for each token, summed by their weights.
[[nodiscard]] NodeId moeMlp(const BuildContext& c, NodeId x, std::uint32_t layer);

// The MLP that all tokens use beside their experts, times the sigmoid of a gate where the file has
// one for it.
[[nodiscard]] NodeId sharedExpert(const BuildContext& c, NodeId x, std::uint32_t layer);

[[nodiscard]] NodeId add(const BuildContext& c, NodeId a, NodeId b);

// A residual layer: x + attention(x), and to that its own mlp, with the norms that the model has
// before (attn_norm, ffn_norm) and after each (post_attention_norm, post_ffw_norm).
using MlpStep = NodeId (*)(const BuildContext& c, NodeId x, std::uint32_t layer);
[[nodiscard]] NodeId decoderLayer(const BuildContext& c, NodeId x, std::uint32_t layer,
                                  MlpStep mlp);

// From tokens to logits: the embedding, config.layers times decoderLayer, the output.
[[nodiscard]] NodeId decoder(const BuildContext& c, MlpStep mlp);

// Times config.embeddingScale.
[[nodiscard]] NodeId embedTokens(const BuildContext& c);

// Rows of the batch's outputs. Without outputs: x.
[[nodiscard]] NodeId outputRows(const BuildContext& c, NodeId x);

// Final norm, output matrix (the embedding table where there is none) and soft-cap for the batch's
// outputs. Without outputs: x. For hidden states it ends at the norm.
[[nodiscard]] NodeId logits(const BuildContext& c, NodeId x);

// Tensor lists for the steps above.
void listLinear(std::vector<TensorSpec>& specs, const std::string& name, std::int64_t outputs,
                std::int64_t inputs);
void listNorm(std::vector<TensorSpec>& specs, const ModelConfig& config, const std::string& name);
// Projections of their own, or fused as attn_qkv. The norms of q and k are up to the architecture.
void listAttention(std::vector<TensorSpec>& specs, const ModelConfig& config, std::uint32_t layer);
// Norms of q and k, of each head by itself.
void listHeadNorms(std::vector<TensorSpec>& specs, const ModelConfig& config, std::uint32_t layer);
void listGatedMlp(std::vector<TensorSpec>& specs, const ModelConfig& config, std::uint32_t layer);
void listMlp(std::vector<TensorSpec>& specs, const ModelConfig& config, std::uint32_t layer);
// attn_norm, attention, ffn_norm, gated mlp.
void listDecoderLayer(std::vector<TensorSpec>& specs, const ModelConfig& config,
                      std::uint32_t layer);
// The experts of a layer with their router; and a layer that has them in the place of the MLP.
void listMoeMlp(std::vector<TensorSpec>& specs, const ModelConfig& config, std::uint32_t layer);
void listMoeLayer(std::vector<TensorSpec>& specs, const ModelConfig& config, std::uint32_t layer);
void listSharedExpert(std::vector<TensorSpec>& specs, const ModelConfig& config,
                      std::uint32_t layer);
// The embedding, config.layers times `listLayer`, the output.
using ListStep = void (*)(std::vector<TensorSpec>& specs, const ModelConfig& config,
                          std::uint32_t layer);
[[nodiscard]] std::vector<TensorSpec> listDecoder(const ModelConfig& config, ListStep listLayer);
void listEmbeddingAndOutput(std::vector<TensorSpec>& specs, const ModelConfig& config);

}  // namespace alcove::models
