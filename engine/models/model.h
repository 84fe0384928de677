// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "cache/kv_pool.h"
#include "graph/graph.h"
#include "models/adapter.h"
#include "models/model_output.h"

namespace alcove::backends {
class NodeObserver;
}
namespace alcove::backends::split {
struct Placement;
}
namespace alcove::formats {
class GgufFile;
}

namespace alcove::models {

// One sequence's share of a batch: `count` tokens from `first` in the batch's token list, at
// positions `start` … start + count - 1 of the sequence. Their K and V are written to, and all
// earlier ones read from, the blocks of `blockTable` (entry i holds positions i × blockTokens …).
// The table must already cover position start + count - 1. `length` is how long the sequence is as
// far as it is known, its tokens of later batches included; 0 means start + count.
struct BatchSequence {
  std::uint32_t first = 0;
  std::uint32_t count = 0;
  std::uint32_t start = 0;
  std::span<const cache::BlockId> blockTable;
  std::uint32_t length = 0;
  // What is added to the model for this sequence; the same in all its batches. Empty: nothing.
  std::span<const AdapterUse> adapters = {};
};

// One step of work: tokens of one or many sequences, run through the model together.
struct Batch {
  std::span<const std::int32_t> tokens;
  std::span<const BatchSequence> sequences;  // cover the tokens in order, without gaps
  std::span<const std::uint32_t>
      outputs;  // rising indices into `tokens` of which `output` is wanted; may be empty
  Output output = Output::Logits;
};

struct ModelOptions {
  int threads = 0;             // 0: physical cores
  bool exactWeights = false;   // dequantised weights × float activations
  bool deterministic = false;  // backends::BackendOptions
  std::string device = "cpu";
  // Which devices of that kind (backends::BackendOptions::device); empty: the best.
  std::vector<int> cards;
  // Which parts are on cards[0], which is number 1 in it, and so on, and which on the processor,
  // number 0; null: all on the first card.
  std::shared_ptr<const backends::split::Placement> placement;
  // F32, F16, Q8_0 or Q4_0; null: F16, or F32 with exactWeights and for models that are not causal,
  // whose cache lives for one step. Error Unsupported if heads are no whole number of a type's
  // blocks.
  const quant::BlockType* keyType = nullptr;
  const quant::BlockType* valueType = nullptr;
  std::uint32_t cacheBlockTokens = 0;          // 0: as many as serve most models well
  std::uint32_t maxBatchTokens = 512;          // no forward() gets more
  std::function<bool(double)> onProgress;      // false cancels: Error Cancelled
  backends::NodeObserver* observer = nullptr;  // outlives the model; null: nobody looks
};

// A loaded model that can be run: weights in the layout of its backend and the graphs built from
// its architecture. forward() may be called from one thread at a time.
class Model {
 public:
  // Throws Error Corrupt, Unsupported, OutOfMemory (backends::DeviceFull where it was a card's) or
  // Cancelled.
  [[nodiscard]] static std::unique_ptr<Model> load(std::shared_ptr<const formats::GgufFile> file,
                                                   const ModelOptions& options);
  virtual ~Model() = default;

  [[nodiscard]] virtual const char* architecture() const = 0;
  [[nodiscard]] virtual std::uint32_t vocabularySize() const = 0;
  [[nodiscard]] virtual std::uint32_t trainedContextTokens() const = 0;
  // False: there are no logits to be had, only hidden states.
  [[nodiscard]] virtual bool generates() const = 0;
  // False: tokens see those after them, so a sequence must come whole in one batch, from position
  // 0.
  [[nodiscard]] virtual bool causal() const = 0;
  [[nodiscard]] virtual std::uint32_t embeddingSize() const = 0;  // of a hidden state
  [[nodiscard]] virtual Pooling pooling() const = 0;
  [[nodiscard]] virtual std::uint64_t parameters() const = 0;
  [[nodiscard]] virtual std::uint64_t weightsBytes()
      const = 0;                                             // resident, in the backend's layout
  [[nodiscard]] virtual std::string deviceName() const = 0;  // "AMD EPYC, AVX-512 VNNI, 2 threads"
  // What a person should know of how the work is divided (backends::Backend::remark).
  [[nodiscard]] virtual std::string deviceRemark() const { return {}; }
  [[nodiscard]] virtual cache::KvLayout kvLayout() const = 0;
  // Sequences longer than this are computed differently from their first token on (longrope), so
  // what was cached while a sequence was shorter is not valid for it any more. 0: no difference.
  [[nodiscard]] virtual std::uint32_t switchLengthTokens() const { return 0; }
  // Tokens see no further back than this, themselves among them, in any layer: blocks before that
  // need not be in a block table any more (cache::kNoBlock). 0: some layer sees all.
  [[nodiscard]] virtual std::uint32_t windowTokens() const { return 0; }

  // A batch of no more tokens than that is computed with the roundings of one token alone.
  [[nodiscard]] virtual std::uint32_t narrowTokens() const {
    return std::numeric_limits<std::uint32_t>::max();
  }

  // Memory for a cache of that many blocks, where forward() wants it. Lives no longer than the
  // model. Throws Error OutOfMemory, as load() does.
  [[nodiscard]] virtual std::unique_ptr<cache::KvPool> makeCache(std::uint32_t blocks) {
    return std::make_unique<cache::HostKvPool>(kvLayout(), blocks);
  }

  // Whether sequences may use adapters, made for this model's weights. They are computed on the
  // processor, so a model that is elsewhere has none.
  [[nodiscard]] virtual bool takesAdapters() const { return false; }

  // `cache` is from makeCache(); `output` is [outputs, vocabularySize] for logits, [outputs,
  // embeddingSize] for hidden states, written here.
  virtual void forward(const Batch& batch, cache::KvPool& cache, std::span<float> output) = 0;
};

// What a model would need, read from its header alone: for the planner and the window.
struct ModelPlan {
  std::uint64_t weightsBytes = 0;
  std::uint64_t cacheBytesPerToken = 0;
  std::uint64_t cacheMostTokens = 0;  // that a sequence has in the cache at once, however long
  std::uint64_t workBytes = 0;  // activations for maxBatchTokens, or for one sequence if not causal
  std::uint32_t trainedContextTokens = 0;
  bool generates = true;
};
[[nodiscard]] ModelPlan planModel(const formats::GgufFile& file, const ModelOptions& options);

// The graphs of a model that is not loaded, with what they point to: for the planner. Of weights
// nothing but sizes is looked at, so the file may be sparse.
struct ModelShape {
  std::shared_ptr<const void> owner;
  std::vector<graph::Graph> graphs;  // of one token, and of a batch of maxBatchTokens
  cache::KvLayout layout;
  std::uint64_t mostCachedTokens = 0;  // ModelPlan::cacheMostTokens
  std::uint32_t trainedContextTokens = 0;
};
[[nodiscard]] ModelShape shapeOf(std::shared_ptr<const formats::GgufFile> file,
                                 const ModelOptions& options);

}  // namespace alcove::models
