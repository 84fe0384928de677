// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "models/model_output.h"

namespace alcove::formats {
class GgufFile;
}

namespace alcove::models {

// How positions beyond the trained range are squeezed into it. What each scheme does to the
// frequencies is in rope_frequencies.cpp.
struct RopeScaling {
  enum class Kind : std::uint8_t { None, Linear, Yarn } kind = Kind::None;
  float factor = 1;
  std::uint32_t originalContextTokens = 0;
  float attentionFactor = 0;  // 0: by YaRN's own rule
  float betaFast = 32;
  float betaSlow = 1;
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
  std::uint32_t window = 0;  // sliding attention window; 0: none
  float epsilon = 0;
  float ropeBase = 10000;
  RopeScaling ropeScaling;
  bool causal = true;              // a token sees none of those after it
  std::optional<Pooling> pooling;  // for embeddings, where the file says
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
  // Finite and above zero.
  [[nodiscard]] float requirePositive(std::string_view key) const;
  [[nodiscard]] float optionalPositive(std::string_view key, float otherwise) const;
  [[nodiscard]] bool optionalFlag(std::string_view key, bool otherwise) const;
  [[nodiscard]] std::string optionalString(std::string_view key, std::string_view otherwise) const;

  [[noreturn]] void corrupt(const std::string& sentence) const;

 private:
  [[nodiscard]] std::string fullKey(std::string_view key) const;

  const formats::GgufFile& m_file;
  std::string m_architecture;
};

// What all models state alike: sizes, heads, rope, context, pooling. Reads the vocabulary's size
// from the embedding table. Throws Error Corrupt or Unsupported.
[[nodiscard]] ModelConfig readDecoderConfig(const ConfigReader& reader);

}  // namespace alcove::models
