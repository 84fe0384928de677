// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "quant/block_type.h"

namespace alcove::quant {
namespace {

using testing::HasSubstr;

TEST(BlockTypes, AreInTheOrderOfTheirIdsAndFoundByIdAndName) {
  ASSERT_EQ(blockTypes().size(), 28u);
  const BlockType* previous = nullptr;
  for (const BlockType* type : blockTypes()) {
    if (previous != nullptr) {
      EXPECT_LT(previous->ggmlId, type->ggmlId);
    }
    EXPECT_NE(type->decode, nullptr) << type->name;
    EXPECT_EQ(findBlockType(type->ggmlId), type);
    EXPECT_EQ(findBlockType(type->name), type);
    previous = type;
  }
}

TEST(BlockTypes, NamesAreComparedWithoutCaseAndAsAWhole) {
  EXPECT_EQ(findBlockType("q4_k"), &kQ4_K);
  EXPECT_EQ(findBlockType("bf16"), &kBF16);
  EXPECT_EQ(findBlockType("Q4_"), nullptr);
  EXPECT_EQ(findBlockType("Q4_K_M"), nullptr);
  EXPECT_EQ(findBlockType(""), nullptr);
}

TEST(BlockTypes, RowBytesCountWholeBlocks) {
  EXPECT_EQ(rowBytes(kF32, 3), 12u);
  EXPECT_EQ(rowBytes(kQ8_0, 64), 68u);
  EXPECT_EQ(rowBytes(kQ6_K, 512), 420u);
}

struct Unreadable {
  std::uint32_t id;
  const char* name;
  const char* description;
};

class UnreadableType : public testing::TestWithParam<Unreadable> {};

TEST_P(UnreadableType, IsNamed) {
  EXPECT_EQ(findBlockType(GetParam().id), nullptr);
  EXPECT_EQ(unreadableTypeName(GetParam().id), GetParam().name);
  EXPECT_THAT(std::string(describeUnreadableType(GetParam().id)),
              HasSubstr(GetParam().description));
}

INSTANTIATE_TEST_SUITE_P(
    Ids, UnreadableType,
    testing::Values(Unreadable{4, "Q4_2", "removed from the format in 2023"},
                    Unreadable{5, "Q4_3", "removed from the format in 2023"},
                    Unreadable{15, "Q8_K", "intermediate"}, Unreadable{26, "I32", "whole numbers"},
                    Unreadable{28, "F64", "cannot read"},
                    Unreadable{31, "Q4_0_4_4", "convert the model to Q4_0"},
                    Unreadable{32, "Q4_0_4_8", "convert the model to Q4_0"},
                    Unreadable{33, "Q4_0_8_8", "convert the model to Q4_0"},
                    Unreadable{36, "IQ4_NL_4_4", "bitnet.cpp uses the number for I2_S"},
                    Unreadable{38, "IQ4_NL_8_8", "convert the model to IQ4_NL"},
                    Unreadable{139, "IQ4_K", "ik_llama.cpp fork"},
                    Unreadable{223, "IQ4_XS_R8", "ik_llama.cpp fork"},
                    Unreadable{43, "unknown", "unknown to the format"},
                    Unreadable{0xffffffff, "unknown", "unknown to the format"}));

TEST(BlockTypes, NoTypeIsBothReadableAndNot) {
  for (const BlockType* type : blockTypes())
    EXPECT_EQ(describeUnreadableType(type->ggmlId), "unknown to the format") << type->name;
}

}  // namespace
}  // namespace alcove::quant
