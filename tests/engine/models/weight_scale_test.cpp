// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Some files keep one more scale for a whole matrix beside it, as a tensor of one value.

#include <alcove/error.h>
#include <gmock/gmock.h>

#include "engine/models/run_model.h"

namespace alcove::models {
namespace {

const std::vector<std::int32_t> kTokens = {3, 250, 7, 7, 100};

test::BuiltTensor scaleOf(const std::string& name, float scale) {
  test::BuiltTensor tensor = test::filledTensor(name + ".scale", {1}, quant::kF32);
  tensor.data = test::rawBytes(scale);
  return tensor;
}

std::vector<float> logitsOf(const test::GgufBuilder& builder) {
  ModelOptions options;
  options.exactWeights = true;
  return run(*Model::load(fileOf(builder), options), kTokens);
}

TEST(WeightScale, IsAppliedToTheProductButNotToTheBias) {
  const test::BuiltTensor bias = test::filledTensor("blk.0.attn_v.bias", {16}, quant::kF32);
  test::GgufBuilder plain = test::littleModel();
  plain.tensors.push_back(bias);
  test::GgufBuilder scaled = plain, multiplied = plain;
  for (const char* name : {"blk.0.attn_v", "blk.0.ffn_down"}) {
    scaled.tensors.push_back(scaleOf(name, 30));
    test::BuiltTensor& tensor = multiplied.tensor(std::string(name) + ".weight");
    const std::size_t count = tensor.dims[0] * tensor.dims[1];
    const quant::BlockType& type = *quant::findBlockType(tensor.typeId);
    std::vector<float> values(count);
    type.decode(reinterpret_cast<const std::byte*>(tensor.data.data()), values.data(),
                count / type.blockValues);
    for (float& value : values) value *= 30;
    tensor.typeId = quant::kF32.ggmlId;
    tensor.data.assign(reinterpret_cast<const char*>(values.data()), count * sizeof(float));
  }
  const std::vector<float> actual = logitsOf(scaled), expected = logitsOf(multiplied);
  EXPECT_THAT(actual, testing::Pointwise(testing::FloatNear(1e-5f), expected));
  EXPECT_THAT(actual, testing::Not(testing::Pointwise(testing::FloatNear(1e-3f), logitsOf(plain))));
}

TEST(WeightScale, ThatNobodyAppliesIsRefused) {
  test::GgufBuilder builder = test::littleModel();
  builder.tensors.push_back(scaleOf("blk.0.attn_norm", 2));
  try {
    (void)logitsOf(builder);
    FAIL() << "was accepted";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::Unsupported);
    EXPECT_THAT(error.sentence(), testing::HasSubstr("'blk.0.attn_norm.scale'"));
  }
}

}  // namespace
}  // namespace alcove::models
