// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/local_engine.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
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

LocalEngine::LocalEngine(std::shared_ptr<const formats::GgufFile> file,
                         std::shared_ptr<const tokenizer::Tokenizer> tokenizer,
                         std::unique_ptr<EngineCore> core, CoreOpener opener)
    : m_file(std::move(file)),
      m_vocabulary(core->model->vocabularySize()),
      m_adapters(m_file),
      m_tokenizer(std::move(tokenizer)),
      m_opener(std::move(opener)) {
  adopt(std::move(core));
  publishUsage();
  m_thread = std::thread([this] { run(); });
}

void LocalEngine::adopt(std::unique_ptr<EngineCore> core) {
  m_core = std::move(core);
  m_infos.push_back(std::make_unique<const ModelInfo>(m_core->info));
  m_info = m_infos.back().get();
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

std::uint32_t LocalEngine::loadAdapter(const std::filesystem::path& path, float scale) {
  if (!info().takesAdapters) throw Error(ErrorCode::Unsupported, adaptersElsewhere());
  return m_adapters.load(path, scale);
}

std::uint64_t LocalEngine::submit(GenerationRequest request, EventSink onEvent) {
  requireGeneration(info());
  checkPrompt(request.prompt);
  if (request.maxTokens == 0 || request.maxTokens < -1)
    throw Error(ErrorCode::InvalidArgument,
                fmt::format("The number of tokens to generate must be at least 1; it is {}.",
                            request.maxTokens));
  std::vector<models::AdapterUse> adapters = m_adapters.uses(request.adapters);
  const auto promptTokens = std::uint32_t(request.prompt.size());
  const std::uint32_t dropped = fitPrompt(request, info().contextTokens);
  auto scheduled =
      std::make_unique<ScheduledRequest>(0, std::move(request), tokenizer(), std::move(onEvent));
  scheduled->answer.stats().promptTokens = promptTokens;
  scheduled->answer.stats().droppedTokens = dropped;
  scheduled->adapters = std::move(adapters);

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
  requireGeneration(info());
  checkPrompt(tokens);
  if (tokens.size() > info().contextTokens)
    throw Error(ErrorCode::LimitExceeded,
                fmt::format("There are {} tokens, but the context holds {}.", tokens.size(),
                            info().contextTokens));
  if (last == 0 || last > tokens.size())
    throw Error(ErrorCode::InvalidArgument,
                fmt::format("The logits of the last {} positions of {} tokens were asked for.",
                            last, tokens.size()));
  Evaluation evaluation{{tokens.begin(), tokens.end()}, last, m_adapters.uses(std::nullopt), {}};
  std::future<std::vector<float>> result = evaluation.result.get_future();
  {
    const std::lock_guard lock(m_mutex);
    m_inbox.evaluations.push_back(std::move(evaluation));
  }
  m_wake.notify_one();
  return result.get();
}

void LocalEngine::checkEmbedding(const EmbeddingRequest& request) const {
  if (request.dimensions > info().embeddingSize)
    throw Error(ErrorCode::InvalidArgument,
                fmt::format("{} dimensions were asked for, but the model's embeddings have {}.",
                            request.dimensions, info().embeddingSize));
  for (std::size_t i = 0; i < request.inputs.size(); ++i) {
    const std::vector<TokenId>& tokens = request.inputs[i];
    if (tokens.empty())
      throw Error(ErrorCode::InvalidArgument,
                  fmt::format("Input {} is empty; there is nothing to embed.", i + 1));
    checkTokens(tokens);
    if (tokens.size() > info().contextTokens)
      throw Error(ErrorCode::LimitExceeded,
                  fmt::format("Input {} has {} tokens; the model reads at most {}.", i + 1,
                              tokens.size(), info().contextTokens));
  }
}

Embeddings LocalEngine::embed(EmbeddingRequest request, const std::function<bool()>& wanted) {
  checkEmbedding(request);
  if (request.inputs.empty()) return {request.pooling.value_or(info().pooling), 0, {}};
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
        return m_stopping || !m_inbox.empty() || (m_core && !m_core->idle()) || m_unsaved;
      });
      inbox = std::exchange(m_inbox, {});
      if (m_stopping) {
        lock.unlock();
        stop(std::move(inbox));
        return;
      }
    }
    handle(std::move(inbox));
    if (m_core && !m_core->idle()) {
      step();
      m_unsaved = true;
    } else {
      keepForLater();
    }
    publishUsage();
  }
}

