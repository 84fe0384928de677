// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/family_models.h"

#include <map>

namespace alcove::test {
namespace {

constexpr std::uint64_t kWidth = 32, kKvWidth = 16, kHead = 16, kHidden = 64;

void addVector(GgufBuilder& model, const std::string& name, std::uint64_t size) {
  model.tensors.push_back(filledTensor(name, {size}, quant::kF32));
}

void removeTensor(GgufBuilder& model, const std::string& name) {
  std::erase_if(model.tensors, [&](const BuiltTensor& tensor) { return tensor.name == name; });
}

void addHeadNorms(GgufBuilder& model) {
  addVector(model, "blk.0.attn_q_norm.weight", kHead);
  addVector(model, "blk.0.attn_k_norm.weight", kHead);
}

void addPostNorms(GgufBuilder& model) {
  addVector(model, "blk.0.post_attention_norm.weight", kWidth);
  addVector(model, "blk.0.post_ffw_norm.weight", kWidth);
}

void fuseAttention(GgufBuilder& model) {
  for (const char* part : {"q", "k", "v"})
    removeTensor(model, std::string("blk.0.attn_") + part + ".weight");
  model.tensors.push_back(
      filledTensor("blk.0.attn_qkv.weight", {kWidth, kWidth + 2 * kKvWidth}, quant::kQ8_0));
}

void useLayerNorms(GgufBuilder& model, const std::string& architecture) {
  model.remove(architecture + ".attention.layer_norm_rms_epsilon");
  model.set(float32Value(architecture + ".attention.layer_norm_epsilon", 1e-5f));
  addVector(model, "output_norm.bias", kWidth);
  addVector(model, "blk.0.attn_norm.bias", kWidth);
  removeTensor(model, "blk.0.ffn_gate.weight");
}

// Three experts in the place of the MLP, of which a token uses two.
void addExperts(GgufBuilder& model, const std::string& architecture) {
  for (const char* part : {"gate", "up", "down"})
    removeTensor(model, std::string("blk.0.ffn_") + part + ".weight");
  model.tensors.push_back(filledTensor("blk.0.ffn_gate_inp.weight", {kWidth, 3}, quant::kF32));
  for (const char* name : {"blk.0.ffn_gate_exps.weight", "blk.0.ffn_up_exps.weight"})
    model.tensors.push_back(filledTensor(name, {kWidth, kHidden, 3}, quant::kQ4_1));
  model.tensors.push_back(
      filledTensor("blk.0.ffn_down_exps.weight", {kHidden, kWidth, 3}, quant::kQ8_0));
  model.set(uint32Value(architecture + ".expert_count", 3));
  model.set(uint32Value(architecture + ".expert_used_count", 2));
  model.set(uint32Value(architecture + ".expert_feed_forward_length", kHidden));
}

void addSharedExpert(GgufBuilder& model) {
  for (const char* part : {"gate", "up"})
    model.tensors.push_back(filledTensor(std::string("blk.0.ffn_") + part + "_shexp.weight",
                                         {kWidth, kHidden}, quant::kQ8_0));
  model.tensors.push_back(
      filledTensor("blk.0.ffn_down_shexp.weight", {kHidden, kWidth}, quant::kQ8_0));
  addVector(model, "blk.0.ffn_gate_inp_shexp.weight", kWidth);
}

using Change = void (*)(GgufBuilder& model);

const std::map<std::string, Change>& changes() {
  static const std::map<std::string, Change> kChanges = {
      {"arctic",
       [](GgufBuilder& model) {
         addExperts(model, "arctic");
         addVector(model, "blk.0.ffn_norm_exps.weight", kWidth);
         for (const char* name :
              {"blk.0.ffn_gate.weight", "blk.0.ffn_up.weight", "blk.0.ffn_down.weight"})
           model.tensors.push_back(filledTensor(name, {kWidth, kWidth}, quant::kF16));
       }},
      {"dbrx",
       [](GgufBuilder& model) {
         addExperts(model, "dbrx");
         fuseAttention(model);
         model.tensor("blk.0.ffn_norm.weight").name = "blk.0.attn_output_norm.weight";
         model.set(float32Value("dbrx.attention.layer_norm_epsilon", 1e-5f));
         model.set(float32Value("dbrx.attention.clamp_kqv", 2));
       }},
      {"falcon",
       [](GgufBuilder& model) {
         useLayerNorms(model, "falcon");
         removeTensor(model, "blk.0.ffn_norm.weight");
         fuseAttention(model);
       }},
      {"gemma", [](GgufBuilder&) {}},
      {"gemma2",
       [](GgufBuilder& model) {
         addPostNorms(model);
         model.set(uint32Value("gemma2.attention.sliding_window", 16));
         model.set(float32Value("gemma2.attn_logit_softcapping", 50));
         model.set(float32Value("gemma2.final_logit_softcapping", 30));
       }},
      {"gemma3",
       [](GgufBuilder& model) {
         addHeadNorms(model);
         addPostNorms(model);
         model.set(uint32Value("gemma3.attention.sliding_window", 16));
       }},
      {"gpt-oss",
       [](GgufBuilder& model) {
         addExperts(model, "gpt-oss");
         model.tensor("blk.0.ffn_norm.weight").name = "blk.0.post_attention_norm.weight";
         addVector(model, "blk.0.attn_sinks.weight", kWidth / kHead);
         addVector(model, "blk.0.ffn_gate_inp.bias", 3);
         model.tensors.push_back(
             filledTensor("blk.0.ffn_down_exps.bias", {kWidth, 3}, quant::kF16));
         model.set(uint32Value("gpt-oss.attention.sliding_window", 4));
       }},
      {"llama", [](GgufBuilder& model) { addExperts(model, "llama"); }},
      {"olmo2",
       [](GgufBuilder& model) {
         removeTensor(model, "blk.0.attn_norm.weight");
         removeTensor(model, "blk.0.ffn_norm.weight");
         addVector(model, "blk.0.attn_q_norm.weight", kWidth);
         addVector(model, "blk.0.attn_k_norm.weight", kKvWidth);
         addPostNorms(model);
       }},
      {"phi3",
       [](GgufBuilder& model) {
         fuseAttention(model);
         removeTensor(model, "blk.0.ffn_gate.weight");
         removeTensor(model, "blk.0.ffn_up.weight");
         model.tensors.push_back(
             filledTensor("blk.0.ffn_up.weight", {kWidth, 2 * kHidden}, quant::kQ8_0));
         for (const auto& [name, factor] :
              {std::pair{"rope_factors_short.weight", 1.0f}, {"rope_factors_long.weight", 5.0f}}) {
           addVector(model, name, kHead / 2);
           std::string& data = model.tensor(name).data;
           data.clear();
           for (std::uint64_t i = 0; i < kHead / 2; ++i) data += rawBytes(factor * float(i + 1));
         }
         model.set(uint32Value("phi3.rope.scaling.original_context_length", 8));
       }},
      {"qwen2", [](GgufBuilder& model) { addVector(model, "blk.0.attn_q.bias", kWidth); }},
      {"qwen2moe",
       [](GgufBuilder& model) {
         addExperts(model, "qwen2moe");
         addSharedExpert(model);
       }},
      {"qwen3", addHeadNorms},
      {"qwen3moe",
       [](GgufBuilder& model) {
         addExperts(model, "qwen3moe");
         addHeadNorms(model);
       }},
      {"starcoder2",
       [](GgufBuilder& model) {
         useLayerNorms(model, "starcoder2");
         addVector(model, "blk.0.ffn_norm.bias", kWidth);
         addVector(model, "blk.0.ffn_up.bias", kHidden);
       }},
  };
  return kChanges;
}

}  // namespace

GgufBuilder littleModelOf(const std::string& architecture) {
  GgufBuilder model = littleModel();
  for (BuiltValue& value : model.metadata)
    if (value.key.starts_with("llama.")) value.key.replace(0, 5, architecture);
  model.set(stringValue("general.architecture", architecture));
  changes().at(architecture)(model);
  return model;
}

const std::vector<std::string>& littleFamilies() {
  static const std::vector<std::string> kFamilies = [] {
    std::vector<std::string> names;
    for (const auto& [name, change] : changes()) names.push_back(name);
    return names;
  }();
  return kFamilies;
}

}  // namespace alcove::test
