// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Thousands of steps of random traffic through the scheduler and the paged cache, with a real model
// in deterministic mode: every answer, and every bit of the logits that it was drawn from, is that
// of the same request run alone over a contiguous cache; with drafts, too, and where blocks behind
// a window are given back, which the contiguous cache never does.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "cache/spill_store.h"
#include "engine/runtime/chain_model.h"
#include "engine/runtime/recording_constraint.h"
#include "engine/runtime/scripted_cost.h"
#include "formats/gguf_file.h"
#include "runtime/context_window.h"
#include "runtime/scheduler.h"
#include "support/gguf_builder.h"
#include "support/temporary_folder.h"

namespace alcove::runtime {
namespace {

constexpr std::uint32_t kContext = 192;
constexpr std::uint32_t kBlockTokens = 32;     // the kernels work on runs of as many
constexpr std::uint32_t kBlocks = 18;          // three contexts, for up to twelve requests
constexpr std::uint32_t kWindowedBlocks = 11;  // not two contexts

// Letters and end tokens of LetterTokenizer are the first of the model's vocabulary. Heads of 32
// values fit blocks of every type of the cache.
std::string livelyModel(std::uint32_t windowTokens) {
  constexpr std::uint32_t kHead = 32;
  test::GgufBuilder model = test::littlePlainModel();
  model.set(test::uint32Value("llama.context_length", kContext));
  model.set(test::uint32Value("llama.attention.sliding_window", windowTokens));
  for (const char* key :
       {"llama.attention.key_length", "llama.attention.value_length", "llama.rope.dimension_count"})
    model.set(test::uint32Value(key, kHead));
  model.tensor("blk.0.attn_q.weight").dims = {32, 2 * kHead};
  model.tensor("blk.0.attn_k.weight").dims = {32, kHead};
  model.tensor("blk.0.attn_v.weight").dims = {32, kHead};
  model.tensor("blk.0.attn_output.weight").dims = {2 * kHead, 32};
  std::mt19937 random(3);
  for (test::BuiltTensor& tensor : model.tensors) {
    if (tensor.dims.size() < 2) continue;
    std::normal_distribution<float> normal(0, 2 / std::sqrt(float(tensor.dims[0])));
    tensor.data.clear();
    for (std::uint64_t i = 0; i < tensor.dims[0] * tensor.dims[1]; ++i)
      tensor.data += test::rawBytes(normal(random));
  }
  return model.build();
}

// Passes everything on, and holds each batch against the rules of the paged cache.
class WatchedModel final : public models::Model {
 public:
  explicit WatchedModel(std::unique_ptr<models::Model> model) : m_model(std::move(model)) {}
  void watch(const cache::BlockPool& pool) { m_pool = &pool; }

  const char* architecture() const override { return m_model->architecture(); }
  std::uint32_t vocabularySize() const override { return m_model->vocabularySize(); }
  std::uint32_t trainedContextTokens() const override { return m_model->trainedContextTokens(); }
  bool generates() const override { return m_model->generates(); }
  bool causal() const override { return m_model->causal(); }
  std::uint32_t embeddingSize() const override { return m_model->embeddingSize(); }
  models::Pooling pooling() const override { return m_model->pooling(); }
  std::uint64_t parameters() const override { return m_model->parameters(); }
  std::uint64_t weightsBytes() const override { return m_model->weightsBytes(); }
  std::string deviceName() const override { return m_model->deviceName(); }
  cache::KvLayout kvLayout() const override { return m_model->kvLayout(); }
  std::uint32_t windowTokens() const override { return m_model->windowTokens(); }
  void forward(const models::Batch& batch, cache::KvPool& cache, std::span<float> output) override {
    if (m_pool) check(batch);
    sequences = std::max(sequences, batch.sequences.size());
    for (const models::BatchSequence& sequence : batch.sequences)
      windowed += sequence.blockTable[0] == cache::kNoBlock;
    m_model->forward(batch, cache, output);
  }

  std::size_t sequences = 0;  // of the largest batch
  std::size_t windowed = 0;   // sequences in all batches whose beginning was released

