// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "models/model.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <list>
#include <vector>

#include "backends/backend.h"
#include "backends/split/split_backend.h"
#include "cache/attention_window.h"
#include "formats/gguf_file.h"
#include "graph/memory_plan.h"
#include "models/adapted_graph.h"
#include "models/definition.h"
#include "ops/moe_matmul.h"

namespace alcove::models {
namespace {

// Contexts are at most this long unless somebody asks for more.
constexpr std::uint32_t kUsualContext = 8192;

using Adapters = std::vector<std::shared_ptr<const Adapter>>;

// Those that any sequence of the batch uses, in an order that does not depend on the batch.
Adapters adaptersOf(const Batch& batch) {
  Adapters adapters;
  for (const BatchSequence& sequence : batch.sequences)
    for (const AdapterUse& use : sequence.adapters) adapters.push_back(use.adapter);
  std::ranges::sort(adapters, [](const auto& one, const auto& other) {
    const int order = one->identity.compare(other->identity);
    return order != 0 ? order < 0 : one < other;
  });
  const auto same = std::ranges::unique(adapters);
  adapters.erase(same.begin(), same.end());
  return adapters;
}

// Executables by batch shape, the most recently used first.
class ExecutableCache {
 public:
  backends::Executable& get(ops::BatchShape shape, Output output, const Adapters& adapters,
                            const Definition& definition, backends::Backend& backend) {
    for (auto entry = m_entries.begin(); entry != m_entries.end(); ++entry) {
      if (entry->shape != shape || entry->output != output || entry->adapters != adapters) continue;
      m_entries.splice(m_entries.begin(), m_entries, entry);
      return *m_entries.front().executable;
    }
    auto graph = definition.build(shape, output);
    if (!adapters.empty()) graph = adaptedGraph(graph, adapters);
    m_entries.push_front({shape, output, adapters,
                          backend.compile(std::make_shared<const graph::Graph>(std::move(graph)))});
    if (m_entries.size() > kMaxEntries) m_entries.pop_back();
    return *m_entries.front().executable;
  }

 private:
  static constexpr std::size_t kMaxEntries = 24;
  struct Entry {
    ops::BatchShape shape;
    Output output;
    Adapters adapters;  // the executable reads their weights
    std::unique_ptr<backends::Executable> executable;
  };
  std::list<Entry> m_entries;
};

backends::BackendOptions backendOptions(const ModelOptions& options) {
  backends::BackendOptions result;
  result.threads = options.threads;
  result.exactWeights = options.exactWeights;
  result.deterministic = options.deterministic;
  result.observer = options.observer;
  return result;
}

// The first, the second … of the devices that the model is to be on.
std::unique_ptr<backends::Backend> makeCard(const ModelOptions& options, std::size_t number) {
  backends::BackendOptions own = backendOptions(options);
  if (number < options.cards.size()) own.device = options.cards[number];
  try {
    return backends::createBackend(options.device, own);
  } catch (const Error& error) {
    if (error.code() != ErrorCode::OutOfMemory || options.device == "cpu") throw;
    throw backends::DeviceFull(error, own.device, 0);
  }
}

// One that computes all, or several between which the placement divides it.
std::unique_ptr<backends::Backend> makeBackend(const graph::Graph& graph,
                                               const ModelOptions& options) {
  namespace split = backends::split;
  if (!options.placement) return makeCard(options, 0);
  const split::Placement& placement = *options.placement;
  std::vector<std::unique_ptr<backends::Backend>> members;
  if (placement.computedOn(0)) {
    members.push_back(backends::createBackend("cpu", backendOptions(options)));
    if (!placement.streamsAny()) return std::move(members[0]);
    return split::createSplitBackend(std::move(members), placement);
  }
  std::vector<std::unique_ptr<backends::Backend>> cards;
  for (std::size_t i = 0; i < std::max<std::size_t>(1, options.cards.size()); ++i)
    cards.push_back(makeCard(options, i));
  const bool complete = std::ranges::all_of(
      graph.nodes, [&](const graph::Node& node) { return cards[0]->supports(node); });
  if (complete && placement.wholeOn(1)) return std::move(cards[0]);
  members.push_back(backends::createBackend("cpu", backendOptions(options)));
  std::ranges::move(cards, std::back_inserter(members));
  return split::createSplitBackend(std::move(members), placement);
}

// Tokens of the widest batch that a model with these options is given: a sequence that must come
// whole makes its batch as long as it is.
std::int64_t widestBatch(const ModelConfig& config, const ModelOptions& options) {
  const std::uint32_t longest = config.causal ? 0 : std::min(config.contextTokens, kUsualContext);
  return std::max(options.maxBatchTokens, longest);
}

class LoadedModel final : public Model {
 public:
  LoadedModel(std::shared_ptr<const formats::GgufFile> file, const ModelOptions& options)
      : m_file(std::move(file)),
        m_definition(m_file),
        m_layout(m_definition.kvLayout(options)),
        m_backend(makeBackend(m_definition.buildWhole({1, 1}), options)) {
    takeMemory(*m_backend, [&] {
      // First, so that what was held when memory was short says what there is.
      if (options.placement)
        m_backend->reserve(
            m_definition.buildWhole({widestBatch(m_definition.config(), options), 1}));
      m_backend->prepareWeights(
          m_definition.buildWhole({1, 1}),
          {options.onProgress,
           [this](std::span<const std::byte> bytes) { m_file->willNeed(bytes); },
           [this](std::span<const std::byte> bytes, std::byte* destination) {
             m_file->read(bytes, destination);
           },
           {}});
    });
    m_file->verifySize();
  }

