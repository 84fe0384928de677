// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <vector>

#include "quant/block_type.h"
#include "support/process.h"
#include "support/temporary_folder.h"

namespace alcove::tools {
namespace {

using test::runEngine;
using testing::HasSubstr;
using testing::IsEmpty;

class DequantizeCommand : public testing::Test {
 protected:
  test::ProcessResult dequantize(const std::string& type, const std::string& in) {
    return runEngine({"dequantize", "--type", type, "--in", in, "--out", m_out.string()});
  }

  test::TemporaryFolder m_folder;
  std::filesystem::path m_out = m_folder / "values";
};

TEST_F(DequantizeCommand, WritesTheValuesOfTheGoldenBlocks) {
  constexpr std::size_t kBlocks = 6;
  const std::string golden =
      test::readFile(test::pathFromEnvironment("ALCOVE_SOURCE_DIR") / "tests/data/quants/Q4_K.bin");
  const std::size_t rawBytes = kBlocks * quant::kQ4_K.blockBytes;
  const auto in = m_folder.write("blocks", golden.substr(0, rawBytes));
  const auto result = dequantize("q4_k", in.string());
  EXPECT_EQ(result.exitCode, 0) << result.err;
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_EQ(test::readFile(m_out), golden.substr(rawBytes));
}

TEST_F(DequantizeCommand, WorksThroughFilesOfManyPieces) {
  const std::vector<float> values(1'000'003, 0.5f);
  const std::string raw(reinterpret_cast<const char*>(values.data()), values.size() * 4);
  const auto result = dequantize("F32", m_folder.write("blocks", raw).string());
  EXPECT_EQ(result.exitCode, 0) << result.err;
  EXPECT_TRUE(test::readFile(m_out) == raw);
}

TEST_F(DequantizeCommand, RefusesWhatIsNoWholeBlock) {
  for (const std::size_t size : {0u, 1u, 35u}) {
    const auto in = m_folder.write("blocks", std::string(size, 'x'));
    const auto result = dequantize("Q8_0", in.string());
    EXPECT_EQ(result.exitCode, 1);
    EXPECT_THAT(result.err, HasSubstr("not a whole number of Q8_0 blocks of 34 bytes"));
    EXPECT_FALSE(std::filesystem::exists(m_out));
  }
}

TEST_F(DequantizeCommand, NamesTheTypesThatItKnows) {
  const auto result = dequantize("Q9_Z", m_folder.write("blocks", "x").string());
  EXPECT_EQ(result.exitCode, 1);
  EXPECT_THAT(result.err, HasSubstr("There is no block type 'Q9_Z'; there are F32, F16"));
}

TEST_F(DequantizeCommand, SaysWhichFileIsMissing) {
  const auto missing = (m_folder / "none").string();
  EXPECT_THAT(dequantize("F16", missing).err, HasSubstr(missing));
  EXPECT_FALSE(std::filesystem::exists(m_out));
  const auto in = m_folder.write("blocks", "xx").string();
  const auto result =
      runEngine({"dequantize", "--type", "F16", "--in", in, "--out", (m_folder / "a/b").string()});
  EXPECT_EQ(result.exitCode, 1);
  EXPECT_THAT(result.err, HasSubstr("cannot be written"));
}

TEST_F(DequantizeCommand, WantsAllItsOptions) {
  EXPECT_EQ(runEngine({"dequantize", "--type", "F16"}).exitCode, 2);
}

}  // namespace
}  // namespace alcove::tools
