// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <vector>

#include "quant/block_type.h"
#include "support/temporary_folder.h"

namespace alcove::quant {
namespace {

// Each file holds blocks as ggml wrote them, then their values as ggml reads them.
class DecodeGolden : public testing::TestWithParam<const BlockType*> {};

TEST_P(DecodeGolden, IsExact) {
  const BlockType& type = *GetParam();
  const std::string file = test::readFile(test::pathFromEnvironment("ALCOVE_SOURCE_DIR") /
                                          "tests/data/quants" / (std::string(type.name) + ".bin"));
  const std::size_t step = type.blockBytes + type.blockValues * sizeof(float);
  const std::size_t blocks = file.size() / step;
  ASSERT_GE(blocks, 6u);
  ASSERT_EQ(file.size(), blocks * step);
  std::vector<float> expected(blocks * type.blockValues), values(expected.size());
  std::memcpy(expected.data(), file.data() + blocks * type.blockBytes, expected.size() * 4);
  type.decode(reinterpret_cast<const std::byte*>(file.data()), values.data(), blocks);
  ASSERT_GT(std::ranges::max(expected), 0);
  for (std::size_t i = 0; i < values.size(); ++i)
    ASSERT_EQ(values[i], expected[i]) << type.name << " value " << i;
}

std::vector<const BlockType*> storedInBlocks() {
  std::vector<const BlockType*> types(blockTypes().begin(), blockTypes().end());
  std::erase(types, &kF32);
  return types;
}

INSTANTIATE_TEST_SUITE_P(Types, DecodeGolden, testing::ValuesIn(storedInBlocks()),
                         [](const auto& instance) { return std::string(instance.param->name); });

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
