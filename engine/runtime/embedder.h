// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <deque>
#include <exception>
#include <future>
#include <memory>
#include <span>
#include <vector>

#include "cache/block_pool.h"
#include "cache/kv_pool.h"
#include "models/model.h"
#include "runtime/engine.h"
#include "runtime/scheduler.h"

namespace alcove::runtime {

// One call of Engine::embed() on its way.
struct EmbeddingJob {
  EmbeddingRequest request;
  std::shared_ptr<const std::atomic<bool>> cancelled;
  std::promise<Embeddings> result;
  Embeddings done;
  std::size_t taken = 0;     // inputs that were put into a batch
  std::size_t computed = 0;  // inputs whose embedding is in `done`
  bool failed = false;       // `result` has the reason
};

// Computes embeddings beside the scheduler's answers: each step is one batch of whole texts, of one
// call or of several, through the same paged cache. The blocks are given back when the step ends,
// because K and V of a text are of no use once it is embedded. A failure ends the call that caused
// it and no other; a failure of the device is thrown, as by the scheduler. All calls come from one
// thread, the engine's.
class Embedder {
 public:
  // All references must outlive this.
  Embedder(models::Model& model, cache::BlockPool& pool, cache::KvPool& storage,
           Scheduler& scheduler, const SchedulerLimits& limits);

  // REQUIRES: there are inputs, and each has 1 token at least and fits the context.
  void add(std::unique_ptr<EmbeddingJob> job);
  void failAll(const std::exception_ptr& reason);
  // Gives up all calls for another embedder; what is computed stays with them.
  [[nodiscard]] std::deque<std::unique_ptr<EmbeddingJob>> takeAll();
  [[nodiscard]] bool idle() const noexcept { return m_jobs.empty(); }

  // One batch through the model. Throws as Scheduler::step(). REQUIRES: not idle.
  void step();

 private:
  struct Text {
    EmbeddingJob* job;
    std::size_t input;
    [[nodiscard]] std::span<const TokenId> tokens() const { return job->request.inputs[input]; }
  };
  struct Sequence;

  [[nodiscard]] std::vector<Text> takeTexts();
  void run(std::span<const Text> texts);
  void blame(std::span<const Text> texts);
  void compute(std::span<const Text> texts);
  [[nodiscard]] bool computeSlices(std::span<Sequence> sequences);
  void store(const Text& text, std::vector<float> values);
  void fail(EmbeddingJob& job, const std::exception_ptr& reason);

  models::Model& m_model;
  cache::BlockPool& m_pool;
  cache::KvPool& m_storage;
  Scheduler& m_scheduler;
  std::uint32_t m_batchTokens;
  bool m_memoryElsewhere;
  std::deque<std::unique_ptr<EmbeddingJob>> m_jobs;
  std::vector<float> m_hidden;  // [outputs of a batch, width]
};

}  // namespace alcove::runtime
