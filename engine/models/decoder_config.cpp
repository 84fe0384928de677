// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>
#include <fmt/format.h>

#include "formats/gguf_file.h"
#include "models/model_config.h"

namespace alcove::models {
namespace {

// Far above any model, far below where products of two of them overflow.
constexpr std::uint64_t kMaxLayers = 4096;
constexpr std::uint64_t kMaxWidth = 1u << 22;
constexpr std::uint64_t kMaxHeads = 1u << 16;
constexpr std::uint64_t kMaxHeadDim = 1u << 14;
constexpr std::uint64_t kMaxContext = 1u << 30;

RopeScaling readRopeScaling(const ConfigReader& reader) {
  RopeScaling scaling;
  const std::string kind = reader.optionalString("rope.scaling.type", "none");
  if (kind == "none") return scaling;
  if (kind == "linear")
    scaling.kind = RopeScaling::Kind::Linear;
  else if (kind == "yarn")
    scaling.kind = RopeScaling::Kind::Yarn;
  else
    throw Error(
        ErrorCode::Unsupported,
        fmt::format("The model scales its positions by '{}', which is not known here.", kind),
        reader.file().path().string());
  scaling.factor = reader.requirePositive("rope.scaling.factor");
  scaling.attentionFactor = reader.optionalPositive("rope.scaling.attn_factor", 0);
  scaling.betaFast = reader.optionalPositive("rope.scaling.yarn_beta_fast", scaling.betaFast);
  scaling.betaSlow = reader.optionalPositive("rope.scaling.yarn_beta_slow", scaling.betaSlow);
  if (scaling.kind == RopeScaling::Kind::Yarn)
    scaling.originalContextTokens =
        reader.require("rope.scaling.original_context_length", 1, kMaxContext);
  return scaling;
}

// Numbered as GGUF does.
std::optional<Pooling> readPooling(const ConfigReader& reader) {
  constexpr std::uint32_t kUnset = 1u << 31;
  switch (reader.optional("pooling_type", kUnset, 0, kUnset - 1)) {
    case kUnset:
      return std::nullopt;
    case 0:
      return Pooling::None;
    case 1:
      return Pooling::Mean;
    case 2:
      return Pooling::Cls;
    case 3:
      return Pooling::Last;
    case 4:
      throw Error(ErrorCode::Unsupported,
                  "The model ranks pairs of texts, which this version cannot do.",
                  reader.file().path().string());
    default:
      throw Error(ErrorCode::Unsupported,
                  fmt::format("The model pools its hidden states in a way that is not known here "
                              "('{}.pooling_type' is {}).",
                              reader.architecture(), reader.require("pooling_type", 0, kUnset)),
                  reader.file().path().string());
  }
}

std::uint32_t readVocabulary(const ConfigReader& reader) {
  const formats::GgufTensor* table = reader.file().findTensor("token_embd.weight");
  if (!table) reader.corrupt("The model has no tensor 'token_embd.weight'.");
  if (table->rank != 2 || table->rows() > (1u << 30))
    reader.corrupt("The tensor 'token_embd.weight' has no shape that a vocabulary can have.");
  return std::uint32_t(table->rows());
}

void readHeads(const ConfigReader& reader, ModelConfig& config) {
  config.heads = reader.require("attention.head_count", 1, kMaxHeads);
  config.kvHeads = reader.optional("attention.head_count_kv", config.heads, 1, config.heads);
  if (config.heads % config.kvHeads != 0)
    reader.corrupt(
        fmt::format("The model's {} attention heads cannot share {} key-value heads evenly.",
                    config.heads, config.kvHeads));
  const std::uint32_t evenShare = config.embedding / config.heads;
  if (!reader.file().find(config.architecture + ".attention.key_length") &&
      config.embedding % config.heads != 0)
    reader.corrupt(fmt::format("The model's width {} cannot be divided among {} heads.",
                               config.embedding, config.heads));
  config.keyDim = reader.optional("attention.key_length", evenShare, 1, kMaxHeadDim);
  config.valueDim = reader.optional("attention.value_length", config.keyDim, 1, kMaxHeadDim);
  config.ropeDim = reader.optional("rope.dimension_count", config.keyDim, 2, config.keyDim);
  if (config.ropeDim % 2 != 0)
    reader.corrupt(fmt::format("The model turns {} values of a head; it must be an even number.",
                               config.ropeDim));
}

}  // namespace

ModelConfig readDecoderConfig(const ConfigReader& reader) {
  ModelConfig config;
  config.architecture = reader.architecture();
  config.layers = reader.require("block_count", 1, kMaxLayers);
  config.embedding = reader.require("embedding_length", 1, kMaxWidth);
  config.feedForward = reader.require("feed_forward_length", 1, kMaxWidth);
  config.contextTokens = reader.require("context_length", 1, kMaxContext);
  config.epsilon = reader.requirePositive("attention.layer_norm_rms_epsilon");
  readHeads(reader, config);
  config.window = reader.optional("attention.sliding_window", 0, 0, kMaxContext);
  config.ropeBase = reader.optionalPositive("rope.freq_base", 10000);
  config.ropeScaling = readRopeScaling(reader);
  config.vocabulary = readVocabulary(reader);
  config.causal = reader.optionalFlag("attention.causal", true);
  config.pooling = readPooling(reader);
  return config;
}

}  // namespace alcove::models
