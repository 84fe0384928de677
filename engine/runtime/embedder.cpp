// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/embedder.h"

#include <alcove/error.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/assert.h"
#include "cache/block_table.h"
#include "runtime/pooling.h"

namespace alcove::runtime {

// One text in the model.
struct Embedder::Sequence {
  std::span<const TokenId> tokens;
  cache::BlockTable table;
  PooledText pooled;
};

Embedder::Embedder(models::Model& model, cache::BlockPool& pool, cache::KvPool& storage,
                   Scheduler& scheduler, const SchedulerLimits& limits)
    : m_model(model),
      m_pool(pool),
      m_storage(storage),
      m_scheduler(scheduler),
      m_batchTokens(limits.batchTokens),
      m_memoryElsewhere(limits.memoryElsewhere) {}

void Embedder::add(std::unique_ptr<EmbeddingJob> job) {
  ALCOVE_ASSERT(!job->request.inputs.empty());
  job->done.pooling = job->request.pooling.value_or(m_model.pooling());
  job->done.width = job->request.dimensions > 0 ? job->request.dimensions : m_model.embeddingSize();
  job->done.values.resize(job->request.inputs.size());
  m_jobs.push_back(std::move(job));
}

void Embedder::failAll(const std::exception_ptr& reason) {
  for (const auto& job : m_jobs) fail(*job, reason);
  m_jobs.clear();
}

std::deque<std::unique_ptr<EmbeddingJob>> Embedder::takeAll() {
  std::erase_if(m_jobs, [](const auto& job) { return job->failed; });
  for (const auto& job : m_jobs) job->taken = job->computed;
  return std::exchange(m_jobs, {});
}

void Embedder::fail(EmbeddingJob& job, const std::exception_ptr& reason) {
  if (!std::exchange(job.failed, true)) job.result.set_exception(reason);
}

void Embedder::step() {
  for (const auto& job : m_jobs)
    if (*job->cancelled)
      fail(*job, std::make_exception_ptr(
                     Error(ErrorCode::Cancelled, "Computing the embeddings was cancelled.")));
  std::erase_if(m_jobs, [](const auto& job) { return job->failed; });
  run(takeTexts());
  std::erase_if(m_jobs, [](const auto& job) {
    if (!job->failed && job->computed == job->request.inputs.size())
      job->result.set_value(std::move(job->done));
    return job->failed || job->computed == job->request.inputs.size();
  });
}

// The next texts in line that fit a batch and the free blocks together; the first one in any case.
std::vector<Embedder::Text> Embedder::takeTexts() {
  std::vector<Text> texts;
  std::size_t tokens = 0;
  std::size_t blocks = 0;
  for (const auto& job : m_jobs) {
    while (job->taken < job->request.inputs.size()) {
      const Text text{job.get(), job->taken};
      tokens += text.tokens().size();
      blocks += (text.tokens().size() + m_pool.blockTokens() - 1) / m_pool.blockTokens();
      if (!texts.empty() && (tokens > m_batchTokens || blocks > m_pool.available())) return texts;
      texts.push_back(text);
      ++job->taken;
    }
  }
  return texts;
}

void Embedder::run(std::span<const Text> texts) {
  if (texts.empty() || (texts.size() == 1 && texts[0].job->failed)) return;
  try {
    compute(texts);
  } catch (const Error& error) {
    const bool noMemory = error.code() == ErrorCode::OutOfMemory && texts.size() == 1;
    if (error.code() == ErrorCode::Device || (noMemory && m_memoryElsewhere)) throw;
    blame(texts);
  } catch (...) {
    blame(texts);
  }
}

// Ends the call that is to blame for the exception being handled.
void Embedder::blame(std::span<const Text> texts) {
  if (texts.size() == 1) return fail(*texts[0].job, std::current_exception());
  // Somebody in the batch is to blame; alone, only that one fails.
  for (std::size_t i = 0; i < texts.size(); ++i) run(texts.subspan(i, 1));
}

void Embedder::compute(std::span<const Text> texts) {
  std::vector<Sequence> sequences;
  for (const Text& text : texts) {
    const auto count = std::uint32_t(text.tokens().size());
    sequences.push_back({text.tokens(), m_scheduler.newTable(cache::Sharing::Private),
                         PooledText(text.job->done.pooling, count, m_model.embeddingSize())});
  }
  while (computeSlices(sequences)) {
  }
  std::vector<std::vector<float>> values;
  for (Sequence& sequence : sequences) {
    values.push_back(sequence.pooled.take());
    if (!std::ranges::all_of(values.back(), [](float value) { return std::isfinite(value); }))
      throw Error(ErrorCode::Corrupt,
                  "The model computed something that is not a number; its file may be damaged.");
  }
  for (std::size_t i = 0; i < texts.size(); ++i) store(texts[i], std::move(values[i]));
}

// What is left of each sequence, as far as one batch goes. False once nothing is.
bool Embedder::computeSlices(std::span<Sequence> sequences) {
  std::vector<TokenId> tokens;
  std::vector<models::BatchSequence> slices;
  std::vector<std::uint32_t> outputs;
  std::vector<Sequence*> owners;  // of the outputs
  for (Sequence& sequence : sequences) {
    const std::size_t start = sequence.table.size();
    std::size_t count = sequence.tokens.size() - start;
    if (count == 0) return false;
    if (m_model.causal()) count = std::min<std::size_t>(count, m_batchTokens);
    m_scheduler.makeRoom(sequence.table, start + count);
    slices.push_back({std::uint32_t(tokens.size()), std::uint32_t(count), std::uint32_t(start),
                      sequence.table.blocks(), std::uint32_t(sequence.tokens.size())});
    for (std::size_t i = start; i < start + count; ++i) {
      if (sequence.pooled.wants(std::uint32_t(i))) {
        outputs.push_back(std::uint32_t(tokens.size()));
        owners.push_back(&sequence);
      }
      tokens.push_back(sequence.tokens[i]);
    }
  }
  const std::size_t width = m_model.embeddingSize();
  m_hidden.resize(outputs.size() * width);
  m_model.forward({tokens, slices, outputs, models::Output::Hidden}, m_storage, m_hidden);
  for (std::size_t i = 0; i < owners.size(); ++i)
    owners[i]->pooled.add(std::span(m_hidden).subspan(i * width, width));
  for (std::size_t i = 0; i < sequences.size(); ++i) {
    sequences[i].table.append(std::span(tokens).subspan(slices[i].first, slices[i].count));
    sequences[i].table.releaseUnseen();
  }
  return true;
}

void Embedder::store(const Text& text, std::vector<float> values) {
  Embeddings& done = text.job->done;
  if (done.width < m_model.embeddingSize())
    values = truncate(values, m_model.embeddingSize(), done.width);
  if (text.job->request.normalise) normalise(values, done.width);
  done.values[text.input] = std::move(values);
  ++text.job->computed;
}

}  // namespace alcove::runtime
