// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/memory_fit.h"

#include <alcove/error.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>

#include "backends/backend.h"
#include "runtime/device_choice.h"
#include "runtime/machine.h"

namespace alcove::runtime {
namespace {

constexpr std::uint64_t kGiB = 1ull << 30;

TEST(MemoryFitTest, DefaultContextIsTheModelsOwnUpTo8192AndLessWhereMemoryIsShort) {
  EXPECT_EQ(fitContext(2048, 0, 1000, kGiB).contextTokens, 2048u);
  EXPECT_EQ(fitContext(131072, 0, 1000, kGiB).contextTokens, 8192u);
  EXPECT_EQ(fitContext(131072, 0, 1000000, 3 * kGiB).contextTokens, 2048u);
  EXPECT_EQ(fitContext(131072, 4096, 1000, kGiB).contextTokens, 4096u);
}

TEST(MemoryFitTest, CacheHoldsAsManyContextsAsAnEighthOfTheMemoryUpToSixteen) {
  EXPECT_EQ(fitContext(8192, 0, 4096, kGiB).cacheTokens, 32768u);
  EXPECT_EQ(fitContext(1024, 0, 4096, kGiB).cacheTokens, 16384u);
  EXPECT_EQ(fitContext(8192, 0, 100000, kGiB).cacheTokens, 8192u);
}

TEST(MemoryFitTest, AWindowBoundsWhatALongContextNeeds) {
  // 1048 tokens fit.
  EXPECT_EQ(fitContext(131072, 0, 1 << 20, kGiB + (24 << 20), 1000).contextTokens, 8192u);
  EXPECT_EQ(fitContext(131072, 100000, 1 << 20, kGiB + (24 << 20), 1000).cacheTokens, 1000u);
  EXPECT_EQ(fitContext(131072, 100000, 1000, kGiB, 1000).cacheTokens, 16000u);
  EXPECT_EQ(fitContext(512, 0, 1 << 20, kGiB, 1000).cacheTokens, 512u);
  EXPECT_THROW((void)fitContext(131072, 100000, 1 << 20, kGiB, 1100), Error);
}

TEST(MemoryFitTest, RefusalsCarryTheNumbers) {
  try {
    (void)fitContext(131072, 100000, 1000000, kGiB);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::OutOfMemory);
    EXPECT_NE(error.sentence().find("1073"), std::string::npos) << error.sentence();
  }
  EXPECT_THROW((void)fitContext(2048, 4096, 1, kGiB), Error);
  EXPECT_THROW((void)fitContext(2048, 1, 1, kGiB), Error);
}

TEST(MemoryFitTest, VerdictsSayWhatIsMissing) {
  EXPECT_EQ(judgeMemory(kGiB, 10 * kGiB, 16 * kGiB).fit, Fit::Yes);
  EXPECT_EQ(judgeMemory(9 * kGiB, 10 * kGiB, 16 * kGiB).fit, Fit::Tight);
  EXPECT_EQ(judgeMemory(12 * kGiB, 10 * kGiB, 16 * kGiB).fit, Fit::Tight);
  const MemoryVerdict no = judgeMemory(40 * kGiB, 10 * kGiB, 16 * kGiB);
  EXPECT_EQ(no.fit, Fit::No);
  EXPECT_NE(no.reason.find("42.9 GB"), std::string::npos);
}

class DeviceChoiceTest : public testing::Test {
 protected:
  void TearDown() override { unsetenv("ALCOVE_DEVICE"); }
};

TEST_F(DeviceChoiceTest, TheEnvironmentForcesADeviceOrSaysWhyNot) {
  unsetenv("ALCOVE_DEVICE");
  EXPECT_EQ(chooseDevice("auto").kind, "cpu");
  EXPECT_NE(chooseDevice("auto").reason.find("Vulkan"), std::string::npos);
  setenv("ALCOVE_DEVICE", "cpu", 1);
  EXPECT_NE(chooseDevice("auto").reason.find("ALCOVE_DEVICE"), std::string::npos);
  for (const char* device : {"vulkan", "cuda"}) {
    const bool built = std::ranges::any_of(
        backends::backendTable(), [&](const auto& row) { return row.kind == std::string(device); });
    setenv("ALCOVE_DEVICE", device, 1);
    try {
      EXPECT_EQ(chooseDevice("auto").kind, device);
      EXPECT_TRUE(built) << device << " was accepted";
    } catch (const Error& error) {
      EXPECT_FALSE(built) << device << " was refused";
      EXPECT_EQ(error.code(), ErrorCode::Unsupported);
      EXPECT_NE(error.sentence().find("backend"), std::string::npos);
    }
  }
  setenv("ALCOVE_DEVICE", "abacus", 1);
  EXPECT_THROW((void)chooseDevice("auto"), Error);
  EXPECT_EQ(chooseDevice("cpu").kind, "cpu");
}

TEST_F(DeviceChoiceTest, ANumberThatNoCardHasIsRefused) {
  setenv("ALCOVE_DEVICE", "cuda:77", 1);
  try {
    (void)chooseDevice("auto");
    FAIL() << "there are not so many cards";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::Device);
    EXPECT_NE(error.sentence().find("ALCOVE_DEVICE asks for cuda:77"), std::string::npos)
        << error.sentence();
  }
  for (const char* text : {"cuda:", "cuda:-1", "cpu:0", "abacus:0"})
    EXPECT_THROW((void)chooseDevice(text), Error) << text;
}

// Of the card whose memory was short, and of no other.
TEST(DeviceChoiceLess, IsCountedOnAfterACardWasFull) {
  const Error full(ErrorCode::OutOfMemory, "It is full.");
  DeviceChoice choice{"cuda", "It was asked for."};
  EXPECT_FALSE(choice.countOnLess(full)) << "that was the processor";
  EXPECT_TRUE(choice.countOnLess(backends::DeviceFull(full, 1, 1000)));
  EXPECT_EQ(choice.less.size(), 1u);
  EXPECT_EQ(choice.less.at(1).bytes, 900u);
  EXPECT_TRUE(choice.countOnLess(backends::DeviceFull(full, 1, 5000)));
  EXPECT_EQ(choice.less.at(1).bytes, 810u) << "never more than before";
  EXPECT_TRUE(choice.countOnLess(backends::DeviceFull(full, 1, 300)));
  EXPECT_EQ(choice.less.at(1).bytes, 270u);
  EXPECT_TRUE(choice.countOnLess(backends::DeviceFull(full, 0, 300)));
  EXPECT_TRUE(choice.countOnLess(backends::DeviceFull(full, 1, 270)));
  EXPECT_EQ(choice.less.at(1).bytes, 0u) << "the fourth time it is left out";
  EXPECT_FALSE(choice.countOnLess(backends::DeviceFull(full, 1, 270)));
  EXPECT_EQ(choice.less.at(0).bytes, 270u);
  const std::string& reason = choice.reason;
  EXPECT_EQ(reason.find("cuda:1 has less"), reason.rfind("cuda:1 has less")) << "said once";
}

TEST(MachineTest, KnowsThisMachine) {
  const Machine machine = inspectMachine();
  EXPECT_FALSE(machine.processor.empty());
  EXPECT_GE(machine.cores, 1);
  EXPECT_GT(machine.memoryBytes, 64u << 20);
  EXPECT_GT(machine.availableBytes, 0u);
  EXPECT_LE(machine.availableBytes, machine.memoryBytes);
  EXPECT_GT(peakResidentBytes(), 1u << 20);
}

}  // namespace
}  // namespace alcove::runtime
