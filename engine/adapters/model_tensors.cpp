// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "adapters/model_tensors.h"

#include <algorithm>
#include <map>
#include <set>

#include "convert/checkpoint_names.h"
#include "formats/gguf_file.h"
#include "ops/matmul.h"
#include "ops/scale.h"

namespace alcove::adapters {
namespace {

convert::ModelFacts factsOf(const models::ModelConfig& config) {
  convert::ModelFacts facts;
  facts.layers = config.layers;
  facts.embedding = config.embedding;
  facts.heads = config.heads;
  facts.kvHeads = config.kvHeads;
  facts.headDim = config.keyDim;
  facts.experts = config.experts.count;
  facts.feedForward = config.feedForward;
  facts.expertFeedForward = config.experts.feedForward;
  facts.vocabulary = config.vocabulary;
  return facts;
}

// The output matrix, which makes logits and nothing else; it may be the embedding.
const graph::Weight* outputMatrix(const graph::Graph& graph) {
  const graph::Node* node = &graph.nodes[std::size_t(graph.outputs[0])];
  while (node->op && node->op != &ops::kMatmul) node = &graph.nodes[std::size_t(node->inputs[0])];
  return node->op ? graph.nodes[std::size_t(node->inputs[1])].weight : nullptr;
}

std::set<const graph::Weight*> linearWeights(const graph::Graph& graph) {
  std::set<const graph::Weight*> weights;
  for (const graph::Node& node : graph.nodes)
    if (node.op == &ops::kMatmul) weights.insert(graph.nodes[std::size_t(node.inputs[1])].weight);
  weights.erase(outputMatrix(graph));
  return weights;
}

// One weight as a tensor by itself.
ModelTensor single(const graph::Weight& weight) {
  ModelTensor tensor;
  tensor.name = tensor.fileName = weight.name;
  tensor.shape = weight.desc.shape;
  tensor.parts = {{&weight, 0}};
  return tensor;
}

// Under the names of the model's file.
std::vector<ModelTensor> fileTensors(const models::Definition& definition,
                                     const formats::GgufFile& file, const graph::Graph& graph) {
  std::set<const graph::Weight*> left;
  for (const graph::Node& node : graph.nodes)
    if (node.weight) left.insert(node.weight);
  std::vector<ModelTensor> tensors;
  for (const models::TensorSpec& spec : definition.tensors()) {
    if (spec.parts.empty() || !file.findTensor(spec.name)) continue;
    ModelTensor whole;
    whole.name = whole.fileName = spec.name;
    whole.shape = spec.shape;
    std::int64_t row = 0;
    for (const models::TensorPart& part : spec.parts) {
      const graph::Weight* weight = definition.weights().find(part.name);
      if (left.erase(weight) > 0) whole.parts.push_back({weight, row});
      row += part.rows;
    }
    if (whole.parts.size() == spec.parts.size()) tensors.push_back(std::move(whole));
  }
  for (const graph::Weight* weight : left) tensors.push_back(single(*weight));
  return tensors;
}

// Whether the tensor stands in checkpoints by itself; then it gets its name there.
bool nameIt(ModelTensor& tensor, const models::Definition& definition) {
  const bool vector = tensor.shape.rank() == 1;
  auto found =
      convert::checkpointTensor(definition.architecture(), tensor.fileName,
                                std::uint64_t(vector ? tensor.shape.values() : tensor.shape.rows()),
                                vector, factsOf(definition.config()));
  if (!found) return false;
  tensor.name = std::move(found->name);
  tensor.sourceRows = std::move(found->sourceRows);
  return true;
}

bool allIn(const ModelTensor& tensor, const std::set<const graph::Weight*>& weights) {
  return std::ranges::all_of(
      tensor.parts, [&](const ModelTensor::Part& part) { return weights.contains(part.weight); });
}

}  // namespace

std::vector<ModelTensor> modelTensors(const models::Definition& definition,
                                      const formats::GgufFile& file, const graph::Graph& graph) {
  const std::set<const graph::Weight*> linear = linearWeights(graph);
  std::vector<ModelTensor> tensors;
  for (ModelTensor& tensor : fileTensors(definition, file, graph)) {
    if (tensor.shape.rank() > 2 || !nameIt(tensor, definition)) continue;
    tensor.linear = allIn(tensor, linear);
    tensors.push_back(std::move(tensor));
  }
  std::ranges::sort(tensors, std::less(), &ModelTensor::name);
  return tensors;
}

std::vector<ModelTensor> linearTensors(const models::Definition& definition,
                                       const formats::GgufFile& file, const graph::Graph& graph) {
  std::set<const graph::Weight*> linear = linearWeights(graph);
  for (const graph::Node& node : graph.nodes)
    if (node.op == &ops::kMatmul && graph.nodes[std::size_t(node.inputs[0])].op == &ops::kScale)
      linear.erase(graph.nodes[std::size_t(node.inputs[1])].weight);
  std::vector<ModelTensor> tensors;
  for (ModelTensor& tensor : fileTensors(definition, file, graph)) {
    if (tensor.shape.rank() != 2 || !allIn(tensor, linear)) continue;
    tensor.linear = true;
    if (!nameIt(tensor, definition)) tensor.name.clear();
    tensors.push_back(std::move(tensor));
  }
  std::ranges::sort(tensors, std::less(), &ModelTensor::fileName);
  return tensors;
}

}  // namespace alcove::adapters
