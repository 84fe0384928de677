// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "adapters/export.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>

#include "adapters/bind.h"
#include "adapters/gguf_adapter.h"
#include "adapters/peft_files.h"

namespace alcove::adapters {
namespace {

// An adapter in another format is the same numbers, but for the rounding of a scale.
constexpr ProofBound kSameAdapter = {1e-5, 0};

double bitsOf(const quant::BlockType& type) { return 8.0 * type.blockBytes / type.blockValues; }

// Of the tensors whose bytes are not the base's, the type with the fewest bits.
const quant::BlockType& coarsestType(const LoraAdapter& adapter, const formats::GgufFile& base,
                                     const formats::GgufFile& merged) {
  const quant::BlockType* coarsest = nullptr;
  for (const formats::GgufTensor& tensor : merged.tensors()) {
    const bool adapted =
        std::ranges::find(adapter.layers, tensor.name, &LoraLayer::tensor) != adapter.layers.end();
    const formats::GgufTensor* original = base.findTensor(tensor.name);
    if (!adapted && original && original->type == tensor.type) continue;
    if (!coarsest || bitsOf(*tensor.type) < bitsOf(*coarsest)) coarsest = tensor.type;
  }
  return coarsest ? *coarsest : quant::kF32;
}

ProofResult prove(const ProofSide& reference, const ProofSide& candidate, const ProofBound& bound,
                  const ExportProof& proof, const char* advice) {
  const ProofResult result =
      compareModels(reference, candidate, proof.texts, proof.answerTokens, proof.threads);
  if (const std::string refusal = result.refusal(bound); !refusal.empty())
    throw Error(ErrorCode::LimitExceeded,
                fmt::format("The export does not answer as base and adapter do: {}. Nothing was "
                            "written. {}",
                            refusal, advice));
  return result;
}

}  // namespace

ProofResult exportAdapter(const LoraAdapter& adapter, const BaseLayers& base,
                          const std::filesystem::path& target, const ExportProof& proof) {
  ProofResult result;
  const auto check = [&](const std::filesystem::path& path) {
    if (proof.texts.empty()) return;
    const LoraAdapter written = readAdapter(path, base);
    result = prove({base.sharedFile(), {{bindAdapter(adapter, base), 1}}},
                   {base.sharedFile(), {{bindAdapter(written, base), 1}}},
                   proof.bound.value_or(kSameAdapter), proof, "Please report this.");
  };
  if (target.extension() == ".gguf")
    writeGgufAdapter(target, adapter, base, check);
  else
    writePeftAdapter(target, adapter, base, check);
  return result;
}

ProofResult exportMerged(const LoraAdapter& adapter, const BaseLayers& base,
                         const std::filesystem::path& target, MergeOptions options,
                         const ExportProof& proof) {
  ProofResult result;
  const double scale = options.scale;
  options.check = [&](const std::filesystem::path& path) {
    if (proof.texts.empty()) return;
    const auto merged = formats::GgufFile::open(path);
    const ProofBound usual = boundFor(coarsestType(adapter, base.file(), *merged));
    result = prove({base.sharedFile(), {{bindAdapter(adapter, base), float(scale)}}}, {merged, {}},
                   proof.bound.value_or(usual), proof, "A type with more bits keeps closer to it.");
  };
  mergeAdapter(adapter, base, target, options);
  return result;
}

}  // namespace alcove::adapters
