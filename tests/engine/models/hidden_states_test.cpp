// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Hidden states as a model's output, and what changes when tokens see those after them.

#include <gmock/gmock.h>

#include <cmath>

#include "engine/models/run_model.h"

namespace alcove::models {
namespace {

TEST(HiddenStates, AreWhatTheOutputMatrixReads) {
  const auto file = fileOf(test::littleModel());
  ModelOptions options;
  options.exactWeights = true;
  const auto model = Model::load(file, options);
  ASSERT_TRUE(model->generates());
  ASSERT_EQ(model->embeddingSize(), 32u);
  EXPECT_EQ(model->pooling(), Pooling::Last);
  const std::vector<std::int32_t> tokens = {3, 250, 7, 7, 100};
  const std::vector<float> hidden = run(*model, tokens, Output::Hidden);
  const std::vector<float> logits = run(*model, tokens, Output::Logits);
  // The little model's output matrix is its embedding table.
  const formats::GgufTensor* table = file->findTensor("token_embd.weight");
  const std::size_t rowBytes = quant::rowBytes(*table->type, 32);
  std::vector<float> row(32);
  for (std::size_t v = 0; v < model->vocabularySize(); ++v) {
    table->type->decode(table->data.data() + v * rowBytes, row.data(),
                        row.size() / table->type->blockValues);
    for (std::size_t t = 0; t < tokens.size(); ++t) {
      double product = 0;
      for (std::size_t i = 0; i < 32; ++i) product += double(row[i]) * double(hidden[t * 32 + i]);
      ASSERT_NEAR(logits[t * model->vocabularySize() + v], product, 1e-4) << t << ", " << v;
    }
  }
}

TEST(HiddenStates, OfEarlierTokensFollowLaterOnesWithoutCausality) {
  const std::vector<std::int32_t> tokens = {3, 250, 7};
  std::vector<std::int32_t> changed = tokens;
  changed.back() = 8;
  for (const bool causal : {true, false}) {
    test::GgufBuilder builder = test::littleModel();
    builder.set(test::boolValue("llama.attention.causal", causal));
    const auto model = Model::load(fileOf(builder), {});
    EXPECT_EQ(model->causal(), causal);
    EXPECT_EQ(model->generates(), causal);
    EXPECT_EQ(model->pooling(), causal ? Pooling::Last : Pooling::Mean);
    const std::vector<float> one = run(*model, tokens, Output::Hidden);
    const std::vector<float> other = run(*model, changed, Output::Hidden);
    EXPECT_EQ(std::equal(one.begin(), one.begin() + 64, other.begin()), causal);
  }
}

}  // namespace
}  // namespace alcove::models
