// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "convert/output_tensor.h"
#include "formats/checkpoint.h"

namespace alcove::convert {

// The numbers of a model that its tensors are changed by, from config.json, all checked.
struct ModelFacts {
  std::uint32_t layers = 0;
  std::uint32_t embedding = 0;
  std::uint32_t heads = 0;
  std::uint32_t kvHeads = 0;
  std::uint32_t headDim = 0;
  std::uint32_t experts = 0;
  std::uint32_t feedForward = 0;
  std::uint32_t expertFeedForward = 0;
  std::uint32_t vocabulary = 0;
};

// What a rule's change works on.
struct ChangeInput {
  std::span<const formats::SafeTensor* const> tensors;  // one, or one for each expert in order
  const formats::Checkpoint& checkpoint;                // for siblings, as the scales of blocks
  const ModelFacts& facts;
};
using Change = OutputTensor (*)(const ChangeInput& input);

// One way from a name in the checkpoint to a name in the GGUF file. `{L}` stands for the layer;
// `{E}` in `from` for the expert: all experts of a layer go into one tensor. A name may stand in
// two rules, where it becomes two tensors. An empty `to` says that the tensor is known and not
// needed.
struct NameRule {
  std::string_view from;
  std::string_view to;
  Change change;
  bool optional = false;  // else it must be there, in every layer
};

// The changes that families share; all keep the order of the values but where they say so.
[[nodiscard]] OutputTensor keep(const ChangeInput& input);
[[nodiscard]] OutputTensor keepPlusOne(const ChangeInput& input);
[[nodiscard]] OutputTensor interleaveQuery(const ChangeInput& input);
[[nodiscard]] OutputTensor interleaveKey(const ChangeInput& input);
[[nodiscard]] OutputTensor stackExperts(const ChangeInput& input);

// A list of rules joined from several.
[[nodiscard]] std::vector<NameRule> joinRules(
    std::initializer_list<std::span<const NameRule>> lists);

// Which tensors are looked at: their names after `canonicalName` of the family.
struct NamedTensor {
  std::string name;
  const formats::SafeTensor* tensor;
};

// The tensors of the GGUF file, layer by layer. Throws Error Corrupt (a tensor missing, a layer or
// expert beyond what config.json says) or Unsupported (a tensor that no rule knows: leaving it out
// would change what the model computes).
[[nodiscard]] std::vector<OutputTensor> applyRules(std::span<const NameRule> rules,
                                                   std::span<const NamedTensor> tensors,
                                                   const formats::Checkpoint& checkpoint,
                                                   const ModelFacts& facts);

}  // namespace alcove::convert