  const char* architecture() const override { return m_definition.architecture(); }
  std::uint32_t vocabularySize() const override { return m_definition.config().vocabulary; }
  std::uint32_t trainedContextTokens() const override {
    return m_definition.config().contextTokens;
  }
  bool generates() const override { return m_definition.generates(); }
  bool causal() const override { return m_definition.config().causal; }
  std::uint32_t embeddingSize() const override { return m_definition.config().embedding; }
  Pooling pooling() const override {
    return m_definition.config().pooling.value_or(causal() ? Pooling::Last : Pooling::Mean);
  }
  std::uint64_t parameters() const override { return m_definition.weights().parameters(); }
  std::uint64_t weightsBytes() const override { return m_backend->weightsBytes(); }
  std::string deviceName() const override { return m_backend->deviceName(); }
  std::string deviceRemark() const override { return m_backend->remark(); }
  cache::KvLayout kvLayout() const override { return m_layout; }
  std::uint32_t switchLengthTokens() const override { return m_definition.switchLengthTokens(); }
  std::uint32_t windowTokens() const override { return m_window.tokens; }
  std::uint32_t narrowTokens() const override { return m_backend->narrowTokens(); }

  std::unique_ptr<cache::KvPool> makeCache(std::uint32_t blocks) override {
    return takeMemory(*m_backend, [&] { return m_backend->makeCache(m_layout, blocks); });
  }

  void forward(const Batch& batch, cache::KvPool& cache, std::span<float> output) override {
    ALCOVE_ASSERT(batch.output == Output::Hidden || generates());
    bind(batch);
    const ops::BatchView view{batch.tokens, m_positions,    m_sequences, batch.outputs,
                              m_layout,     cache.layers(), &cache};
    const ops::BatchShape shape{std::int64_t(batch.tokens.size()),
                                std::int64_t(batch.outputs.size())};
    const std::uint32_t width = batch.output == Output::Logits ? vocabularySize() : embeddingSize();
    ALCOVE_ASSERT(output.size() == batch.outputs.size() * width);
    if (batch.outputs.empty()) {
      m_hidden.resize(batch.tokens.size() * embeddingSize());
      output = m_hidden;
    }
    const Adapters adapters = adaptersOf(batch);
    ALCOVE_ASSERT(adapters.empty() || takesAdapters());
    backends::Executable& executable =
        m_executables.get(shape, batch.output, adapters, m_definition, *m_backend);
    bindScales(batch, adapters);
    std::vector<std::span<const float>> inputs;
    for (std::size_t i = 0; i < adapters.size(); ++i)
      inputs.push_back(
          std::span(m_scales).subspan(i * batch.tokens.size() * 2, batch.tokens.size() * 2));
    executable.run(view, inputs, {&output, 1});
  }

  bool takesAdapters() const override { return m_backend->kind() == std::string_view("cpu"); }

 private:
  // Checks what came from requests and fills in what kernels read per token.
  void bind(const Batch& batch) {
    for (const std::int32_t token : batch.tokens)
      if (token < 0 || std::uint32_t(token) >= vocabularySize())
        throw Error(ErrorCode::InvalidArgument,
                    fmt::format("Token {} is not in the model's vocabulary of {}.", token,
                                vocabularySize()));
    m_positions.clear();
    m_sequences.clear();
    for (const BatchSequence& sequence : batch.sequences) {
      ALCOVE_ASSERT(sequence.first == m_positions.size() && sequence.count > 0);
      ALCOVE_ASSERT(causal() || (sequence.start == 0 && sequence.count <= trainedContextTokens()));
      ALCOVE_ASSERT(sequence.blockTable.size() * m_layout.blockTokens >=
                    sequence.start + sequence.count);
      ALCOVE_ASSERT(sequence.blockTable[m_window.firstBlock(sequence.start)] != cache::kNoBlock);
      for (std::uint32_t i = 0; i < sequence.count; ++i) m_positions.push_back(sequence.start + i);
      m_sequences.push_back({sequence.first, sequence.count, sequence.start, sequence.blockTable,
                             std::max(sequence.length, sequence.start + sequence.count)});
    }
    ALCOVE_ASSERT(m_positions.size() == batch.tokens.size());
  }

