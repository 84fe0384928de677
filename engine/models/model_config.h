// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "models/model_output.h"
#include "ops/moe_router.h"
#include "ops/rope.h"

namespace alcove::formats {
class GgufFile;
}

namespace alcove::models {

// How positions beyond the trained range are squeezed into it. What each scheme does to the
// frequencies is in rope_frequencies.cpp.
struct RopeScaling {
  enum class Kind : std::uint8_t { None, Linear, Yarn, LongRope } kind = Kind::None;
  float factor = 1;
  std::uint32_t originalContextTokens = 0;
  float attentionFactor = 0;  // on the turned values; 0: by the scheme's own rule
  float betaFast = 32;
  float betaSlow = 1;
};

// One way of turning queries and keys by their positions. A model has one, several or none.
struct RopeConfig {
  float base = 10000;
  RopeScaling scaling = {};
  // Tensors [ropeDim / 2] that divide the frequencies; ones that the file lacks divide by nothing.
  // The second is for sequences longer than scaling.originalContextTokens; empty: no difference.
  std::string factors = {};
  std::string longFactors = {};
};

// What may differ from layer to layer.
struct LayerConfig {
  std::uint32_t window = 0;  // sliding attention window in tokens, its own among them; 0: none
  std::uint32_t rope = 0;    // index into ModelConfig::ropes
};

enum class NormKind : std::uint8_t { Rms, Layer };
enum class Activation : std::uint8_t { Silu, Gelu, GeluTanh, ClampedSwiglu };

// The experts that stand in the place of each layer's MLP.
struct ExpertConfig {
  std::uint32_t count = 0;              // 0: an MLP without experts
  std::uint32_t feedForward = 0;        // width inside one expert
  std::uint32_t sharedFeedForward = 0;  // inside an expert that all tokens use beside their own
  ops::MoeRouterAttributes router;      // router.used ≤ count
};

// The numbers of a model, read from its metadata and checked for sense: whatever is here can be
// multiplied, divided by and allocated for.
struct ModelConfig {
  std::string architecture;
  std::uint32_t layers = 0;
  std::uint32_t embedding = 0;  // width of the residual stream
  std::uint32_t feedForward = 0;
  std::uint32_t heads = 0;
  std::uint32_t kvHeads = 0;  // divides heads
  std::uint32_t keyDim = 0;   // per head
  std::uint32_t valueDim = 0;
  std::uint32_t ropeDim = 0;        // even, ≤ keyDim
  std::uint32_t contextTokens = 0;  // trained
  std::uint32_t vocabulary = 0;
  NormKind norm = NormKind::Rms;
  float epsilon = 0;  // of the norms
  Activation activation = Activation::Silu;
  ExpertConfig experts;
  float attentionScale = 0;    // on query · key
  float attentionSoftCap = 0;  // 0: none
  float attentionClamp = 0;    // bound on what the projections give; 0: none
  float logitSoftCap = 0;      // 0: none
  float embeddingScale = 1;
  ops::RopePairing ropePairing = ops::RopePairing::HalfSplit;
  std::vector<RopeConfig> ropes;
  std::vector<LayerConfig> perLayer;  // [layers]
  std::uint32_t tokenTypes = 0;       // rows of the table of text types; 0: there is none
  bool causal = true;                 // a token sees none of those after it
  std::optional<Pooling> pooling;     // for embeddings, where the file says
};

// Typed look-ups of "<architecture>.<key>" that say what is wrong: Error Corrupt names the key and
// the value.
class ConfigReader {
 public:
  explicit ConfigReader(const formats::GgufFile& file);

  [[nodiscard]] const formats::GgufFile& file() const { return m_file; }
  [[nodiscard]] const std::string& architecture() const { return m_architecture; }

  // Within [least, most]; the first form throws if the key is absent.
  [[nodiscard]] std::uint32_t require(std::string_view key, std::uint64_t least,
                                      std::uint64_t most) const;
  [[nodiscard]] std::uint32_t optional(std::string_view key, std::uint32_t otherwise,
                                       std::uint64_t least, std::uint64_t most) const;
  // The same for values that may be given for each layer, as an array. Error Unsupported if they
  // differ.
  [[nodiscard]] std::uint32_t requireAlike(std::string_view key, std::uint32_t layers,
                                           std::uint64_t least, std::uint64_t most) const;
  // An array of at least one truth or number (0: no) for each layer; nothing if the value is absent
  // or no array.
  [[nodiscard]] std::optional<std::vector<bool>> optionalFlags(std::string_view key,
                                                               std::uint32_t layers) const;
  [[nodiscard]] bool has(std::string_view key) const;
  // Finite and above zero.
  [[nodiscard]] float requirePositive(std::string_view key) const;
  [[nodiscard]] float optionalPositive(std::string_view key, float otherwise) const;
  [[nodiscard]] bool optionalFlag(std::string_view key, bool otherwise) const;
  // Finite; zero says that there is none.
  [[nodiscard]] float optionalCap(std::string_view key, float otherwise) const;
  [[nodiscard]] std::string optionalString(std::string_view key, std::string_view otherwise) const;

  [[noreturn]] void corrupt(const std::string& sentence) const;

 private:
  [[nodiscard]] std::string fullKey(std::string_view key) const;

  const formats::GgufFile& m_file;
  std::string m_architecture;
};

// What all models state alike: sizes, heads, rope, context, a sliding window for all layers,
// pooling. Reads the vocabulary's size from the embedding table. `norm` says which epsilon is asked
// for. Throws Error Corrupt or Unsupported.
[[nodiscard]] ModelConfig readDecoderConfig(const ConfigReader& reader,
                                            NormKind norm = NormKind::Rms);

// Where the model has a window, lets only some layers slide: those that
// attention.sliding_window_pattern names, one value for each; or all but the last of every `period`
// layers, where the key or the family says how many. The other layers see everything. Layers that
// slide turn by ropes[slidingRope]. Throws Error Corrupt.
void readWindowPattern(const ConfigReader& reader, ModelConfig& config, std::uint32_t period,
                       std::uint32_t slidingRope = 0);

// What a family does where its files are silent.
struct ExpertRule {
  bool renormalize = true;  // the weights of the chosen experts sum up to one
  std::uint32_t feedForward = 0;
  std::uint32_t sharedFeedForward = 0;
};

// How many experts there are, how large, and how they are chosen. Throws Error Corrupt or
// Unsupported.
[[nodiscard]] ExpertConfig readExperts(const ConfigReader& reader, const ExpertRule& rule);

}  // namespace alcove::models
