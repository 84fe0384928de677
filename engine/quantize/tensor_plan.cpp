// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "formats/gguf_cursor.h"
#include "quantize/quantizer.h"

namespace alcove::quantize {
namespace {

using formats::GgufFile;
using formats::GgufTensor;

constexpr std::uint64_t kManyExperts = 8;

// Types that hold weights as floats, from which nothing was taken yet.
bool isPlain(const quant::BlockType& type) {
  return &type == &quant::kF32 || &type == &quant::kF16 || &type == &quant::kBF16;
}

// The number behind "blk."; nothing in other names.
std::optional<std::uint32_t> layerOf(std::string_view name) {
  static constexpr std::string_view kPrefix = "blk.";
  if (!name.starts_with(kPrefix)) return std::nullopt;
  std::uint32_t layer = 0;
  const char* const end = name.data() + name.size();
  const auto [stop, error] = std::from_chars(name.data() + kPrefix.size(), end, layer);
  if (error != std::errc() || stop == end || *stop != '.') return std::nullopt;
  return layer;
}

// What the rules of a mix need to know of the model as a whole.
struct ModelShape {
  std::uint32_t layers = 1;
  bool manyExperts = false;
  bool embeddingIsOutput = true;

  explicit ModelShape(const GgufFile& file) {
    for (const GgufTensor& tensor : file.tensors()) {
      // More layers than tensors is no model's way of counting.
      if (const auto layer = layerOf(tensor.name); layer && *layer < file.tensors().size())
        layers = std::max(layers, *layer + 1);
      manyExperts = manyExperts || tensor.dims[2] >= kManyExperts;
      if (tensor.name == "output.weight") embeddingIsOutput = false;
    }
  }
};

const ImportanceMatrix::Entry* importanceOf(const GgufTensor& tensor,
                                            const QuantizeOptions& options) {
  if (!options.importance) return nullptr;
  const auto found = options.importance->entries.find(tensor.name);
  if (found == options.importance->entries.end()) return nullptr;
  const ImportanceMatrix::Entry& entry = found->second;
  const std::uint64_t matrices = tensor.dims[2] * tensor.dims[3];
  if (entry.sums.size() == tensor.columns() * matrices &&
      (entry.counts.size() == matrices || entry.counts.size() == 1))
    return &entry;
  throw Error(
      ErrorCode::InvalidArgument,
      fmt::format("The importance matrix was made with another model: it has {} values for "
                  "{}, which has {} columns and {} matrices.",
                  entry.sums.size(), formats::inQuotes(tensor.name), tensor.columns(), matrices),
      options.importanceFile);
}

TensorPlan planTensor(const GgufTensor& tensor, const ModelShape& model,
                      const QuantizeOptions& options) {
  TensorPlan plan;
  plan.tensor = &tensor;
  plan.type = tensor.type;
  if (options.editOf) plan.edit = options.editOf(tensor);
  if (plan.edit && !options.mix && !tensor.type->encode)
    throw Error(ErrorCode::Unsupported,
                fmt::format("The tensor {} is stored as {}, which Alcove cannot write; choose "
                            "another type for the result.",
                            formats::inQuotes(tensor.name), tensor.type->name));
  if (!options.mix) return plan;
  TensorPlace place;
  place.role = tensorRole(tensor.name, tensor.rank, model.embeddingIsOutput);
  if (place.role == TensorRole::None) return plan;
  place.layer = layerOf(tensor.name).value_or(0);
  place.layers = model.layers;
  place.manyExperts = model.manyExperts;
  const quant::BlockType* wanted = &options.mix->typeFor(place);
  if (const quant::BlockType* fallback = fallbackType(*wanted, tensor.columns())) {
    plan.wanted = wanted;
    wanted = fallback;
  }
  if (wanted == tensor.type) return plan;
  if (!isPlain(*tensor.type) && !options.allowRequantize)
    throw Error(ErrorCode::InvalidArgument,
                fmt::format("The tensor {} is quantised already, as {}; quantising it once more "
                            "would lose more than quantising the original. Take the model as F16, "
                            "BF16 or F32, or say --allow-requantize.",
                            formats::inQuotes(tensor.name), tensor.type->name));
  plan.type = wanted;
  plan.importance = importanceOf(tensor, options);
  return plan;
}

}  // namespace

std::vector<TensorPlan> planTensors(const GgufFile& file, const QuantizeOptions& options) {
  const ModelShape model(file);
  std::vector<TensorPlan> plans;
  std::size_t weighted = 0;
  for (const GgufTensor& tensor : file.tensors()) {
    plans.push_back(planTensor(tensor, model, options));
    weighted += plans.back().importance ? 1 : 0;
  }
  const bool anything = std::ranges::any_of(plans, [](const TensorPlan& p) { return !p.copied(); });
  if (options.importance && anything && weighted == 0)
    throw Error(ErrorCode::InvalidArgument,
                "The importance matrix was made with another model: it knows none of this model's "
                "tensors.",
                options.importanceFile);
  return plans;
}

}  // namespace alcove::quantize
