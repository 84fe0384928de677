// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "convert/decoder.h"

// BERT and the sentence models made of it: an encoder, of which the heads for other tasks are left
// out.

namespace alcove::convert {
namespace {

void describe(Description& d) {
  requireActivation(d.config, {"gelu"});
  if (d.config.string({"position_embedding_type"}).value_or("absolute") != "absolute") {
    d.config.unsupported("The model's positions are not absolute, as BERT's are.");
  }
  describeSizes(d);
  describeLayerNorm(d, {"layer_norm_eps"});
  d.out.setBool(d.key("attention.causal"), false);
}

std::string canonicalName(std::string_view name) {
  const auto replaceEnd = [](std::string text, std::string_view end, std::string_view with) {
    if (!text.ends_with(end)) return text;
    return text.substr(0, text.size() - end.size()) + std::string(with);
  };
  for (const std::string_view head : {"cls.", "pooler.", "bert.pooler.", "classifier."}) {
    if (name.starts_with(head)) return {};
  }
  constexpr std::string_view kFront = "bert.";
  if (name.starts_with(kFront)) name.remove_prefix(kFront.size());
  return replaceEnd(replaceEnd(std::string(name), ".gamma", ".weight"), ".beta", ".bias");
}

std::vector<NameRule> names() {
  return {
      {"embeddings.word_embeddings.weight", "token_embd.weight", keep},
      {"embeddings.position_embeddings.weight", "position_embd.weight", keep},
      {"embeddings.token_type_embeddings.weight", "token_types.weight", keep},
      {"embeddings.LayerNorm.weight", "token_embd_norm.weight", keep},
      {"embeddings.LayerNorm.bias", "token_embd_norm.bias", keep},
      {"embeddings.position_ids", "", keep, true},
      {"encoder.layer.{L}.attention.self.query.weight", "blk.{L}.attn_q.weight", keep},
      {"encoder.layer.{L}.attention.self.query.bias", "blk.{L}.attn_q.bias", keep},
      {"encoder.layer.{L}.attention.self.key.weight", "blk.{L}.attn_k.weight", keep},
      {"encoder.layer.{L}.attention.self.key.bias", "blk.{L}.attn_k.bias", keep},
      {"encoder.layer.{L}.attention.self.value.weight", "blk.{L}.attn_v.weight", keep},
      {"encoder.layer.{L}.attention.self.value.bias", "blk.{L}.attn_v.bias", keep},
      {"encoder.layer.{L}.attention.output.dense.weight", "blk.{L}.attn_output.weight", keep},
      {"encoder.layer.{L}.attention.output.dense.bias", "blk.{L}.attn_output.bias", keep},
      {"encoder.layer.{L}.attention.output.LayerNorm.weight", "blk.{L}.attn_output_norm.weight",
       keep},
      {"encoder.layer.{L}.attention.output.LayerNorm.bias", "blk.{L}.attn_output_norm.bias", keep},
      {"encoder.layer.{L}.intermediate.dense.weight", "blk.{L}.ffn_up.weight", keep},
      {"encoder.layer.{L}.intermediate.dense.bias", "blk.{L}.ffn_up.bias", keep},
      {"encoder.layer.{L}.output.dense.weight", "blk.{L}.ffn_down.weight", keep},
      {"encoder.layer.{L}.output.dense.bias", "blk.{L}.ffn_down.bias", keep},
      {"encoder.layer.{L}.output.LayerNorm.weight", "blk.{L}.layer_output_norm.weight", keep},
      {"encoder.layer.{L}.output.LayerNorm.bias", "blk.{L}.layer_output_norm.bias", keep},
  };
}

}  // namespace

extern const Family kBert;
const Family kBert = {
    {"BertModel", "BertForMaskedLM", "BertForPreTraining"}, "bert", describe, names, canonicalName};

}  // namespace alcove::convert
