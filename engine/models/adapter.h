// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "graph/graph.h"

namespace alcove::models {

// What an adapter makes of one linear layer y = W x (+ bias): y + s · (factors ⊙ W x + B A x), for
// the s that a sequence asks for. Everything but s lies in the matrices.
struct LinearChange {
  graph::Weight a;  // [rank, inputs], F32
  graph::Weight b;  // [outputs, rank], F32
  // DoRA: each row's new length over the base's, less one. [outputs], F32, and as many ones.
  std::optional<graph::Weight> factors;
  std::optional<graph::Weight> ones;
};

// An adapter made ready for the graphs of one model. It owns what its weights point to. Immutable;
// shared by the requests that use it, so that one that is unloaded lives as long as the last of
// them.
struct Adapter {
  // What the adapter is, whatever its file is called: two with the same change the model alike.
  std::string identity;
  std::map<std::string, LinearChange> changes;  // by the names of the model's weights
  std::deque<std::vector<float>> values;

  // A weight whose values are added to `values`.
  graph::Weight keep(std::string name, ops::Shape shape, std::vector<float> floats) {
    values.push_back(std::move(floats));
    return {std::move(name),
            {&quant::kF32, shape},
            reinterpret_cast<const std::byte*>(values.back().data())};
  }
};

// One adapter as a sequence uses it.
struct AdapterUse {
  std::shared_ptr<const Adapter> adapter;
  float scale = 1;
};

}  // namespace alcove::models