 private:
  // What one sequence writes to, no other one has, and nobody could find.
  void check(const models::Batch& batch) const {
    std::map<cache::BlockId, int> tables;
    for (const models::BatchSequence& sequence : batch.sequences)
      for (const cache::BlockId block : sequence.blockTable) ++tables[block];
    for (const models::BatchSequence& sequence : batch.sequences) {
      const std::uint32_t last = (sequence.start + sequence.count - 1) / kBlockTokens;
      for (std::uint32_t i = sequence.start / kBlockTokens; i <= last; ++i) {
        const cache::BlockId block = sequence.blockTable[i];
        EXPECT_TRUE(m_pool->writable(block));
        EXPECT_EQ(tables[block], 1);
      }
    }
  }

  std::unique_ptr<models::Model> m_model;
  const cache::BlockPool* m_pool = nullptr;
};

struct Asked {
  GenerationRequest request;
  std::shared_ptr<RecordingConstraint> recorded = std::make_shared<RecordingConstraint>();
  std::vector<TokenId> answer;
  std::optional<FinishReason> reason;
  bool cancelled = false;
};

enum class Drafts { None, OwnText, Model };

// Types of K and V, and how many steps.
struct Traffic {
  const quant::BlockType& keyType;
  const quant::BlockType& valueType;
  int steps;
  Drafts drafts = Drafts::None;
  std::uint32_t windowTokens = 0;
  [[nodiscard]] std::uint32_t blocks() const {
    return windowTokens > 0 ? kWindowedBlocks : kBlocks;
  }
};

class RandomScheduleTest : public testing::TestWithParam<Traffic> {
 protected:
  RandomScheduleTest() {
    m_model.watch(m_pool);
    m_naiveStorage = std::make_unique<cache::HostKvPool>(m_naiveModel->kvLayout(), 1);
  }

  std::unique_ptr<models::Model> load(std::uint32_t blockTokens) const {
    models::ModelOptions options;
    options.threads = 1;
    options.deterministic = true;
    options.cacheBlockTokens = blockTokens;
    options.keyType = &GetParam().keyType;
    options.valueType = &GetParam().valueType;
    return models::Model::load(formats::GgufFile::open(m_file), options);
  }

  DraftOptions draftOptions() {
    if (GetParam().drafts == Drafts::None) return {};
    if (GetParam().drafts == Drafts::Model)
      m_draft = std::make_unique<DraftModel>(
          load(kBlockTokens), GetParam().blocks(), kVocabulary,
          std::make_unique<ScriptedCost>([](std::uint32_t) { return 1e-9; }));
    return {&m_cost, m_draft.get(), 8, 96};
  }

  std::size_t pick(std::size_t n) {
    return std::uniform_int_distribution<std::size_t>(0, n - 1)(m_random);
  }
  std::vector<TokenId> randomTokens(std::size_t count) {
    std::vector<TokenId> tokens(count);
    for (TokenId& token : tokens) token = TokenId(pick(kLetters));
    return tokens;
  }

  // A new question, one like an earlier one, or one that branches off an earlier answer.
  std::vector<TokenId> anyPrompt() {
    const std::size_t kind = m_asked.empty() ? 0 : pick(4);
    if (kind == 0) return randomTokens(1 + pick(150));
    auto earlier = m_asked.rbegin();
    std::advance(earlier, pick(std::min<std::size_t>(m_asked.size(), 12)));
    std::vector<TokenId> prompt = earlier->second.request.prompt;
    if (kind == 1) return prompt;
    prompt.insert(prompt.end(), earlier->second.answer.begin(), earlier->second.answer.end());
    if (kind == 2) prompt.resize(1 + pick(prompt.size()));
    const auto more = randomTokens(1 + pick(20));
    prompt.insert(prompt.end(), more.begin(), more.end());
    if (prompt.size() >= kContext) prompt.resize(1 + pick(kContext - 1));
    return prompt;
  }