  // What adaptedGraph() reads: the scales of each adapter, token by token.
  void bindScales(const Batch& batch, const Adapters& adapters) {
    m_scales.assign(adapters.size() * batch.tokens.size() * 2, 0.0f);
    for (const BatchSequence& sequence : batch.sequences) {
      for (const AdapterUse& use : sequence.adapters) {
        const auto number =
            std::size_t(std::ranges::find(adapters, use.adapter) - adapters.begin());
        float* const scales = m_scales.data() + number * batch.tokens.size() * 2;
        for (std::uint32_t i = 0; i < sequence.count; ++i)
          scales[(sequence.first + i) * 2 + 1] += use.scale;
      }
    }
  }

  std::shared_ptr<const formats::GgufFile> m_file;
  Definition m_definition;
  cache::KvLayout m_layout;
  cache::AttentionWindow m_window{m_definition.windowTokens(), m_layout.blockTokens};
  std::unique_ptr<backends::Backend> m_backend;
  ExecutableCache m_executables;
  std::vector<std::uint32_t> m_positions;
  std::vector<ops::SequenceView> m_sequences;
  std::vector<float> m_hidden;
  std::vector<float> m_scales;  // [adapters, tokens, 2]
};

}  // namespace

std::unique_ptr<Model> Model::load(std::shared_ptr<const formats::GgufFile> file,
                                   const ModelOptions& options) {
  return std::make_unique<LoadedModel>(std::move(file), options);
}

namespace {

// What a backend holds for a batch: activations, kernels' own buffers beside them, and the inputs
// of experts once more, sorted by expert.
std::uint64_t workBytes(const graph::Graph& graph) {
  std::uint64_t sorted = 0;
  for (const graph::Node& node : graph.nodes) {
    if (node.op != &ops::kMoeMatmul) continue;
    const ops::Shape& x = graph.nodes[std::size_t(node.inputs[0])].desc.shape;
    sorted =
        std::max(sorted, std::uint64_t(node.desc.shape.rows()) * std::uint64_t(x.columns()) * 4);
  }
  return graph::planMemory(graph).bytes * 3 / 2 + sorted;
}

}  // namespace

ModelPlan planModel(const formats::GgufFile& file, const ModelOptions& options) {
  // Definition wants shared ownership for a model's life; here the caller's reference outlives it.
  const std::shared_ptr<const formats::GgufFile> borrowed(std::shared_ptr<void>(), &file);
  const Definition definition(borrowed);
  const ModelConfig& config = definition.config();
  const graph::Graph graph = definition.buildWhole({widestBatch(config, options), 1});
  const cache::KvLayout layout = definition.kvLayout(options);
  ModelPlan plan;
  for (const graph::Node& node : graph.nodes)
    if (node.weight) plan.weightsBytes += node.desc.bytes();
  plan.cacheBytesPerToken = layout.bytesPerToken();
  plan.cacheMostTokens =
      cache::AttentionWindow{definition.windowTokens(), layout.blockTokens}.mostTokens(
          options.maxBatchTokens);
  plan.workBytes = workBytes(graph);
  plan.trainedContextTokens = config.contextTokens;
  plan.generates = definition.generates();
  return plan;
}

ModelShape shapeOf(std::shared_ptr<const formats::GgufFile> file, const ModelOptions& options) {
  const auto definition = std::make_shared<const Definition>(std::move(file));
  const ModelConfig& config = definition->config();
  ModelShape shape;
  shape.owner = definition;
  shape.graphs.push_back(definition->buildWhole({1, 1}));
  shape.graphs.push_back(definition->buildWhole({widestBatch(config, options), 1}));
  shape.layout = definition->kvLayout(options);
  shape.mostCachedTokens =
      cache::AttentionWindow{definition->windowTokens(), shape.layout.blockTokens}.mostTokens(
          options.maxBatchTokens);
  shape.trainedContextTokens = config.contextTokens;
  return shape;
}

}  // namespace alcove::models
