// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>
#include <fmt/format.h>

#include <cmath>
#include <optional>
#include <vector>

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

RopeScaling::Kind readScalingKind(const ConfigReader& reader) {
  const std::string kind = reader.optionalString("rope.scaling.type", "linear");
  if (kind == "none") return RopeScaling::Kind::None;
  if (kind == "linear") return RopeScaling::Kind::Linear;
  if (kind == "yarn") return RopeScaling::Kind::Yarn;
  if (kind == "longrope") return RopeScaling::Kind::LongRope;
  throw Error(ErrorCode::Unsupported,
              fmt::format("The model scales its positions by '{}', which is not known here.", kind),
              reader.file().path().string());
}

RopeScaling readRopeScaling(const ConfigReader& reader, std::uint32_t contextTokens) {
  RopeScaling scaling;
  scaling.kind = readScalingKind(reader);
  scaling.attentionFactor = reader.optionalPositive(
      "rope.scaling.yarn_attn_factor", reader.optionalPositive("rope.scaling.attn_factor", 0));
  if (scaling.kind == RopeScaling::Kind::Linear)  // also under the key of old files
    scaling.factor = reader.optionalPositive("rope.scaling.factor",
                                             reader.optionalPositive("rope.scale_linear", 1));
  if (scaling.kind == RopeScaling::Kind::Yarn)
    scaling.factor = reader.requirePositive("rope.scaling.factor");
  scaling.betaFast = reader.optionalPositive("rope.scaling.yarn_beta_fast", scaling.betaFast);
  scaling.betaSlow = reader.optionalPositive("rope.scaling.yarn_beta_slow", scaling.betaSlow);
  scaling.originalContextTokens =
      reader.optional("rope.scaling.original_context_length", contextTokens, 1, kMaxContext);
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

// Files with factors for short and long sequences use them, whatever kind they name.
RopeConfig readRope(const ConfigReader& reader, std::uint32_t contextTokens) {
  RopeConfig rope;
  rope.base = reader.optionalPositive("rope.freq_base", 10000);
  rope.scaling = readRopeScaling(reader, contextTokens);
  rope.factors = "rope_freqs.weight";
  if (reader.file().findTensor("rope_factors_long.weight") ||
      reader.file().findTensor("rope_factors_short.weight"))
    rope.scaling.kind = RopeScaling::Kind::LongRope;
  if (rope.scaling.kind == RopeScaling::Kind::LongRope) {
    rope.factors = "rope_factors_short.weight";
    rope.longFactors = "rope_factors_long.weight";
  }
  return rope;
}

std::uint32_t readVocabulary(const ConfigReader& reader) {
  const formats::GgufTensor* table = reader.file().findTensor("token_embd.weight");
  if (!table) reader.corrupt("The model has no tensor 'token_embd.weight'.");
  if (table->rank != 2 || table->rows() > (1u << 30))
    reader.corrupt("The tensor 'token_embd.weight' has no shape that a vocabulary can have.");
  return std::uint32_t(table->rows());
}

void readHeads(const ConfigReader& reader, ModelConfig& config) {
  config.heads = reader.requireAlike("attention.head_count", config.layers, 1, kMaxHeads);
  config.kvHeads = config.heads;
  if (reader.has("attention.head_count_kv"))
    config.kvHeads = reader.requireAlike("attention.head_count_kv", config.layers, 1, config.heads);
  if (config.heads % config.kvHeads != 0)
    reader.corrupt(
        fmt::format("The model's {} attention heads cannot share {} key-value heads evenly.",
                    config.heads, config.kvHeads));
  const std::uint32_t evenShare = config.embedding / config.heads;
  const bool divides = config.embedding % config.heads == 0;
  if (!reader.has("attention.key_length") && !divides)
    reader.corrupt(fmt::format("The model's width {} cannot be divided among {} heads.",
                               config.embedding, config.heads));
  config.keyDim = reader.optional("attention.key_length", evenShare, 1, kMaxHeadDim);
  config.valueDim = reader.optional("attention.value_length", divides ? evenShare : config.keyDim,
                                    1, kMaxHeadDim);
  config.ropeDim = reader.optional("rope.dimension_count", config.keyDim, 2, config.keyDim);
  if (config.ropeDim % 2 != 0)
    reader.corrupt(fmt::format("The model turns {} values of a head; it must be an even number.",
                               config.ropeDim));
}

}  // namespace

ModelConfig readDecoderConfig(const ConfigReader& reader, NormKind norm) {
  ModelConfig config;
  config.architecture = reader.architecture();
  config.layers = reader.require("block_count", 1, kMaxLayers);
  config.embedding = reader.require("embedding_length", 1, kMaxWidth);
  config.feedForward = reader.requireAlike("feed_forward_length", config.layers, 1, kMaxWidth);
  config.contextTokens = reader.require("context_length", 1, kMaxContext);
  config.norm = norm;
  config.epsilon = reader.requirePositive(norm == NormKind::Rms ? "attention.layer_norm_rms_epsilon"
                                                                : "attention.layer_norm_epsilon");
  readHeads(reader, config);
  config.attentionScale =
      reader.optionalPositive("attention.scale", 1.0f / std::sqrt(float(config.keyDim)));
  config.ropes = {readRope(reader, config.contextTokens)};
  const LayerConfig layer{reader.optional("attention.sliding_window", 0, 0, kMaxContext), 0};
  config.perLayer.assign(config.layers, layer);
  config.vocabulary = readVocabulary(reader);
  config.causal = reader.optionalFlag("attention.causal", true);
  config.pooling = readPooling(reader);
  return config;
}

void readWindowPattern(const ConfigReader& reader, ModelConfig& config, std::uint32_t period,
                       std::uint32_t slidingRope) {
  constexpr const char* kKey = "attention.sliding_window_pattern";
  if (config.perLayer[0].window == 0) return;
  const std::optional<std::vector<bool>> pattern = reader.optionalFlags(kKey, config.layers);
  if (!pattern) period = reader.optional(kKey, period, 0, kMaxLayers);
  for (std::uint32_t i = 0; i < config.layers; ++i) {
    const bool slides = pattern ? (*pattern)[i] : period == 0 || i % period + 1 < period;
    LayerConfig& layer = config.perLayer[i];
    layer.window = slides ? layer.window : 0;
    layer.rope = slides ? slidingRope : 0;
  }
}

}  // namespace alcove::models
