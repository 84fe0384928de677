// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>

#include "convert/decoder.h"

// Falcon in its two forms: one key-value head and one norm for attention and MLP (7B), or several
// and a norm for each (40B, 180B). In the checkpoint the queries of a group stand in front of their
// key and their value; GGUF wants all queries, then all keys, then all values.

namespace alcove::convert {
namespace {

std::uint32_t keyValueHeads(const HfConfig& config, std::uint32_t heads) {
  if (config.boolean({"new_decoder_architecture"}).value_or(false)) {
    return config.optional({"num_kv_heads", "n_head_kv"}, heads, 1, heads);
  }
  return config.boolean({"multi_query"}).value_or(true) ? 1 : heads;
}

void describe(Description& d) {
  const HfConfig& config = d.config;
  requireActivation(config, {"gelu"});
  requireSwitch(config, "alibi", false, "marks positions by a bias on attention");
  requireSwitch(config, "parallel_attn", true, "has its MLP behind the attention");
  ModelFacts& facts = d.facts;
  facts.layers = config.require({"num_hidden_layers", "n_layer"}, 1, kMaxLayers);
  facts.embedding = config.require({"hidden_size"}, 1, kMaxWidth);
  facts.heads = config.require({"num_attention_heads", "n_head"}, 1, kMaxHeads);
  facts.kvHeads = keyValueHeads(config, facts.heads);
  if (facts.heads % facts.kvHeads != 0 || facts.embedding % facts.heads != 0) {
    config.corrupt("The model's width cannot be divided among its heads.");
  }
  facts.headDim = facts.embedding / facts.heads;
  constexpr std::uint32_t kWiden = 4;
  facts.feedForward =
      config.optional({"ffn_hidden_size"}, kWiden * facts.embedding, 1, kWiden * kMaxWidth);
  facts.vocabulary = config.require({"vocab_size"}, 1, kMaxVocabulary);
  constexpr std::uint32_t kContext = 2048;  // the first files do not say it
  d.out.setUint32(d.key("context_length"),
                  config.optional({"max_position_embeddings"}, kContext, 1, kMaxContext));
  d.out.setString(d.key("tensor_data_layout"), "jploski");  // GGUF's name for the order above
  d.out.setUint32(d.key("embedding_length"), facts.embedding);
  d.out.setUint32(d.key("feed_forward_length"), facts.feedForward);
  d.out.setUint32(d.key("block_count"), facts.layers);
  d.out.setUint32(d.key("attention.head_count"), facts.heads);
  d.out.setUint32(d.key("attention.head_count_kv"), facts.kvHeads);
  describeLayerNorm(d, {"layer_norm_epsilon"});
  describeRope(d);
}

OutputTensor regroup(const ChangeInput& input) {
  OutputTensor tensor = keep(input);
  const std::uint64_t width = input.facts.headDim;
  const std::uint64_t groups = input.facts.kvHeads;
  const std::uint64_t queries = input.facts.heads / groups;
  if (tensor.dims.back() != groups * (queries + 2) * width) {
    throw Error(ErrorCode::Corrupt,
                "Tensor '" + tensor.name + "' does not fit the numbers of heads in config.json.");
  }
  const auto dims = tensor.dims;
  return pickRows(std::move(tensor), dims, [=](std::uint64_t row) {
    const std::uint64_t head = row / width;
    const std::uint64_t queryHeads = groups * queries;
    const std::uint64_t group = head < queryHeads ? head / queries : (head - queryHeads) % groups;
    const std::uint64_t place =
        head < queryHeads ? head % queries : queries + (head - queryHeads) / groups;
    return (group * (queries + 2) + place) * width + row % width;
  });
}

std::vector<NameRule> names() {
  return {
      {"transformer.word_embeddings.weight", "token_embd.weight", keep},
      {"transformer.ln_f.weight", "output_norm.weight", keep},
      {"transformer.ln_f.bias", "output_norm.bias", keep},
      {"lm_head.weight", "output.weight", keep, true},
      {"transformer.h.{L}.input_layernorm.weight", "blk.{L}.attn_norm.weight", keep, true},
      {"transformer.h.{L}.input_layernorm.bias", "blk.{L}.attn_norm.bias", keep, true},
      {"transformer.h.{L}.ln_mlp.weight", "blk.{L}.attn_norm.weight", keep, true},
      {"transformer.h.{L}.ln_mlp.bias", "blk.{L}.attn_norm.bias", keep, true},
      {"transformer.h.{L}.ln_attn.weight", "blk.{L}.attn_norm_2.weight", keep, true},
      {"transformer.h.{L}.ln_attn.bias", "blk.{L}.attn_norm_2.bias", keep, true},
      {"transformer.h.{L}.self_attention.query_key_value.weight", "blk.{L}.attn_qkv.weight",
       regroup},
      {"transformer.h.{L}.self_attention.query_key_value.bias", "blk.{L}.attn_qkv.bias", regroup,
       true},
      {"transformer.h.{L}.self_attention.dense.weight", "blk.{L}.attn_output.weight", keep},
      {"transformer.h.{L}.self_attention.dense.bias", "blk.{L}.attn_output.bias", keep, true},
      {"transformer.h.{L}.self_attention.rotary_emb.inv_freq", "", keep, true},
      {"transformer.h.{L}.mlp.dense_h_to_4h.weight", "blk.{L}.ffn_up.weight", keep},
      {"transformer.h.{L}.mlp.dense_h_to_4h.bias", "blk.{L}.ffn_up.bias", keep, true},
      {"transformer.h.{L}.mlp.dense_4h_to_h.weight", "blk.{L}.ffn_down.weight", keep},
      {"transformer.h.{L}.mlp.dense_4h_to_h.bias", "blk.{L}.ffn_down.bias", keep, true},
  };
}

}  // namespace

extern const Family kFalcon;
const Family kFalcon = {{"FalconForCausalLM", "RWForCausalLM"}, "falcon", describe, names};

}  // namespace alcove::convert
