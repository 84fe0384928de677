// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

#include "engine/models/run_model.h"

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
  return run(*Model::load(fileOf(builder), {}), {7, 250, 0, 99, 256});
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
