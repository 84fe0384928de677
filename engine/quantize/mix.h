// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "quant/block_type.h"

namespace alcove::quantize {

// What a tensor is for, as far as that decides its precision. `None`: it is small or delicate
// (norms, routers, biases, positions) and stays as it is.
enum class TensorRole : std::uint8_t {
  None,
  TokenEmbedding,
  Output,  // also an embedding that is the output matrix too
  AttentionQuery,
  AttentionKey,
  AttentionValue,  // also fused query, key and value
  AttentionOutput,
  FfnDown,
  FfnUp,  // also the gate
  Other,
};

// By the tensor's name in GGUF files; `rank` is that of its shape.
[[nodiscard]] TensorRole tensorRole(std::string_view name, std::uint32_t rank,
                                    bool embeddingIsOutput);

// Which layers of a model a rule is about.
enum class Layers : std::uint8_t {
  All,
  FirstTwo,
  FirstFour,
  FirstSixteenth,
  FirstEighth,
  Sensitive,  // the first and the last eighth, and every third in between
};
[[nodiscard]] bool contains(Layers layers, std::uint32_t layer, std::uint32_t count);

// A place of a tensor in its model.
struct TensorPlace {
  TensorRole role = TensorRole::None;
  std::uint32_t layer = 0;
  std::uint32_t layers = 1;
  bool manyExperts = false;  // eight or more: beside them, attention takes little room
};

struct MixRule {
  TensorRole role;
  Layers layers;
  const quant::BlockType* type;
  bool onlyWithManyExperts = false;
};

// What a model is quantised to: most weights to one block type, some by rule to better ones.
struct Mix {
  const char* name;                // "Q4_K_M"
  const quant::BlockType* type;    // where no rule says otherwise
  std::uint32_t fileType;          // general.file_type of the result
  std::span<const MixRule> rules;  // the first that fits counts

  [[nodiscard]] const quant::BlockType& typeFor(const TensorPlace& place) const;
};

// Every mix, and every block type that can be written as a mix without rules: all weight matrices
// become that type. Static storage.
[[nodiscard]] std::span<const Mix> mixes();

// By name, without regard to case; null if there is none.
[[nodiscard]] const Mix* findMix(std::string_view name);

// The type for rows that are no multiple of `type`'s block: one with blocks of 32 in the place of a
// super-block, then F16. Null where the rows fit.
[[nodiscard]] const quant::BlockType* fallbackType(const quant::BlockType& type,
                                                   std::uint64_t rowValues);

}  // namespace alcove::quantize
