// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/local_engine.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <chrono>
#include <exception>
#include <utility>

#include "chat/model_template.h"
#include "formats/gguf_file.h"
#include "runtime/context_window.h"

namespace alcove::runtime {
namespace {

constexpr auto kAskAgain =
    std::chrono::milliseconds(100);  // whether a blocked caller is still there

constexpr auto kDiskPause = std::chrono::milliseconds(20);  // while the disk catches up

}  // namespace

LocalEngine::LocalEngine(EngineParts parts)
    : m_file(std::move(parts.file)),
      m_info(std::move(parts.info)),
      m_tokenizer(std::move(parts.tokenizer)),
      m_model(std::move(parts.model)),
      m_vocabulary(m_model->vocabularySize()),
      m_storage(m_model->makeCache(parts.cacheBlocks)),
      m_spill(*m_storage, std::move(parts.spill)),
      m_pool(parts.cacheBlocks, m_model->kvLayout().blockTokens,
             cache::rootKey(parts.cacheIdentity), m_spill.keepsAny() ? &m_spill : nullptr,
             m_model->windowTokens()),
      m_draft(std::move(parts.draft)),
      m_scheduler(*m_model, m_pool, *m_storage,
                  SchedulerLimits{.contextTokens = m_info.contextTokens},
                  DraftOptions{m_info.speculation == Speculation::Auto ? &m_stepCost : nullptr,
                               m_draft.get()}),
      m_embedder(*m_model, m_pool, *m_storage, m_scheduler, SchedulerLimits().batchTokens) {
  m_info.cacheBytes = m_storage->bytes();
  publishUsage();
  m_thread = std::thread([this] { run(); });
}

LocalEngine::~LocalEngine() {
  {
    const std::lock_guard lock(m_mutex);
    m_stopping = true;
  }
  m_wake.notify_one();
  m_thread.join();
}

const tokenizer::Tokenizer& LocalEngine::tokenizer() const {
  const std::lock_guard lock(m_lazyMutex);
  if (!m_tokenizer) {
    auto tokenizer = tokenizer::Tokenizer::fromGguf(*m_file);
    if (tokenizer->size() > m_vocabulary)
      throw Error(
          ErrorCode::Corrupt,
          fmt::format("The tokenizer has {} tokens, but the model's embedding only {} rows.",
                      tokenizer->size(), m_vocabulary),
          "tokenizer.ggml.tokens");
    m_tokenizer = std::move(tokenizer);
  }
  return *m_tokenizer;
}

const chat::ChatTemplate* LocalEngine::chatTemplate(bool withTools) const {
  const tokenizer::Tokenizer& built = tokenizer();
  const std::lock_guard lock(m_lazyMutex);
  LazyTemplate& lazy = m_templates[withTools ? 1 : 0];
  if (!lazy.read) {
    if (const auto found = chat::findTemplate(*m_file, withTools))
      lazy.compiled = chat::compileTemplate(*found, built);
    lazy.read = true;
  }
  return lazy.compiled.get();
}

std::shared_ptr<sampling::Constraint> LocalEngine::constrain(
    std::shared_ptr<const grammar::Grammar> grammar) const {
  const tokenizer::Tokenizer& built = tokenizer();
  const std::lock_guard lock(m_lazyMutex);
  if (!m_constraints) m_constraints = std::make_unique<grammar::ConstraintMaker>(built);
  return m_constraints->constrain(std::move(grammar));
}

CacheUsage LocalEngine::cacheUsage() const {
  const std::lock_guard lock(m_mutex);
  return m_usage;
}

SpeculationUsage LocalEngine::speculationUsage() const {
  const std::lock_guard lock(m_mutex);
  return m_speculation;
}

void LocalEngine::checkPrompt(std::span<const TokenId> tokens) const {
  if (tokens.empty())
    throw Error(ErrorCode::InvalidArgument, "The prompt is empty; there is nothing to go on from.");
  checkTokens(tokens);
}

void LocalEngine::checkTokens(std::span<const TokenId> tokens) const {
  for (TokenId token : tokens)
    if (token < 0 || std::uint32_t(token) >= m_vocabulary)
      throw Error(
          ErrorCode::InvalidArgument,
          fmt::format("Token {} is not in the model's vocabulary of {}.", token, m_vocabulary));
}

std::uint64_t LocalEngine::submit(GenerationRequest request, EventSink onEvent) {
  requireGeneration(m_info);
  checkPrompt(request.prompt);
  if (request.maxTokens == 0 || request.maxTokens < -1)
    throw Error(ErrorCode::InvalidArgument,
                fmt::format("The number of tokens to generate must be at least 1; it is {}.",
                            request.maxTokens));
  const auto promptTokens = std::uint32_t(request.prompt.size());
  const std::uint32_t dropped = fitPrompt(request, m_info.contextTokens);
  auto scheduled =
      std::make_unique<ScheduledRequest>(0, std::move(request), tokenizer(), std::move(onEvent),
                                         m_scheduler.newTable(cache::Sharing::Shared));
  scheduled->answer.stats().promptTokens = promptTokens;
  scheduled->answer.stats().droppedTokens = dropped;

  std::uint64_t id;
  {
    const std::lock_guard lock(m_mutex);
    id = scheduled->id = m_nextId++;
    m_inbox.requests.push_back(std::move(scheduled));
  }
  m_wake.notify_one();
  return id;
}

void LocalEngine::cancel(std::uint64_t id) {
  {
    const std::lock_guard lock(m_mutex);
    m_inbox.cancelled.push_back(id);
  }
  m_wake.notify_one();
}

std::vector<float> LocalEngine::logits(std::span<const TokenId> tokens, std::uint32_t last) {
  requireGeneration(m_info);
  checkPrompt(tokens);
  if (tokens.size() > m_info.contextTokens)
    throw Error(ErrorCode::LimitExceeded,
                fmt::format("There are {} tokens, but the context holds {}.", tokens.size(),
                            m_info.contextTokens));
  if (last == 0 || last > tokens.size())
    throw Error(ErrorCode::InvalidArgument,
                fmt::format("The logits of the last {} positions of {} tokens were asked for.",
                            last, tokens.size()));
  Evaluation evaluation{{tokens.begin(), tokens.end()}, last, {}};
  std::future<std::vector<float>> result = evaluation.result.get_future();
  {
    const std::lock_guard lock(m_mutex);
    m_inbox.evaluations.push_back(std::move(evaluation));
  }
  m_wake.notify_one();
  return result.get();
}

void LocalEngine::checkEmbedding(const EmbeddingRequest& request) const {
  if (request.dimensions > m_info.embeddingSize)
    throw Error(ErrorCode::InvalidArgument,
                fmt::format("{} dimensions were asked for, but the model's embeddings have {}.",
                            request.dimensions, m_info.embeddingSize));
  for (std::size_t i = 0; i < request.inputs.size(); ++i) {
    const std::vector<TokenId>& tokens = request.inputs[i];
    if (tokens.empty())
      throw Error(ErrorCode::InvalidArgument,
                  fmt::format("Input {} is empty; there is nothing to embed.", i + 1));
    checkTokens(tokens);
    if (tokens.size() > m_info.contextTokens)
      throw Error(ErrorCode::LimitExceeded,
                  fmt::format("Input {} has {} tokens; the model reads at most {}.", i + 1,
                              tokens.size(), m_info.contextTokens));
  }
}

Embeddings LocalEngine::embed(EmbeddingRequest request, const std::function<bool()>& wanted) {
  checkEmbedding(request);
  if (request.inputs.empty()) return {request.pooling.value_or(m_info.pooling), 0, {}};
  const auto cancelled = std::make_shared<std::atomic<bool>>(false);
  auto job = std::make_unique<EmbeddingJob>();
  job->request = std::move(request);
  job->cancelled = cancelled;
  std::future<Embeddings> result = job->result.get_future();
  {
    const std::lock_guard lock(m_mutex);
    m_inbox.embeddings.push_back(std::move(job));
  }
  m_wake.notify_one();
  while (result.wait_for(kAskAgain) != std::future_status::ready)
    if (!wanted()) *cancelled = true;
  return result.get();
}

void LocalEngine::run() {
  while (true) {
    Inbox inbox;
    {
      std::unique_lock lock(m_mutex);
      m_wake.wait(lock, [&] {
        return m_stopping || !m_inbox.empty() || !m_scheduler.idle() || !m_embedder.idle() ||
               m_unsaved;
      });
      inbox = std::exchange(m_inbox, {});
      if (m_stopping) {
        for (auto& request : inbox.requests) m_scheduler.add(std::move(request));
        for (auto& job : inbox.embeddings) m_embedder.add(std::move(job));
        break;
      }
    }
    handle(std::move(inbox));
    if (!m_scheduler.idle() || !m_embedder.idle()) {
      step();
      m_unsaved = true;
    } else {
      keepForLater();
    }
    publishUsage();
  }
  m_scheduler.cancelAll();
  if (m_spill.keepsFiles()) (void)m_pool.saveKept(m_pool.total());
  m_embedder.failAll(
      std::make_exception_ptr(Error(ErrorCode::Cancelled, "The model is being unloaded.")));
}

void LocalEngine::handle(Inbox inbox) {
  for (auto& request : inbox.requests) m_scheduler.add(std::move(request));
  for (std::uint64_t id : inbox.cancelled) m_scheduler.cancel(id);
  for (auto& job : inbox.embeddings) m_embedder.add(std::move(job));
  for (Evaluation& evaluation : inbox.evaluations) {
    try {
      evaluation.result.set_value(m_scheduler.evaluate(evaluation.tokens, evaluation.last));
    } catch (...) {
      evaluation.result.set_exception(std::current_exception());
    }
  }
}

void LocalEngine::step() {
  try {
    m_file->verifySize();  // weights that are gone read as zeros: better no answer than that
    if (!m_scheduler.idle()) m_scheduler.step();
    if (!m_embedder.idle()) m_embedder.step();
  } catch (const Error& error) {
    m_scheduler.failAll(error.sentence());
    m_embedder.failAll(std::current_exception());
  } catch (const std::exception& error) {
    m_scheduler.failAll(fmt::format("The engine failed inside: {}.", error.what()));
    m_embedder.failAll(std::current_exception());
  }
}

// A few blocks at a time, while nobody waits for an answer.
void LocalEngine::keepForLater() {
  constexpr std::size_t kAtOnce = 8;
  if (m_spill.hasRoom()) {
    m_unsaved = m_pool.saveKept(kAtOnce) == kAtOnce;
    return;
  }
  if (!m_spill.keepsFiles()) {
    m_unsaved = false;
    return;
  }
  std::unique_lock lock(m_mutex);
  m_wake.wait_for(lock, kDiskPause, [&] { return m_stopping || !m_inbox.empty(); });
}

void LocalEngine::publishUsage() {
  CacheUsage usage;
  usage.blockTokens = m_pool.blockTokens();
  usage.blocksTotal = m_pool.total();
  usage.blocksUsed = m_pool.held();
  usage.blocksCached = m_pool.kept();
  usage.blocksShared = m_pool.shared();
  if (usage.blocksUsed > 0)
    usage.wastedShare =
        double(m_scheduler.emptySlots()) / (double(usage.blocksUsed) * usage.blockTokens);
  const cache::SpillUsage spill = m_spill.usage();
  usage.spilledMemoryBlocks = spill.memoryBlocks;
  usage.spilledMemoryBytes = spill.memoryBytes;
  usage.spilledDiskBlocks = spill.diskBlocks;
  usage.spilledDiskBytes = spill.diskBytes;
  usage.spilledDiskLimitBytes = spill.diskLimitBytes;
  usage.restoredBlocks = spill.restoredBlocks;
  const SchedulerCounts counts = m_scheduler.counts();
  const std::lock_guard lock(m_mutex);
  m_usage = usage;
  m_speculation = {counts.draftedTokens, counts.acceptedTokens};
}

}  // namespace alcove::runtime