void LocalEngine::stop(Inbox inbox) {
  const Error reason(ErrorCode::Cancelled, "The model is being unloaded.");
  refuse(std::move(inbox), reason);
  if (!m_core) return;
  m_core->scheduler.cancelAll();
  m_core->embedder.failAll(std::make_exception_ptr(reason));
  if (m_core->spill.keepsFiles()) (void)m_core->pool.saveKept(m_core->pool.total());
}

void LocalEngine::handle(Inbox inbox) {
  if (!m_core && inbox.empty()) return;
  try {
    if (!m_core) reopen();
  } catch (const Error& error) {
    return refuse(std::move(inbox), error);
  }
  for (auto& request : inbox.requests) m_core->scheduler.add(std::move(request));
  for (std::uint64_t id : inbox.cancelled) m_core->scheduler.cancel(id);
  for (auto& job : inbox.embeddings) m_core->embedder.add(std::move(job));
  for (Evaluation& evaluation : inbox.evaluations) evaluate(evaluation);
}

// Ends what cannot be done. A request that was cancelled meanwhile ends so.
void LocalEngine::refuse(Inbox inbox, const Error& reason) {
  const auto failure = std::make_exception_ptr(reason);
  for (const auto& request : inbox.requests) {
    const bool cancelled = reason.code() == ErrorCode::Cancelled ||
                           std::ranges::count(inbox.cancelled, request->id) > 0;
    if (cancelled)
      request->answer.finish(FinishReason::Cancelled);
    else
      request->answer.finish(FinishReason::Failed, reason.sentence());
  }
  for (const auto& job : inbox.embeddings) job->result.set_exception(failure);
  for (Evaluation& evaluation : inbox.evaluations) evaluation.result.set_exception(failure);
}

std::vector<float> LocalEngine::evaluateOnCore(const Evaluation& evaluation) {
  return m_core->scheduler.evaluate(evaluation.tokens, evaluation.last, evaluation.adapters);
}

void LocalEngine::evaluate(Evaluation& evaluation) {
  try {
    if (!m_core) reopen();
    try {
      evaluation.result.set_value(evaluateOnCore(evaluation));
      return;
    } catch (const Error& error) {
      if (!m_core->limits.memoryElsewhere || !isOfDevice(error)) throw;
      recover(error);
    }
    evaluation.result.set_value(evaluateOnCore(evaluation));
  } catch (...) {
    evaluation.result.set_exception(std::current_exception());
  }
}

void LocalEngine::step() {
  try {
    m_file->verifySize();  // weights that are gone read as zeros: better no answer than that
    if (!m_core->scheduler.idle()) m_core->scheduler.step();
    if (!m_core->embedder.idle()) m_core->embedder.step();
  } catch (const Error& error) {
    if (m_core->limits.memoryElsewhere && isOfDevice(error)) return recover(error);
    m_core->scheduler.failAll(error.sentence());
    m_core->embedder.failAll(std::current_exception());
  } catch (const std::exception& error) {
    m_core->scheduler.failAll(fmt::format("The engine failed inside: {}.", error.what()));
    m_core->embedder.failAll(std::current_exception());
  }
}

// A few blocks at a time, while nobody waits for an answer.
void LocalEngine::keepForLater() {
  constexpr std::size_t kAtOnce = 8;
  if (m_core && m_core->spill.hasRoom()) {
    m_unsaved = m_core->pool.saveKept(kAtOnce) == kAtOnce;
    return;
  }
  if (!m_core || !m_core->spill.keepsFiles()) {
    m_unsaved = false;
    return;
  }
  std::unique_lock lock(m_mutex);
  m_wake.wait_for(lock, kDiskPause, [&] { return m_stopping || !m_inbox.empty(); });
}

void LocalEngine::publishUsage() {
  if (!m_core) return;
  const CacheUsage usage = m_core->cacheUsage();
  const SchedulerCounts counts = m_core->scheduler.counts();
  const std::lock_guard lock(m_mutex);
  m_usage = usage;
  m_speculation = {counts.draftedTokens, counts.acceptedTokens};
}

}  // namespace alcove::runtime
