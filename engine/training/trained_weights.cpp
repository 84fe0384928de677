// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "training/trained_weights.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "adapters/peft_adapter.h"

namespace alcove::training {
namespace {

using adapters::floatsOf;
using adapters::PeftAdapter;

// The generator that adapters begin from, so that they can be made again anywhere.
// Source: Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", 2014.
class SplitMix {
 public:
  explicit SplitMix(std::uint64_t seed) : m_state(seed) {}
  // Evenly spread in [0, 1).
  double uniform() {
    std::uint64_t z = m_state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return double((z ^ (z >> 31)) >> 11) * 0x1p-53;
  }

 private:
  std::uint64_t m_state;
};

[[noreturn]] void misfit(const ModelTensor& tensor) {
  throw Error(ErrorCode::Corrupt,
              fmt::format("The adapter of '{}' does not fit the layer's shape, {} × {}.",
                          tensor.module(), tensor.shape[0], tensor.shape[1]));
}

}  // namespace

TrainedWeights::TrainedWeights(std::span<const ModelTensor> tensors,
                               const TrainingOptions& options) {
  if (options.method == Method::Full) {
    if (options.base != Base::Stored || options.adapter)
      throw Error(ErrorCode::InvalidArgument,
                  "Full training changes the weights themselves: it goes with no adapter and no "
                  "NF4 base.");
    trainAll(tensors);
    return;
  }
  if (options.base != Base::Stored) {
    m_base.emplace(tensors,
                   options.base == Base::Nf4 ? quant::Nf4Scales::Plain : quant::Nf4Scales::Double,
                   options.nf4Rule);
    for (const auto& [original, quantized] : m_base->replacements())
      m_use.replaced[original] = quantized;
  }
  options.adapter ? load(tensors, *options.adapter) : begin(tensors, options.fresh);
}

std::size_t TrainedWeights::addParameter(std::string name, ops::Shape shape,
                                         std::vector<std::uint64_t> sourceRows,
                                         std::vector<float> values) {
  Parameter parameter{std::move(name), shape, std::move(sourceRows), {}};
  parameter.values = fromCheckpointOrder(parameter, values);
  m_parameters.push_back(std::move(parameter));
  return m_parameters.size() - 1;
}

void TrainedWeights::trainAll(std::span<const ModelTensor> tensors) {
  for (const ModelTensor& tensor : tensors) {
    Parameter parameter{tensor.name, tensor.shape, tensor.sourceRows, {}};
    parameter.values.resize(std::size_t(tensor.shape.values()));
    const bool vector = tensor.shape.rank() == 1;
    for (const ModelTensor::Part& part : tensor.parts) {
      const std::int64_t width = vector ? 1 : tensor.shape.columns();
      float* to = parameter.values.data() + part.firstRow * width;
      const ops::TensorView view = part.weight->view();
      for (std::int64_t row = 0; row < view.rows(); ++row, to += view.columns())
        view.decodeRow(row, to);
      m_use.trained[part.weight] = {m_parameters.size(), std::size_t(part.firstRow * width),
                                    part.weight->desc.shape};
    }
    m_parameters.push_back(std::move(parameter));
  }
}

void TrainedWeights::adapt(const ModelTensor& tensor, Matrices matrices, double scale) {
  const std::int64_t rank = matrices.rank;
  const std::string module = tensor.module();
  const std::size_t a = addParameter(module + ".lora_A.weight", {rank, tensor.shape.columns()}, {},
                                     std::move(matrices.a));
  const std::size_t b = addParameter(module + ".lora_B.weight", {tensor.shape.rows(), rank},
                                     tensor.sourceRows, std::move(matrices.b));
  std::optional<std::size_t> magnitude;
  if (!matrices.magnitude.empty())
    magnitude = addParameter(module + ".lora_magnitude_vector.weight", {tensor.shape.rows()},
                             tensor.sourceRows, std::move(matrices.magnitude));
  for (const ModelTensor::Part& part : tensor.parts) {
    const std::int64_t rows = part.weight->desc.shape.rows();
    LayerAdapter adapter{{a, 0, {rank, tensor.shape.columns()}},
                         {b, std::size_t(part.firstRow * rank), {rows, rank}},
                         std::nullopt,
                         float(scale)};
    if (magnitude) adapter.magnitude = {*magnitude, std::size_t(part.firstRow), {rows}};
    m_use.adapted[part.weight] = adapter;
  }
}

void TrainedWeights::load(std::span<const ModelTensor> tensors,
                          const std::filesystem::path& folder) {
  const PeftAdapter adapter(folder);
  std::size_t found = 0;
  for (const ModelTensor& tensor : tensors) {
    const auto entry = adapter.layers().find(tensor.module());
    if (!tensor.linear || entry == adapter.layers().end()) continue;
    ++found;
    const PeftAdapter::Layer& layer = entry->second;
    if (layer.a->shape[1] != std::uint64_t(tensor.shape.columns()) ||
        layer.b->shape[0] != std::uint64_t(tensor.shape.rows()))
      misfit(tensor);
    Matrices matrices{floatsOf(*layer.a), floatsOf(*layer.b), {}, std::int64_t(layer.a->shape[0])};
    if (layer.magnitude) matrices.magnitude = floatsOf(*layer.magnitude);
    const double scale = adapter.config().scaleOf(entry->first, matrices.rank);
    adapt(tensor, std::move(matrices), scale);
  }
  if (found == adapter.layers().size()) return;
  for (const auto& [module, layer] : adapter.layers()) {
    const bool known = std::ranges::any_of(tensors, [&](const ModelTensor& tensor) {
      return tensor.linear && tensor.module() == module;
    });
    if (!known)
      throw Error(
          ErrorCode::NotFound,
          fmt::format("The adapter adapts '{}', which is no linear layer of this model.", module),
          folder.string());
  }
}

std::vector<float> TrainedWeights::rowLengths(const ModelTensor& tensor) const {
  std::vector<float> lengths(std::size_t(tensor.shape.rows()));
  std::vector<float> row(std::size_t(tensor.shape.columns()));
  for (const ModelTensor::Part& part : tensor.parts) {
    const auto replaced = m_use.replaced.find(part.weight);
    const ops::TensorView view =
        (replaced == m_use.replaced.end() ? part.weight : replaced->second)->view();
    for (std::int64_t r = 0; r < view.rows(); ++r) {
      view.decodeRow(r, row.data());
      double squares = 0;
      for (const float value : row) squares += double(value) * double(value);
      const std::size_t at = std::size_t(part.firstRow + r);
      lengths[tensor.sourceRows.empty() ? at : std::size_t(tensor.sourceRows[at])] =
          float(std::sqrt(squares));
    }
  }
  return lengths;
}

void TrainedWeights::begin(std::span<const ModelTensor> tensors, const AdapterConfig& config) {
  std::uint64_t number = 0;
  for (const ModelTensor& tensor : tensors) {
    const std::string module = tensor.module();
    if (!tensor.linear || !config.adapts(module)) continue;
    const std::int64_t rank = config.rankOf(module);
    const double reach = 1 / std::sqrt(double(tensor.shape.columns()));
    SplitMix random(config.seed + number++);
    Matrices matrices;
    matrices.rank = rank;
    matrices.a.resize(std::size_t(rank * tensor.shape.columns()));
    for (float& value : matrices.a) value = float((2 * random.uniform() - 1) * reach);
    // B begins at zero, so that the model begins as it is.
    matrices.b.resize(std::size_t(rank * tensor.shape.rows()));
    if (config.dora) matrices.magnitude = rowLengths(tensor);
    adapt(tensor, std::move(matrices), config.scaleOf(module, rank));
  }
  if (m_parameters.empty())
    throw Error(ErrorCode::NotFound, "No linear layer of the model has a name that was asked for.");
}

}  // namespace alcove::training
