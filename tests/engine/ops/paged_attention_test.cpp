// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/paged_attention.h"

#include <gtest/gtest.h>

#include <cmath>

#include "engine/ops/reference_run.h"

namespace alcove::ops {
namespace {

// One KV head of one value per key and value, two tokens per block; position 0 is already there
// with key 0 and value 10, the batch brings position 1 with key 1 and value 20.
struct Cache {
  std::array<float, 4> keys = {0, 0, 0, 0};
  std::array<float, 4> values = {0, 0, 10, 0};
  std::array<cache::BlockId, 1> table = {1};
  SequenceView sequence{0, 1, 1, table};
  cache::KvLayerView layer{reinterpret_cast<std::byte*>(keys.data()),
                           reinterpret_cast<std::byte*>(values.data())};

  BatchView batch() {
    BatchView view;
    view.sequences = {&sequence, 1};
    view.kvLayout = {1, 1, 1, 1, 2, &quant::kF32, &quant::kF32};
    view.layers = {&layer, 1};
    return view;
  }
};

std::vector<float> attend(Cache& cache, PagedAttentionAttributes attributes) {
  // Two query heads share the KV head.
  return test::runOp(kPagedAttention, {{{1, 2}, {0, 2}}, {{1, 1}, {1}}, {{1, 1}, {20}}},
                     Attributes(attributes), cache.batch());
}

TEST(PagedAttention, WeighsValuesBySoftmaxOfScores) {
  Cache cache;
  const auto y = attend(cache, {0, 2, 1.0f, 0, 0});
  const float e2 = std::exp(2.0f);
  EXPECT_THAT(y, test::near({15, (10 + 20 * e2) / (1 + e2)}));
}

TEST(PagedAttention, WritesTheBatchIntoItsBlock) {
  Cache cache;
  (void)attend(cache, {0, 2, 1.0f, 0, 0});
  EXPECT_EQ(cache.keys, (std::array<float, 4>{0, 0, 0, 1}));
  EXPECT_EQ(cache.values, (std::array<float, 4>{0, 0, 10, 20}));
}

TEST(PagedAttention, AWindowOfOneSeesOnlyItself) {
  Cache cache;
  EXPECT_THAT(attend(cache, {0, 2, 1.0f, 1, 0}), test::near({20, 20}));
}

TEST(PagedAttention, WithoutCausalityEarlierTokensSeeLaterOnes) {
  Cache cache;
  cache.sequence = {0, 2, 0, cache.table};
  // The first token's query finds the second token's key.
  const auto y =
      test::runOp(kPagedAttention, {{{2, 1}, {2, 0}}, {{2, 1}, {0, 1}}, {{2, 1}, {10, 20}}},
                  Attributes(PagedAttentionAttributes{0, 1, 1.0f, 0, 0, false}), cache.batch());
  const float e2 = std::exp(2.0f);
  EXPECT_THAT(y, test::near({(10 + 20 * e2) / (1 + e2), 15}));
}

TEST(PagedAttention, TheSoftCapBoundsScores) {
  Cache cache;
  const auto y = attend(cache, {0, 2, 100.0f, 0, 1.0f});
  const float e = std::exp(std::tanh(200.0f));
  EXPECT_THAT(y, test::near({15, (10 + 20 * e) / (1 + e)}));
}

TEST(PagedAttention, ASinkTakesItsShareAndGivesNothing) {
  Cache cache;
  const auto y = test::runOp(kPagedAttention,
                             {{{1, 2}, {0, 2}}, {{1, 1}, {1}}, {{1, 1}, {20}}, {{2}, {1, -50}}},
                             Attributes(PagedAttentionAttributes{0, 2, 1.0f, 0, 0}), cache.batch());
  const float e = std::exp(1.0f), e2 = std::exp(2.0f);
  EXPECT_THAT(y, test::near({30 / (2 + e), (10 + 20 * e2) / (1 + e2)}));
}

}  // namespace
}  // namespace alcove::ops