  void ask() {
    std::vector<TokenId> prompt = anyPrompt();
    const std::uint64_t id = m_nextId++;
    Asked& asked = m_asked[id];
    asked.request.prompt = std::move(prompt);
    asked.request.maxTokens = 1 + int(pick(60));
    asked.request.sampling.temperature = pick(2) == 0 ? 0.0f : 1.0f;
    asked.request.sampling.seed = id;
    asked.request.priority = Priority(pick(3));
    asked.request.ignoreEnd = true;
    if (pick(3) == 0) {
      asked.request.contextPolicy = ContextPolicy::Slide;
      asked.request.keepTokens = std::uint32_t(pick(40));
    }
    GenerationRequest request = asked.request;
    request.constraint = asked.recorded;
    auto sink = [&asked](const GenerationEvent& event) {
      if (event.token >= 0) asked.answer.push_back(event.token);
      if (event.last) asked.reason = event.reason;
      return true;
    };
    m_scheduler.add(std::make_unique<ScheduledRequest>(id, std::move(request), m_tokenizer, sink));
  }

  void cancelOne() {
    if (m_asked.empty()) return;
    const std::uint64_t id = m_nextId - 1 - pick(std::min<std::size_t>(m_asked.size(), 20));
    Asked& asked = m_asked[id];
    if (asked.reason) return;
    m_scheduler.cancel(id);
    EXPECT_EQ(asked.reason, FinishReason::Cancelled);
    asked.cancelled = true;
  }

  // Holds `answer` and its logits against those of the request alone: one sequence, one block that
  // is as long as the context, nothing shared.
  void compareWithNaive(std::uint64_t id) {
    const Asked& asked = m_asked[id];
    const auto recorder = std::make_shared<RecordingConstraint>();
    GenerationRequest request = asked.request;
    request.constraint = recorder;
    TokenSource source(request, m_tokenizer);
    std::vector<TokenId> tokens = request.prompt, answer;
    std::size_t cached = 0;
    while (answer.size() < asked.answer.size()) {
      std::vector<float> logits(m_naiveModel->vocabularySize());
      const auto count = std::uint32_t(tokens.size() - cached);
      const cache::BlockId block = 0;
      const models::BatchSequence sequence{0, count, std::uint32_t(cached), std::span(&block, 1),
                                           std::uint32_t(tokens.size())};
      const std::uint32_t output = count - 1;
      m_naiveModel->forward(
          {std::span(tokens).subspan(cached), std::span(&sequence, 1), std::span(&output, 1)},
          *m_naiveStorage, logits);
      cached = tokens.size();
      answer.push_back(source.draw(std::span(logits).first(kVocabulary), tokens).id);
      tokens.push_back(answer.back());
      if (tokens.size() < kContext) continue;
      slide(tokens, request.keepTokens);
      cached = request.keepTokens;
    }
    ASSERT_EQ(answer, asked.answer) << "request " << id;
    ASSERT_EQ(recorder->hashes, asked.recorded->hashes) << "request " << id;
  }

