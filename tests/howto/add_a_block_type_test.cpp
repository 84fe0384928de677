// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "engine/models/run_model.h"
#include "support/random_blocks.h"

namespace alcove::models {
namespace {

TEST(AddABlockType, ItsRowIsFoundByIdAndName) {
  EXPECT_EQ(quant::findBlockType(250u), &quant::kDUMMY);
  EXPECT_EQ(quant::findBlockType("dummy"), &quant::kDUMMY);
}

std::vector<float> logitsOf(const test::GgufBuilder& builder, bool exact) {
  ModelOptions options;
  options.exactWeights = exact;
  options.keyType = options.valueType = &quant::kF32;
  return run(*Model::load(fileOf(builder), options), {7, 250, 0, 99, 256});
}

// A model whose matrices are all of the type says what one with the same values as floats says.
TEST(AddABlockType, AModelOfItLoadsAndRuns) {
  test::GgufBuilder added = test::littleModel(), floats = test::littleModel();
  std::mt19937 random(5);
  for (test::BuiltTensor& tensor : added.tensors) {
    if (tensor.dims.size() < 2) continue;
    const std::size_t count = tensor.dims[0] * tensor.dims[1];
    const auto blocks = test::randomBlocks(quant::kDUMMY, count / 4, random);
    std::vector<float> values(count);
    quant::kDUMMY.decode(blocks.data(), values.data(), count / 4);
    tensor.typeId = quant::kDUMMY.ggmlId;
    tensor.data.assign(reinterpret_cast<const char*>(blocks.data()), blocks.size());
    test::BuiltTensor& twin = floats.tensor(tensor.name);
    twin.typeId = quant::kF32.ggmlId;
    twin.data.assign(reinterpret_cast<const char*>(values.data()), 4 * count);
  }
  const std::vector<float> expected = logitsOf(floats, true);
  const auto [low, high] = std::ranges::minmax(expected);
  ASSERT_GT(high - low, 0.1f);
  for (const bool exact : {false, true}) {
    const std::vector<float> actual = logitsOf(added, exact);
    for (std::size_t i = 0; i < expected.size(); ++i)
      ASSERT_NEAR(actual[i], expected[i], 1e-4f * (high - low)) << "logit " << i;
  }
}

}  // namespace
}  // namespace alcove::models
