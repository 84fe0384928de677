// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "cache/kv_pool.h"
#include "formats/gguf_file.h"
#include "models/model.h"
#include "support/gguf_builder.h"
#include "support/temporary_folder.h"

namespace alcove::models {
namespace {

// The little llama under the name of the added architecture.
test::GgufBuilder dummyModel() {
  test::GgufBuilder model = test::littleModel();
  for (test::BuiltValue& value : model.metadata)
    if (value.key.starts_with("llama.")) value.key.replace(0, 5, "dummy");
  model.set(test::stringValue("general.architecture", "dummy"));
  model.set(test::float32Value("dummy.logit_limit", 0.05f));
  return model;
}

std::vector<float> logitsOf(const test::GgufBuilder& builder) {
  const test::TemporaryFolder folder;
  const auto model =
      Model::load(formats::GgufFile::open(folder.write("model.gguf", builder.build())), {});
  constexpr std::array<std::int32_t, 5> kTokens = {7, 250, 0, 99, 256};
  cache::KvPool pool(model->kvLayout(), 1);
  const cache::BlockId block = 0;
  const BatchSequence sequence{0, std::uint32_t(kTokens.size()), 0, {&block, 1}};
  const std::array<std::uint32_t, 2> outputs = {1, 4};
  std::vector<float> logits(outputs.size() * model->vocabularySize());
  model->forward({kTokens, {&sequence, 1}, outputs}, pool.layers(), logits);
  return logits;
}

TEST(AddAnArchitecture, ItsRowLoadsAndRunsIt) {
  const std::vector<float> plain = logitsOf(test::littleModel());
  const std::vector<float> capped = logitsOf(dummyModel());
  ASSERT_EQ(plain.size(), capped.size());
  ASSERT_GT(std::ranges::max(plain), 0.02f) << "the cap would change nothing";
  for (std::size_t i = 0; i < plain.size(); ++i)
    ASSERT_NEAR(capped[i], 0.05f * std::tanh(plain[i] / 0.05f), 1e-6f) << "logit " << i;
}

TEST(AddAnArchitecture, ItsKeysAreChecked) {
  test::GgufBuilder model = dummyModel();
  model.set(test::float32Value("dummy.logit_limit", 0));
  try {
    (void)logitsOf(model);
    FAIL() << "was accepted";
  } catch (const Error& error) {
    EXPECT_THAT(error.sentence(), testing::HasSubstr("dummy.logit_limit"));
  }
}

}  // namespace
}  // namespace alcove::models