  test::TemporaryFolder m_folder;
  std::filesystem::path m_file = m_folder.write("model.gguf", livelyModel(GetParam().windowTokens));
  WatchedModel m_model{load(kBlockTokens)};
  std::unique_ptr<models::Model> m_naiveModel = load(kContext);
  std::unique_ptr<cache::KvPool> m_naiveStorage;
  LetterTokenizer m_tokenizer;
  cache::HostKvPool m_storage{m_model.kvLayout(), GetParam().blocks()};
  cache::SpillStore m_spill{m_storage, {60 * m_model.kvLayout().blockBytes(), 0, {}}};
  cache::BlockPool m_pool{GetParam().blocks(), kBlockTokens, {}, &m_spill, m_model.windowTokens()};
  ScriptedCost m_cost = eagerCost();
  std::unique_ptr<DraftModel> m_draft;
  Scheduler m_scheduler{m_model, m_pool, m_storage,
                        SchedulerLimits{.contextTokens = kContext,
                                        .batchTokens = 96,
                                        .promptSlice = 24,
                                        .runningRequests = 12,
                                        .turnTokens = 64,
                                        .agingSteps = 40},
                        draftOptions()};
  std::map<std::uint64_t, Asked> m_asked;
  std::uint64_t m_nextId = 1;
  std::mt19937 m_random{20261126};
};

TEST_P(RandomScheduleTest, GivesTheBitsOfEachRequestAlone) {
  const int steps = GetParam().steps;
  for (int step = 0; step < steps && !HasFailure(); ++step) {
    const SchedulerCounts counts = m_scheduler.counts();
    if (m_scheduler.idle() || (counts.waiting < 6 && pick(5) == 0)) ask();
    if (pick(50) == 0) cancelOne();
    if (!m_scheduler.idle()) m_scheduler.step();
    ASSERT_EQ(m_pool.held() + m_pool.available(), m_pool.total());
    ASSERT_LE(m_pool.kept(), m_pool.available());
  }
  for (int step = 0; !m_scheduler.idle() && step < 20000; ++step) m_scheduler.step();
  ASSERT_TRUE(m_scheduler.idle());
  EXPECT_EQ(m_pool.held(), 0u);
  ASSERT_FALSE(HasFailure());

  std::size_t finished = 0, cancelled = 0;
  for (const auto& [id, asked] : m_asked) {
    ASSERT_TRUE(asked.reason.has_value()) << "request " << id;
    ++(asked.cancelled ? cancelled : finished);
    if (asked.reason == FinishReason::Length) {
      EXPECT_EQ(asked.answer.size(), std::size_t(asked.request.maxTokens));
    }
    compareWithNaive(id);
    if (HasFailure()) return;
  }
  // Otherwise the traffic would not have met what it is for.
  EXPECT_GT(finished, std::size_t(steps) * 3 / 100);
  EXPECT_GT(cancelled, std::size_t(steps) * 3 / 1000);
  const bool window = GetParam().windowTokens > 0;
  EXPECT_GT(m_scheduler.counts().preemptions, std::size_t(steps) / (window ? 400 : 100));
  EXPECT_GE(m_model.sequences, window ? 5u : 6u);
  EXPECT_GT(m_spill.usage().restoredBlocks, std::size_t(steps) / 100);
  EXPECT_EQ(m_model.windowed > std::size_t(steps) / 10, window);
  if (GetParam().drafts == Drafts::None) return;
  const SchedulerCounts counts = m_scheduler.counts();
  EXPECT_EQ(m_draft ? m_draft->heldBlocks() : 0, 0u);
  EXPECT_GT(counts.acceptedTokens, std::size_t(steps) / 10);
  EXPECT_GT(counts.draftedTokens - counts.acceptedTokens, std::size_t(steps) / 20);
}

std::string nameOf(const testing::TestParamInfo<Traffic>& traffic) {
  constexpr const char* kNames[] = {"", "_OwnText", "_Model"};
  return std::string(traffic.param.keyType.name) + "_" + traffic.param.valueType.name +
         kNames[std::size_t(traffic.param.drafts)] +
         (traffic.param.windowTokens > 0 ? "_Window" + std::to_string(traffic.param.windowTokens)
                                         : "");
}

INSTANTIATE_TEST_SUITE_P(
    Types, RandomScheduleTest,
    testing::Values(Traffic{quant::kF16, quant::kF16, 10000},
                    Traffic{quant::kF16, quant::kF16, 10000, Drafts::OwnText},
                    Traffic{quant::kF16, quant::kF16, 10000, Drafts::Model},
                    Traffic{quant::kF32, quant::kF16, 2000},
                    Traffic{quant::kQ8_0, quant::kQ8_0, 2000, Drafts::OwnText},
                    Traffic{quant::kQ4_0, quant::kF32, 2000},
                    Traffic{quant::kQ8_0, quant::kQ4_0, 2000, Drafts::Model},
                    Traffic{quant::kF16, quant::kF16, 10000, Drafts::None, 40},
                    Traffic{quant::kF16, quant::kF16, 5000, Drafts::OwnText, 7},
                    Traffic{quant::kF16, quant::kF16, 5000, Drafts::Model, 70},
                    Traffic{quant::kQ8_0, quant::kQ4_0, 5000, Drafts::None, 33}),
    nameOf);

}  // namespace
}  // namespace alcove::runtime
