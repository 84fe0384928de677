// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "support/gguf_builder.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <utility>

namespace alcove::test {
namespace {

// Numbers of the value types in the file.
constexpr std::uint32_t kUint32 = 4;
constexpr std::uint32_t kInt32 = 5;
constexpr std::uint32_t kFloat32 = 6;
constexpr std::uint32_t kBool = 7;
constexpr std::uint32_t kString = 8;
constexpr std::uint32_t kArray = 9;
constexpr std::uint32_t kUint64 = 10;

std::uint64_t padded(std::uint64_t size, std::uint64_t alignment) {
  return alignment == 0 ? size : (size + alignment - 1) / alignment * alignment;
}

std::string utf8Of(unsigned codePoint) {
  if (codePoint < 0x80) return {char(codePoint)};
  return {char(0xc0 | (codePoint >> 6)), char(0x80 | (codePoint & 0x3f))};
}

}  // namespace

std::string rawString(std::string_view text) {
  return rawBytes(std::uint64_t(text.size())) + std::string(text);
}

void GgufBuilder::set(BuiltValue value) {
  for (BuiltValue& existing : metadata) {
    if (existing.key == value.key) {
      existing = std::move(value);
      return;
    }
  }
  metadata.push_back(std::move(value));
}

void GgufBuilder::remove(std::string_view key) {
  std::erase_if(metadata, [key](const BuiltValue& value) { return value.key == key; });
}

BuiltTensor& GgufBuilder::tensor(std::string_view name) {
  const auto found = std::find_if(tensors.begin(), tensors.end(),
                                  [&](const BuiltTensor& t) { return t.name == name; });
  if (found == tensors.end()) throw std::out_of_range("No tensor " + std::string(name));
  return *found;
}

std::string GgufBuilder::header() const {
  std::string out = magic + rawBytes(version);
  out += rawBytes(tensorCount.value_or(tensors.size()));
  out += rawBytes(metadataCount.value_or(metadata.size()));
  for (const BuiltValue& value : metadata) {
    out += rawBytes(value.keyLength.value_or(value.key.size())) + value.key;
    out += rawBytes(value.type) + value.bytes;
  }
  std::uint64_t offset = 0;
  for (const BuiltTensor& t : tensors) {
    out += rawBytes(t.nameLength.value_or(t.name.size())) + t.name;
    out += rawBytes(t.rank.value_or(std::uint32_t(t.dims.size())));
    for (const std::uint64_t dim : t.dims) out += rawBytes(dim);
    out += rawBytes(t.typeId) + rawBytes(t.offset.value_or(offset));
    offset = padded(offset + t.data.size(), alignment);
  }
  return out;
}

std::string GgufBuilder::build() const {
  std::string out = header();
  for (const BuiltTensor& t : tensors) {
    out.resize(padded(out.size(), alignment));
    out += t.data;
  }
  return out;
}

BuiltValue uint32Value(std::string key, std::uint32_t value) {
  return {std::move(key), kUint32, rawBytes(value), {}};
}

BuiltValue uint64Value(std::string key, std::uint64_t value) {
  return {std::move(key), kUint64, rawBytes(value), {}};
}

BuiltValue int32Value(std::string key, std::int32_t value) {
  return {std::move(key), kInt32, rawBytes(value), {}};
}

BuiltValue float32Value(std::string key, float value) {
  return {std::move(key), kFloat32, rawBytes(value), {}};
}

BuiltValue boolValue(std::string key, std::uint8_t value) {
  return {std::move(key), kBool, rawBytes(value), {}};
}

BuiltValue stringValue(std::string key, std::string_view value) {
  return {std::move(key), kString, rawString(value), {}};
}

BuiltValue arrayValue(std::string key, std::uint32_t elementType, std::uint64_t count,
                      std::string bytes) {
  return {std::move(key), kArray, rawBytes(elementType) + rawBytes(count) + std::move(bytes), {}};
}

BuiltValue stringArray(std::string key, const std::vector<std::string>& values) {
  std::string bytes;
  for (const std::string& value : values) bytes += rawString(value);
  return arrayValue(std::move(key), kString, values.size(), std::move(bytes));
}

BuiltTensor filledTensor(std::string name, std::vector<std::uint64_t> dims,
                         const quant::BlockType& type) {
  std::size_t count = 1;
  for (const std::uint64_t dim : dims) count *= dim;
  std::vector<float> values(count);
  const float phase = float(name.size());
  for (std::size_t i = 0; i < count; ++i) values[i] = 0.1f * std::sin(phase + 0.7f * float(i));
  const std::size_t blocks = count / type.blockValues;
  std::string data(blocks * type.blockBytes, '\0');
  type.encode(values.data(), reinterpret_cast<std::byte*>(data.data()), blocks, {});
  BuiltTensor tensor;
  tensor.name = std::move(name);
  tensor.dims = std::move(dims);
  tensor.typeId = type.ggmlId;
  tensor.data = std::move(data);
  return tensor;
}

GgufBuilder littlePlainModel() {
  GgufBuilder model = littleModel();
  for (BuiltTensor& tensor : model.tensors)
    tensor = filledTensor(tensor.name, tensor.dims, quant::kF32);
  return model;
}

std::vector<std::string> byteTokens() {
  // Printable bytes stand for themselves, the others for the characters from U+0100 on.
  std::vector<std::string> tokens;
  unsigned next = 0x100;
  for (unsigned byte = 0; byte < 256; ++byte) {
    const bool printable = (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte != 0xad);
    tokens.push_back(utf8Of(printable ? byte : next++));
  }
  return tokens;
}

GgufBuilder littleModel() { return littleModelWith({}); }

GgufBuilder littleModelWith(const std::vector<std::string>& controlTokens) {
  constexpr std::uint64_t kWidth = 32;
  constexpr std::uint64_t kKvWidth = 16;
  constexpr std::uint64_t kHidden = 64;
  std::vector<std::string> tokens = byteTokens();
  std::string types;
  for (std::size_t i = 0; i < tokens.size() + 1; ++i) types += rawBytes(std::int32_t(1));
  for (std::size_t i = 0; i < 3 + controlTokens.size(); ++i) types += rawBytes(std::int32_t(3));
  tokens.insert(tokens.end(), {"ab", "<|endoftext|>", "<|im_start|>", "<|im_end|>"});
  const auto endOfText = std::uint32_t(tokens.size() - 3);
  tokens.insert(tokens.end(), controlTokens.begin(), controlTokens.end());

  GgufBuilder model;
  model.metadata = {
      stringValue("general.architecture", "llama"),
      stringValue("general.name", "Little"),
      stringValue("general.license", "apache-2.0"),
      uint32Value("llama.block_count", 1),
      uint32Value("llama.context_length", 128),
      uint32Value("llama.embedding_length", kWidth),
      uint32Value("llama.feed_forward_length", kHidden),
      uint32Value("llama.attention.head_count", 2),
      uint32Value("llama.attention.head_count_kv", 1),
      uint32Value("llama.rope.dimension_count", 16),
      float32Value("llama.rope.freq_base", 10000.0f),
      float32Value("llama.attention.layer_norm_rms_epsilon", 1e-5f),
      uint32Value("llama.vocab_size", std::uint32_t(tokens.size())),
      stringValue("tokenizer.ggml.model", "gpt2"),
      stringValue("tokenizer.ggml.pre", "smollm"),
      stringArray("tokenizer.ggml.tokens", tokens),
      arrayValue("tokenizer.ggml.token_type", kInt32, tokens.size(), types),
      stringArray("tokenizer.ggml.merges", {"a b"}),
      uint32Value("tokenizer.ggml.bos_token_id", endOfText),
      uint32Value("tokenizer.ggml.eos_token_id", endOfText + 2),
  };
  model.tensors = {
      filledTensor("token_embd.weight", {kWidth, tokens.size()}, quant::kQ8_0),
      filledTensor("output_norm.weight", {kWidth}, quant::kF32),
      filledTensor("blk.0.attn_norm.weight", {kWidth}, quant::kF32),
      filledTensor("blk.0.attn_q.weight", {kWidth, kWidth}, quant::kF16),
      filledTensor("blk.0.attn_k.weight", {kWidth, kKvWidth}, quant::kF16),
      filledTensor("blk.0.attn_v.weight", {kWidth, kKvWidth}, quant::kBF16),
      filledTensor("blk.0.attn_output.weight", {kWidth, kWidth}, quant::kQ4_0),
      filledTensor("blk.0.ffn_norm.weight", {kWidth}, quant::kF32),
      filledTensor("blk.0.ffn_gate.weight", {kWidth, kHidden}, quant::kQ4_1),
      filledTensor("blk.0.ffn_up.weight", {kWidth, kHidden}, quant::kQ4_1),
      filledTensor("blk.0.ffn_down.weight", {kHidden, kWidth}, quant::kQ8_0),
  };
  return model;
}

GgufBuilder littleEncoder() {
  constexpr std::uint64_t kWidth = 32;
  constexpr std::uint64_t kHidden = 64;
  constexpr std::uint64_t kContext = 16;
  const std::vector<std::string> tokens = {"[PAD]",     "[UNK]", "[CLS]",   "[SEP]",  "[MASK]",
                                           "\u2581fox", "es",    "\u2581a", "\u2581."};
  std::string types;
  for (std::size_t i = 0; i < tokens.size(); ++i) types += rawBytes(std::int32_t(i < 5 ? 3 : 1));

  GgufBuilder model;
  model.metadata = {
      stringValue("general.architecture", "bert"),
      stringValue("general.name", "Little encoder"),
      stringValue("general.license", "apache-2.0"),
      uint32Value("bert.block_count", 1),
      uint32Value("bert.context_length", kContext),
      uint32Value("bert.embedding_length", kWidth),
      uint32Value("bert.feed_forward_length", kHidden),
      uint32Value("bert.attention.head_count", 2),
      float32Value("bert.attention.layer_norm_epsilon", 1e-12f),
      boolValue("bert.attention.causal", 0),
      uint32Value("bert.pooling_type", 1),
      stringValue("tokenizer.ggml.model", "bert"),
      uint32Value("tokenizer.ggml.token_type_count", 2),
      stringArray("tokenizer.ggml.tokens", tokens),
      arrayValue("tokenizer.ggml.token_type", kInt32, tokens.size(), types),
      uint32Value("tokenizer.ggml.unknown_token_id", 1),
      uint32Value("tokenizer.ggml.bos_token_id", 2),
      uint32Value("tokenizer.ggml.eos_token_id", 3),
      uint32Value("tokenizer.ggml.seperator_token_id", 3),
      boolValue("tokenizer.ggml.add_bos_token", 1),
      boolValue("tokenizer.ggml.add_eos_token", 1),
  };
  model.tensors = {
      filledTensor("token_embd.weight", {kWidth, tokens.size()}, quant::kQ8_0),
      filledTensor("position_embd.weight", {kWidth, kContext}, quant::kF32),
      filledTensor("token_types.weight", {kWidth, 2}, quant::kF32),
  };
  const auto norm = [&](const std::string& name) {
    model.tensors.push_back(filledTensor(name + ".weight", {kWidth}, quant::kF32));
    model.tensors.push_back(filledTensor(name + ".bias", {kWidth}, quant::kF32));
  };
  const auto linear = [&](const std::string& name, std::uint64_t inputs, std::uint64_t outputs) {
    model.tensors.push_back(filledTensor(name + ".weight", {inputs, outputs}, quant::kF16));
    model.tensors.push_back(filledTensor(name + ".bias", {outputs}, quant::kF32));
  };
  norm("token_embd_norm");
  for (const char* name : {"blk.0.attn_q", "blk.0.attn_k", "blk.0.attn_v", "blk.0.attn_output"})
    linear(name, kWidth, kWidth);
  norm("blk.0.attn_output_norm");
  linear("blk.0.ffn_up", kWidth, kHidden);
  linear("blk.0.ffn_down", kHidden, kWidth);
  norm("blk.0.layer_output_norm");
  return model;
}

}  // namespace alcove::test
