// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <alcove/error.h>

#include <array>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <future>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "grammar/constraint_maker.h"
#include "runtime/adapter_set.h"
#include "runtime/core_opening.h"
#include "runtime/engine.h"
#include "runtime/engine_core.h"

namespace alcove::runtime {

// The engine in this process. Owns one thread, on which the model runs and events are sent; the
// public functions only hand things over to it. Where the model's device fails, the model is opened
// anew and what was asked goes on there. Safe to call from any thread.
class LocalEngine final : public Engine {
 public:
  // `file` is shared with the model, whose weights lie in it. `tokenizer` may be null: it is then
  // built from the file at first use.
  LocalEngine(std::shared_ptr<const formats::GgufFile> file,
              std::shared_ptr<const tokenizer::Tokenizer> tokenizer,
              std::unique_ptr<EngineCore> core, CoreOpener opener);
  ~LocalEngine() override;

  const ModelInfo& info() const override { return *m_info.load(); }
  const formats::GgufFile& file() const override { return *m_file; }
  const tokenizer::Tokenizer& tokenizer() const override;
  const chat::ChatTemplate* chatTemplate(bool withTools) const override;
  CacheUsage cacheUsage() const override;
  SpeculationUsage speculationUsage() const override;
  std::shared_ptr<sampling::Constraint> constrain(
      std::shared_ptr<const grammar::Grammar> grammar) const override;
  std::uint32_t loadAdapter(const std::filesystem::path& path, float scale) override;
  void unloadAdapter(std::uint32_t id) override { m_adapters.unload(id); }
  std::vector<AdapterInfo> adapters() const override { return m_adapters.list(); }
  void setAdapterScales(std::span<const AdapterScale> scales) override {
    m_adapters.setScales(scales);
  }
  std::uint64_t submit(GenerationRequest request, EventSink onEvent) override;
  void cancel(std::uint64_t id) override;
  std::vector<float> logits(std::span<const TokenId> tokens, std::uint32_t last) override;
  Embeddings embed(EmbeddingRequest request, const std::function<bool()>& wanted) override;

 private:
  struct Evaluation {
    std::vector<TokenId> tokens;
    std::uint32_t last;
    std::vector<models::AdapterUse> adapters;
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
  void adopt(std::unique_ptr<EngineCore> core);
  void run();
  void stop(Inbox inbox);
  void handle(Inbox inbox);
  void refuse(Inbox inbox, const Error& reason);
  [[nodiscard]] std::vector<float> evaluateOnCore(const Evaluation& evaluation);
  void evaluate(Evaluation& evaluation);
  void step();
  void publishUsage();
  void keepForLater();
  // local_engine_recovery.cpp
  [[nodiscard]] static bool isOfDevice(const Error& error);
  void recover(const Error& failure);
  void reopen();
  [[nodiscard]] bool isStopping() const;

  std::shared_ptr<const formats::GgufFile> m_file;
  std::uint32_t m_vocabulary;  // the model's, on whatever device
  AdapterSet m_adapters;
  // All that were ever true, because references to them are about; the last is the current one.
  std::vector<std::unique_ptr<const ModelInfo>> m_infos;
  std::atomic<const ModelInfo*> m_info;

  struct LazyTemplate {
    std::shared_ptr<const chat::ChatTemplate> compiled;
    bool read = false;
  };

  mutable std::mutex m_lazyMutex;  // guards what is built at first use
  mutable std::shared_ptr<const tokenizer::Tokenizer> m_tokenizer;
  mutable std::array<LazyTemplate, 2> m_templates;  // without and with tools
  mutable std::unique_ptr<grammar::ConstraintMaker> m_constraints;

  // Used by the engine's thread only, once that runs.
  std::unique_ptr<EngineCore> m_core;  // null: its device failed, and none took its place yet
  CoreOpener m_opener;
  std::optional<Error> m_failure;  // of the device that was left last
  bool m_unsaved = false;          // the pool may hold what the spill has not

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
