// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "graph/graph.h"

namespace alcove::formats {
class GgufFile;
}

namespace alcove::models {

// Some of the rows of a tensor (of the values, if it is a vector), under a name of their own.
struct TensorPart {
  std::string name;
  std::int64_t rows = 0;
};

// One tensor that an architecture reads. Optional ones are simply not there in some models: no
// flag says so, the file does. Where several weights are stored as one tensor, its `parts` name
// them, in order; they take the tensor's place in the set, and specs of their names that come
// later are fulfilled.
struct TensorSpec {
  std::string name;
  ops::Shape shape;  // outermost first
  bool optional = false;
  std::vector<TensorPart> parts = {};
};

// The weights of a model by name, each checked against the shape that the architecture wants.
// Addresses stay valid for the set's life; the data stays in the mapped file, but for vectors and
// biases that are not F32 in the file, which are decoded once.
class WeightSet {
 public:
  // Throws Error Corrupt: names the tensor that is missing, or both shapes. Unsupported: a scale of
  // another tensor that no spec names.
  WeightSet(std::shared_ptr<const formats::GgufFile> file, std::span<const TensorSpec> specs);

  // Null if the model does not have it.
  [[nodiscard]] const graph::Weight* find(std::string_view name) const;
  // For names that were not optional.
  [[nodiscard]] const graph::Weight& get(std::string_view name) const;
  // A constant that the model computes rather than reads.
  const graph::Weight& add(std::string name, ops::Shape shape, std::vector<float> values);

  [[nodiscard]] std::uint64_t parameters() const { return m_parameters; }

 private:
  void addFromFile(const TensorSpec& spec);
  void refuseUnreadScales() const;
  const graph::Weight& insert(graph::Weight weight);
  void addParts(const TensorSpec& spec, const graph::Weight& whole);
  void addScaleOfParts(const TensorSpec& spec);

  std::shared_ptr<const formats::GgufFile> m_file;
  std::deque<graph::Weight> m_weights;
  std::deque<std::vector<float>> m_owned;
  std::unordered_map<std::string_view, const graph::Weight*> m_byName;
  std::uint64_t m_parameters = 0;
};

}  // namespace alcove::models
