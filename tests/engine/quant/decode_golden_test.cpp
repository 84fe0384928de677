// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <vector>

#include "quant/block_type.h"
#include "support/temporary_folder.h"

namespace alcove::quant {
namespace {

// Each file holds `blocks` blocks as ggml wrote them, then their values as ggml reads them.
struct Golden {
  const BlockType* type;
  std::size_t blocks;
};

class DecodeGolden : public testing::TestWithParam<Golden> {};

TEST_P(DecodeGolden, IsExact) {
  const BlockType& type = *GetParam().type;
  const std::string file = test::readFile(test::pathFromEnvironment("ALCOVE_SOURCE_DIR") /
                                          "tests/data/quants" / (std::string(type.name) + ".bin"));
  const std::size_t rawBytes = GetParam().blocks * type.blockBytes;
  const std::size_t count = GetParam().blocks * type.blockValues;
  ASSERT_EQ(file.size(), rawBytes + count * sizeof(float));
  std::vector<float> expected(count);
  std::memcpy(expected.data(), file.data() + rawBytes, count * sizeof(float));

  std::vector<float> values(count);
  type.decode(reinterpret_cast<const std::byte*>(file.data()), values.data(), GetParam().blocks);

  float largest = 0;
  for (const float value : expected) largest = std::max(largest, std::fabs(value));
  ASSERT_GT(largest, 0);
  for (std::size_t i = 0; i < count; ++i) {
    ASSERT_NEAR(values[i], expected[i], 1e-6f * largest) << type.name << " value " << i;
  }
}

INSTANTIATE_TEST_SUITE_P(Types, DecodeGolden,
                         testing::Values(Golden{&kF16, 64}, Golden{&kBF16, 64}, Golden{&kQ8_0, 12},
                                         Golden{&kQ4_0, 12}, Golden{&kQ4_1, 12}, Golden{&kQ4_K, 6},
                                         Golden{&kQ5_K, 6}, Golden{&kQ6_K, 6}),
                         [](const auto& instance) {
                           return std::string(instance.param.type->name);
                         });

TEST(Decode, F32IsAsStored) {
  const std::vector<float> stored = {0.0f, -1.5f, 3e38f, 1e-45f};
  std::vector<float> values(stored.size());
  kF32.decode(reinterpret_cast<const std::byte*>(stored.data()), values.data(), stored.size());
  EXPECT_EQ(values, stored);
}

TEST(Decode, BlocksMayLieAtOddAddresses) {
  for (const BlockType* type : blockTypes()) {
    std::vector<std::byte> bytes(type->blockBytes + 1, std::byte{0x11});
    std::vector<float> odd(type->blockValues);
    std::vector<float> even(type->blockValues);
    type->decode(bytes.data(), even.data(), 1);
    type->decode(bytes.data() + 1, odd.data(), 1);
    EXPECT_EQ(odd, even) << type->name;
  }
}

}  // namespace
}  // namespace alcove::quant
