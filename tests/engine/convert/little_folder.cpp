// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "engine/convert/little_folder.h"

#include "base/half.h"
#include "support/gguf_builder.h"

namespace alcove::convert {

using nlohmann::json;

LittleFolder::LittleFolder()
    : config(json::parse(R"({
        "architectures": ["LlamaForCausalLM"], "hidden_size": 8, "intermediate_size": 12,
        "num_hidden_layers": 1, "num_attention_heads": 2, "num_key_value_heads": 1,
        "max_position_embeddings": 64, "rms_norm_eps": 1e-5, "rope_theta": 10000.0,
        "hidden_act": "silu", "vocab_size": 6, "tie_word_embeddings": false,
        "bos_token_id": 4, "eos_token_id": 5})")),
      tokenizer(json::parse(R"({
        "added_tokens": [{"id": 4, "content": "<s>", "special": true},
                         {"id": 5, "content": "</s>", "special": true}],
        "normalizer": null,
        "pre_tokenizer": {"type": "ByteLevel", "add_prefix_space": false},
        "post_processor": null,
        "decoder": {"type": "ByteLevel"},
        "model": {"type": "BPE", "vocab": {"a": 0, "b": 1, "ab": 2, "abb": 3},
                  "merges": [["a", "b"], ["ab", "b"]]}})")),
      tokenizerConfig(json::parse(R"({"bos_token": "<s>", "eos_token": {"content": "</s>"}})")) {
  shapes = {
      {"model.embed_tokens.weight", {6, 8}},
      {"model.norm.weight", {8}},
      {"lm_head.weight", {6, 8}},
      {"model.layers.0.input_layernorm.weight", {8}},
      {"model.layers.0.post_attention_layernorm.weight", {8}},
      {"model.layers.0.self_attn.q_proj.weight", {8, 8}},
      {"model.layers.0.self_attn.k_proj.weight", {4, 8}},
      {"model.layers.0.self_attn.v_proj.weight", {4, 8}},
      {"model.layers.0.self_attn.o_proj.weight", {8, 8}},
      {"model.layers.0.mlp.gate_proj.weight", {12, 8}},
      {"model.layers.0.mlp.up_proj.weight", {12, 8}},
      {"model.layers.0.mlp.down_proj.weight", {8, 12}},
  };
}

std::string LittleFolder::safetensors() const {
  json header = json::object();
  std::string data;
  int next = 0;
  for (const auto& [name, shape] : shapes) {
    const std::size_t begin = data.size();
    std::uint64_t count = 1;
    for (const std::uint64_t dim : shape) count *= dim;
    for (std::uint64_t i = 0; i < count; ++i) {
      const float value = float(next++ % 61) / 64 - 0.5f;  // exact in 16 bits
      if (dtype == "F16") {
        data += test::rawBytes(base::floatToHalf(value));
      } else if (dtype == "BF16") {
        data += test::rawBytes(base::floatToBfloat16(value));
      } else {
        data += test::rawBytes(value);
      }
    }
    header[name] = {{"dtype", dtype}, {"shape", shape}, {"data_offsets", {begin, data.size()}}};
  }
  const std::string text = header.dump();
  return test::rawBytes(std::uint64_t(text.size())) + text + data;
}

void LittleFolder::write(const test::TemporaryFolder& folder) const {
  folder.write("config.json", config.dump());
  folder.write("tokenizer.json", tokenizer.dump());
  folder.write("tokenizer_config.json", tokenizerConfig.dump());
  folder.write("model.safetensors", safetensors());
}

}  // namespace alcove::convert
