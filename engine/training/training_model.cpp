// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "training/training_model.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <list>

#include "backends/backend.h"
#include "formats/gguf_file.h"
#include "graph/memory_plan.h"
#include "training/batch_memory.h"

namespace alcove::training {
namespace {

// A graph for batches of one shape, ready to run.
struct Compiled {
  bool hasGradients;
  TrainingGraph graph;
  std::unique_ptr<backends::Executable> executable;
};

}  // namespace

struct TrainingModel::State {
  State(std::shared_ptr<const formats::GgufFile> ggufFile, const TrainingOptions& options)
      : file(std::move(ggufFile)),
        definition(file),
        whole(definition.buildWhole({1, 1})),
        tensors(adapters::modelTensors(definition, *file, whole)),
        weights(tensors, options),
        recompute(options.recompute),
        backend(backends::createBackend(
            "cpu", {.threads = options.threads, .exactWeights = true, .deterministic = true})) {
    if (!definition.generates())
      throw Error(ErrorCode::Unsupported,
                  "The model is an encoder, which gives no next token to train it by.",
                  file->path().string());
    backend->prepareWeights(*makeTrainingGraph(whole, weights.use()).graph, {});
    file->verifySize();
  }

  const Compiled& compiledFor(const TrainingBatch& batch, bool gradients) {
    const ops::BatchShape shape{std::int64_t(batch.tokens.size()),
                                std::int64_t(batch.targets.size())};
    for (auto entry = compiled.begin(); entry != compiled.end(); ++entry) {
      if (entry->graph.graph->shape != shape || entry->hasGradients != gradients) continue;
      compiled.splice(compiled.begin(), compiled, entry);
      return compiled.front();
    }
    const graph::Graph inference = definition.build(shape, models::Output::Logits);
    TrainingGraph graph = gradients ? makeTrainingGraph(inference, weights.use(), recompute)
                                    : makeLossGraph(inference, weights.use());
    auto executable = backend->compile(graph.graph);
    compiled.push_front({gradients, std::move(graph), std::move(executable)});
    if (compiled.size() > kMaxCompiled) compiled.pop_back();
    return compiled.front();
  }

  // Values of what the graph reads as parameters.
  [[nodiscard]] std::vector<std::span<const float>> inputsOf(const TrainingGraph& graph) {
    std::vector<std::span<const float>> inputs;
    for (const ParameterRange& range : graph.parameters)
      inputs.push_back(std::span<const float>(weights.parameters()[range.parameter].values)
                           .subspan(range.first, std::size_t(range.shape.values())));
    return inputs;
  }

  [[nodiscard]] cache::KvLayout cacheLayout() const {
    models::ModelOptions floats;
    floats.exactWeights = true;  // so that K and V are floats in the cache
    return definition.kvLayout(floats);
  }

  void checkTokens(const TrainingBatch& batch) const {
    const auto check = [&](std::int32_t token) {
      if (token >= 0 && std::uint32_t(token) < definition.config().vocabulary) return;
      throw Error(ErrorCode::InvalidArgument,
                  fmt::format("Token {} is not in the model's vocabulary of {}.", token,
                              definition.config().vocabulary));
    };
    for (const std::int32_t token : batch.tokens) check(token);
    for (const TrainingBatch::Target& target : batch.targets) check(target.token);
  }

  static constexpr std::size_t kMaxCompiled = 4;

  std::shared_ptr<const formats::GgufFile> file;
  models::Definition definition;
  graph::Graph whole;
  std::vector<ModelTensor> tensors;
  TrainedWeights weights;
  bool recompute;
  std::unique_ptr<backends::Backend> backend;
  std::list<Compiled> compiled;  // the most recently used first
};

TrainingModel::TrainingModel(std::shared_ptr<const formats::GgufFile> file,
                             const TrainingOptions& options)
    : m_state(std::make_unique<State>(std::move(file), options)) {}
TrainingModel::~TrainingModel() = default;

std::span<Parameter> TrainingModel::parameters() { return m_state->weights.parameters(); }

void TrainingModel::setRecompute(bool recompute) {
  m_state->recompute = recompute;
  m_state->compiled.clear();
}

Gradients TrainingModel::zeroGradients() {
  Gradients gradients;
  for (const Parameter& parameter : parameters()) gradients.emplace_back(parameter.values.size());
  return gradients;
}

std::size_t TrainingModel::activationBytes(std::size_t tokens, std::size_t targets) {
  const ops::BatchShape shape{std::int64_t(tokens), std::int64_t(targets)};
  const graph::Graph inference = m_state->definition.build(shape, models::Output::Logits);
  return graph::planMemory(
             *makeTrainingGraph(inference, m_state->weights.use(), m_state->recompute).graph)
      .bytes;
}

namespace {

// Of each target there are two values, of which the first is its loss.
double sumOfLosses(const std::vector<float>& losses) {
  double sum = 0;
  for (std::size_t i = 0; i < losses.size(); i += 2) sum += double(losses[i]);
  return sum;
}

}  // namespace

double TrainingModel::addGradients(const TrainingBatch& batch, float weight, Gradients& gradients) {
  if (batch.targets.empty()) return 0;
  m_state->checkTokens(batch);
  const Compiled& compiled = m_state->compiledFor(batch, true);
  const TrainingGraph& graph = compiled.graph;
  const BatchMemory memory(batch, m_state->cacheLayout());
  std::vector<float> losses(batch.targets.size() * 2), seed(losses.size());
  for (std::size_t i = 0; i < seed.size(); i += 2) seed[i] = weight;
  std::vector<std::span<const float>> inputs = m_state->inputsOf(graph);
  inputs.emplace_back(seed);
  std::vector<std::vector<float>> results;
  for (const std::size_t i : graph.trained)
    results.emplace_back(std::size_t(graph.parameters[i].shape.values()));
  std::vector<std::span<float>> outputs = {losses};
  outputs.insert(outputs.end(), results.begin(), results.end());
  compiled.executable->run(memory.view(), inputs, outputs);
  for (std::size_t i = 0; i < results.size(); ++i) {
    const ParameterRange& range = graph.parameters[graph.trained[i]];
    float* sum = gradients[range.parameter].data() + range.first;
    for (std::size_t k = 0; k < results[i].size(); ++k) sum[k] += results[i][k];
  }
  return sumOfLosses(losses);
}

double TrainingModel::loss(const TrainingBatch& batch) {
  if (batch.targets.empty()) return 0;
  m_state->checkTokens(batch);
  const Compiled& compiled = m_state->compiledFor(batch, false);
  const BatchMemory memory(batch, m_state->cacheLayout());
  std::vector<float> losses(batch.targets.size() * 2);
  const std::span<float> outputs[] = {losses};
  compiled.executable->run(memory.view(), m_state->inputsOf(compiled.graph), outputs);
  return sumOfLosses(losses);
}

}  // namespace alcove::training
