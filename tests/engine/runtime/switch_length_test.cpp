// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// An answer that outgrows the length up to which a longrope model turns by its short factors, with
// a real model: each token is the one that the whole sequence, computed afresh, makes most
// probable.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <future>
#include <random>

#include "runtime/engine.h"
#include "support/family_models.h"
#include "support/temporary_folder.h"

namespace alcove::runtime {
namespace {

TokenId mostProbable(const std::vector<float>& logits) {
  return TokenId(std::ranges::max_element(logits) - logits.begin());
}

// Matrices of random values and norms of one: every position and every turn shows in the answer.
test::GgufBuilder lively(test::GgufBuilder model) {
  std::mt19937 random(3);
  for (test::BuiltTensor& tensor : model.tensors) {
    const bool isNorm = tensor.name.ends_with("norm.weight");
    if (tensor.dims.size() < 2 && !isNorm) continue;
    std::normal_distribution<float> normal(0, 2 / std::sqrt(float(tensor.dims[0])));
    tensor.typeId = quant::kF32.ggmlId;
    tensor.data.clear();
    const std::uint64_t values = tensor.dims[0] * (isNorm ? 1 : tensor.dims[1]);
    for (std::uint64_t i = 0; i < values; ++i)
      tensor.data += test::rawBytes(isNorm ? 1.0f : normal(random));
  }
  return model;
}

TEST(SwitchLength, AnswersGoOnAsIfComputedAfresh) {
  const test::TemporaryFolder folder;
  EngineOptions options;
  options.threads = 1;
  options.exactWeights = true;
  const auto engine = Engine::open(
      folder.write("model.gguf", lively(test::littleModelOf("phi3")).build()), options);

  GenerationRequest request;
  request.prompt = {72, 101, 108, 108};  // the switch is after 8 tokens
  request.maxTokens = 20;
  request.sampling.temperature = 0;
  request.ignoreEnd = true;
  std::vector<TokenId> tokens = request.prompt, answer;
  std::promise<FinishReason> finished;
  (void)engine->submit(request, [&](const GenerationEvent& event) {
    if (event.token >= 0) answer.push_back(event.token);
    if (event.last) finished.set_value(event.reason);
    return true;
  });
  ASSERT_EQ(finished.get_future().get(), FinishReason::Length);
  ASSERT_EQ(answer.size(), 20u);
  for (const TokenId token : answer) {
    EXPECT_EQ(token, mostProbable(engine->logits(tokens, 1))) << "after " << tokens.size();
    tokens.push_back(token);
  }
}

}  // namespace
}  // namespace alcove::runtime
