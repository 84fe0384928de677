// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "models/weight_set.h"

#include <alcove/error.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "formats/gguf_file.h"

namespace alcove::models {
namespace {

// Sizes outermost first, as people write them: "49152 × 576".
std::string describe(const ops::Shape& shape) {
  std::vector<std::int64_t> dims;
  for (int i = 0; i < shape.rank(); ++i) dims.push_back(shape[i]);
  return fmt::format("{}", fmt::join(dims, " × "));
}

// Outer sizes of 1 that the file states or leaves out make no difference.
bool sameShape(const formats::GgufTensor& tensor, const ops::Shape& shape) {
  for (int i = 0; i < 4; ++i) {
    const std::int64_t wanted = i < shape.rank() ? shape[shape.rank() - 1 - i] : 1;
    if (std::int64_t(tensor.dims[std::size_t(i)]) != wanted) return false;
  }
  return true;
}

}  // namespace

WeightSet::WeightSet(std::shared_ptr<const formats::GgufFile> file,
                     std::span<const TensorSpec> specs)
    : m_file(std::move(file)) {
  for (const TensorSpec& spec : specs) addFromFile(spec);
  refuseUnreadScales();
}

// Other tensors that nobody reads do no harm; values without the scale that belongs to them do.
void WeightSet::refuseUnreadScales() const {
  for (const formats::GgufTensor& tensor : m_file->tensors()) {
    if (!std::string_view(tensor.name).ends_with(".scale") || find(tensor.name)) continue;
    throw Error(ErrorCode::Unsupported,
                fmt::format("The model has a scale, '{}', that this version does not apply to the "
                            "architecture's weights.",
                            tensor.name),
                m_file->path().string());
  }
}

void WeightSet::addFromFile(const TensorSpec& spec) {
  if (find(spec.name)) return;
  const formats::GgufTensor* tensor = m_file->findTensor(spec.name);
  if (!tensor) {
    if (spec.optional) return;
    throw Error(ErrorCode::Corrupt, fmt::format("The model lacks the tensor '{}'.", spec.name),
                m_file->path().string());
  }
  if (!sameShape(*tensor, spec.shape))
    throw Error(
        ErrorCode::Corrupt,
        fmt::format("The tensor '{}' is {}, but the model's other numbers want {}.", spec.name,
                    fmt::join(tensor->dims.rend() - tensor->rank, tensor->dims.rend(), " × "),
                    describe(spec.shape)),
        m_file->path().string());
  m_parameters += std::uint64_t(spec.shape.values());
  graph::Weight whole{spec.name, {tensor->type, spec.shape}, tensor->data.data()};
  if ((spec.shape.rank() == 1 || spec.name.ends_with(".bias")) && tensor->type != &quant::kF32) {
    std::vector<float>& values = m_owned.emplace_back(std::size_t(spec.shape.values()));
    tensor->type->decode(tensor->data.data(), values.data(),
                         values.size() / tensor->type->blockValues);
    whole.desc.type = &quant::kF32;
    whole.bytes = reinterpret_cast<const std::byte*>(values.data());
  }
  if (spec.parts.empty())
    insert(std::move(whole));
  else
    addParts(spec, whole);
}

// Rows lie one after the other, so a range of them is a tensor too; so is a range of floats.
void WeightSet::addParts(const TensorSpec& spec, const graph::Weight& whole) {
  const bool vector = spec.shape.rank() == 1;
  const std::int64_t columns = vector ? 1 : spec.shape.columns();
  const std::size_t rowBytes = quant::rowBytes(*whole.desc.type, std::size_t(columns));
  std::int64_t row = 0;
  for (const TensorPart& part : spec.parts) {
    const ops::Shape shape = vector ? ops::Shape{part.rows} : ops::Shape{part.rows, columns};
    insert({part.name, {whole.desc.type, shape}, whole.bytes + std::size_t(row) * rowBytes});
    row += part.rows;
  }
  ALCOVE_ASSERT(row * columns == spec.shape.values());
  if (!vector) addScaleOfParts(spec);
}

// A scale beside the whole is that of each part.
void WeightSet::addScaleOfParts(const TensorSpec& spec) {
  const auto scaleOf = [](const std::string& weight) {
    return weight.substr(0, weight.rfind('.')) + ".scale";
  };
  addFromFile({scaleOf(spec.name), {1}, true});
  const graph::Weight* const scale = find(scaleOf(spec.name));
  if (!scale) return;
  for (const TensorPart& part : spec.parts)
    if (!find(scaleOf(part.name))) insert({scaleOf(part.name), scale->desc, scale->bytes});
}

const graph::Weight& WeightSet::insert(graph::Weight weight) {
  m_weights.push_back(std::move(weight));
  m_byName[m_weights.back().name] = &m_weights.back();
  return m_weights.back();
}

const graph::Weight* WeightSet::find(std::string_view name) const {
  const auto found = m_byName.find(name);
  return found == m_byName.end() ? nullptr : found->second;
}

const graph::Weight& WeightSet::get(std::string_view name) const {
  const graph::Weight* weight = find(name);
  ALCOVE_ASSERT(weight);
  return *weight;
}

const graph::Weight& WeightSet::add(std::string name, ops::Shape shape, std::vector<float> values) {
  ALCOVE_ASSERT(std::int64_t(values.size()) == shape.values());
  m_owned.push_back(std::move(values));
  return insert({std::move(name),
                 {&quant::kF32, shape},
                 reinterpret_cast<const std::byte*>(m_owned.back().data())});
}

}  // namespace alcove::models
