// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// A cache whose layers lie with two devices is the same bytes to those who spill and restore it.

#include <gtest/gtest.h>

#include "backends/split/placement.h"
#include "engine/models/run_model.h"
#include "support/layered_model.h"

namespace alcove::models {
namespace {

using backends::split::Placement;

constexpr std::uint32_t kBlocks = 4;

class SplitCache : public testing::Test {
 protected:
  SplitCache() : m_file(fileOf(test::layeredModel({5, 4}))) {
    for (std::int32_t i = 0; i < 50; ++i) m_tokens.push_back(i * 7 % 300);
  }

  [[nodiscard]] std::unique_ptr<Model> load(bool divided) const {
    ModelOptions options;
    options.threads = 2;
    options.deterministic = true;
    options.keyType = options.valueType = &quant::kF32;
    if (divided) {
      Placement placement(5, 0);
      for (const std::size_t layer : {1u, 3u, 4u})
        placement.layers[layer] = placement.caches[layer] = placement.experts[layer] = 1;
      placement.caches[4] = 0;
      placement.experts[0] = 1;
      options.placement = std::make_shared<const Placement>(placement);
    }
    return Model::load(m_file, options);
  }

  // Logits of the last of tokens [start, end).
  [[nodiscard]] std::vector<float> forward(Model& model, cache::KvPool& pool, std::uint32_t start,
                                           std::uint32_t end) const {
    const std::vector<cache::BlockId> table = {2, 0, 3, 1};
    const BatchSequence sequence{0, end - start, start, table};
    const std::uint32_t last = end - start - 1;
    std::vector<float> logits(model.vocabularySize());
    model.forward({std::span(m_tokens).subspan(start, end - start), {&sequence, 1}, {&last, 1}},
                  pool, logits);
    return logits;
  }

  static void move(const cache::KvPool& from, cache::KvPool& to) {
    std::vector<std::byte> bytes(from.layout().blockBytes());
    for (cache::BlockId block = 0; block < kBlocks; ++block) {
      from.exportBlock(block, bytes);
      to.importBlock(block, bytes);
    }
  }

  std::shared_ptr<const formats::GgufFile> m_file;
  std::vector<std::int32_t> m_tokens;
};

TEST_F(SplitCache, GoesOnInAPoolOfOneDeviceAndBack) {
  const auto whole = load(false), divided = load(true);
  const auto alone = whole->makeCache(kBlocks);
  (void)forward(*whole, *alone, 0, 40);
  const std::vector<float> expected = forward(*whole, *alone, 40, 50);

  const auto first = divided->makeCache(kBlocks);
  (void)forward(*divided, *first, 0, 40);
  const auto second = whole->makeCache(kBlocks);
  move(*first, *second);
  EXPECT_EQ(forward(*whole, *second, 40, 50), expected);

  const auto third = divided->makeCache(kBlocks);
  move(*second, *third);
  EXPECT_EQ(forward(*divided, *third, 49, 50), forward(*whole, *second, 49, 50));
}

TEST_F(SplitCache, CopiesABlockInAllLayers) {
  const auto model = load(true);
  const auto pool = model->makeCache(kBlocks);
  (void)forward(*model, *pool, 0, 40);
  std::vector<std::byte> from(pool->layout().blockBytes()), to(from.size());
  pool->copyBlock(0, 1);
  pool->exportBlock(0, from);
  pool->exportBlock(1, to);
  EXPECT_EQ(from, to);
  EXPECT_EQ(pool->bytes(), kBlocks * from.size());
}

TEST_F(SplitCache, ComputesTheSameWithWeightsReadFromTheFile) {
  const auto expected = run(*load(false), m_tokens);
  ModelOptions options;
  options.threads = 2;
  options.keyType = options.valueType = &quant::kF32;
  Placement placement(5, 0);
  placement.streamedLayers[2] = placement.streamedExperts[1] = true;
  options.placement = std::make_shared<const Placement>(placement);
  const auto streaming = Model::load(m_file, options);
  const auto actual = run(*streaming, m_tokens);
  ASSERT_EQ(actual.size(), expected.size());
  double error = 0, size = 0;
  for (std::size_t i = 0; i < actual.size(); ++i) {
    error += (actual[i] - expected[i]) * (actual[i] - expected[i]);
    size += expected[i] * expected[i];
  }
  EXPECT_LT(error / size, 1e-5);
}

}  // namespace
}  // namespace alcove::models
