// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <condition_variable>
#include <cstdint>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "cache/block_pool.h"
#include "cache/kv_pool.h"
#include "cache/spill_store.h"
#include "grammar/constraint_maker.h"
#include "models/model.h"
#include "runtime/embedder.h"
#include "runtime/engine.h"
#include "runtime/scheduler.h"

namespace alcove::runtime {

// What a LocalEngine is made of. `tokenizer` may be null: it is then built from the file at first
// use.
struct EngineParts {
  std::shared_ptr<const formats::GgufFile> file;  // shared with the model, whose weights lie in it
  std::unique_ptr<models::Model> model;
  std::shared_ptr<const tokenizer::Tokenizer> tokenizer;
  ModelInfo info;                 // contextTokens says how long sequences may get
  std::uint32_t cacheBlocks = 0;  // what one sequence has at once, and one block more
  std::string cacheIdentity;      // runtime::cacheIdentity
  cache::SpillLimits spill;
  std::unique_ptr<DraftModel> draft;  // may be null
};

// The engine in this process. Owns one thread, on which the model runs and events are sent; the
// public functions only hand things over to it. Safe to call from any thread.
class LocalEngine final : public Engine {
 public:
  // Throws Error OutOfMemory.
  explicit LocalEngine(EngineParts parts);
  ~LocalEngine() override;

  const ModelInfo& info() const override { return m_info; }
  const formats::GgufFile& file() const override { return *m_file; }
  const tokenizer::Tokenizer& tokenizer() const override;
  const chat::ChatTemplate* chatTemplate(bool withTools) const override;
  CacheUsage cacheUsage() const override;
  SpeculationUsage speculationUsage() const override;
  std::shared_ptr<sampling::Constraint> constrain(
      std::shared_ptr<const grammar::Grammar> grammar) const override;
  std::uint64_t submit(GenerationRequest request, EventSink onEvent) override;
  void cancel(std::uint64_t id) override;
  std::vector<float> logits(std::span<const TokenId> tokens, std::uint32_t last) override;
  Embeddings embed(EmbeddingRequest request, const std::function<bool()>& wanted) override;

 private:
  struct Evaluation {
    std::vector<TokenId> tokens;
    std::uint32_t last;
    std::promise<std::vector<float>> result;
  };
  struct Inbox {
    std::vector<std::unique_ptr<ScheduledRequest>> requests;
    std::vector<std::uint64_t> cancelled;
    std::vector<Evaluation> evaluations;
    std::vector<std::unique_ptr<EmbeddingJob>> embeddings;
    [[nodiscard]] bool empty() const {
      return requests.empty() && cancelled.empty() && evaluations.empty() && embeddings.empty();
    }
  };

  void checkPrompt(std::span<const TokenId> tokens) const;
  void checkTokens(std::span<const TokenId> tokens) const;
  void checkEmbedding(const EmbeddingRequest& request) const;
  void run();
  void handle(Inbox inbox);
  void step();
  void publishUsage();
  void keepForLater();

  std::shared_ptr<const formats::GgufFile> m_file;
  ModelInfo m_info;

  struct LazyTemplate {
    std::shared_ptr<const chat::ChatTemplate> compiled;
    bool read = false;
  };

  mutable std::mutex m_lazyMutex;  // guards what is built at first use
  mutable std::shared_ptr<const tokenizer::Tokenizer> m_tokenizer;
  mutable std::array<LazyTemplate, 2> m_templates;  // without and with tools
  mutable std::unique_ptr<grammar::ConstraintMaker> m_constraints;

  // Used by the engine's thread only, once that runs.
  std::unique_ptr<models::Model> m_model;
  std::uint32_t m_vocabulary;  // the model's, fixed: readable from any thread
  std::unique_ptr<cache::KvPool> m_storage;
  cache::SpillStore m_spill;
  cache::BlockPool m_pool;
  MeasuredStepCost m_stepCost;
  std::unique_ptr<DraftModel> m_draft;
  Scheduler m_scheduler;
  Embedder m_embedder;
  bool m_unsaved = false;  // the pool may hold what the spill has not

  mutable std::mutex m_mutex;  // guards what follows
  std::condition_variable m_wake;
  Inbox m_inbox;
  CacheUsage m_usage;
  SpeculationUsage m_speculation;
  std::uint64_t m_nextId = 1;
  bool m_stopping = false;

  std::thread m_thread;  // last: everything above must be there when it starts
};

}  // namespace alcove::runtime
