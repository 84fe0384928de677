// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/device_list.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "planner/planner.h"
#include "runtime/device_choice.h"
#include "runtime/device_fit.h"

namespace alcove::runtime {
namespace {

using State = SpeedFile::State;

ListedDevice device(const char* kind, const char* name, State state, double weightBytesPerS = 0,
                    double productsPerS = 0) {
  ListedDevice result{kind,
                      {name, 8'000'000'000, true, "There."},
                      kind == std::string_view("cpu") ? -1 : 0,
                      std::string("key of ") + name,
                      {state, {weightBytesPerS, productsPerS}, "It has no memory."}};
  return result;
}

// What is said of the device at `place`, as the engine would choose among them.
DeviceUse useAt(const std::vector<ListedDevice>& devices, std::size_t place) {
  return useOf(devices[place], devices, chooseDevice("auto", devices));
}

class UseOf : public testing::Test {
 protected:
  void SetUp() override {
    if (!isAutomatic("auto")) GTEST_SKIP() << "ALCOVE_DEVICE decides here";
  }
  ListedDevice m_processor = device("cpu", "The processor", State::Measured, 40e9, 0.7e12);
};

TEST_F(UseOf, ASlowerCardIsLeftAloneWithBothFigures) {
  const DeviceUse use =
      useAt({m_processor, device("vulkan", "Slow Card", State::Measured, 30e9, 0.5e12)}, 1);
  EXPECT_FALSE(use.used);
  for (const char* figure :
       {"71 tokens/s in prompts and 7.5 in answers", "100 tokens/s in prompts and 10 in answers"})
    EXPECT_NE(use.reason.find(figure), std::string::npos) << use.reason;
  EXPECT_FALSE(use.remedy.empty());
}

TEST_F(UseOf, AFasterCardIsUsedAndTheProcessorHelps) {
  const std::vector<ListedDevice> devices = {
      m_processor, device("cuda", "Fast Card", State::Measured, 400e9, 21e12),
      device("vulkan", "Slower Card", State::Measured, 300e9, 10e12)};
  EXPECT_TRUE(useAt(devices, 1).used);
  EXPECT_TRUE(useAt(devices, 1).remedy.empty());
  EXPECT_FALSE(useAt(devices, 0).used);
  EXPECT_FALSE(useAt(devices, 2).used);
  EXPECT_NE(useAt(devices, 2).reason.find("Another card is faster"), std::string::npos);
}

TEST_F(UseOf, SaysWhatKeepsACardFromBeingCompared) {
  for (const auto& [state, reason, remedy] :
       std::initializer_list<std::tuple<State, const char*, const char*>>{
           {State::Unknown, "not been measured yet", "Load a model"},
           {State::Busy, "is measuring its speed", ""},
           {State::Failed, "It has no memory.", "Close other programs"},
           {State::Crashed, "ended while Card was being measured",
            "another version of its driver"}}) {
    const DeviceUse use = useAt({m_processor, device("vulkan", "Card", state)}, 1);
    EXPECT_FALSE(use.used);
    EXPECT_NE(use.reason.find(reason), std::string::npos) << use.reason;
    EXPECT_NE(use.remedy.find(remedy), std::string::npos) << use.remedy;
  }
}

TEST_F(UseOf, WhatCannotBeUsedKeepsItsOwnReason) {
  ListedDevice old{"cuda", {"Old Card", 2'000'000'000, false, "Too old."}, 0, "", {}};
  old.description.remedy = "Buy nothing.";
  const DeviceUse use = useAt({m_processor, old}, 1);
  EXPECT_FALSE(use.used);
  EXPECT_EQ(use.reason, "Too old.");
  EXPECT_EQ(use.remedy, "Buy nothing.");
}

TEST_F(UseOf, AllCardsOfTheKindWorkSaveOneThatSharesTheProcessorsMemory) {
  ListedDevice second = device("cuda", "Second Card", State::Unknown);
  second.index = 1;
  second.speedKey.clear();
  ListedDevice shared = second;
  shared.index = 2;
  shared.description.sharesMemory = true;
  const std::vector<ListedDevice> devices = {
      m_processor, device("cuda", "First Card", State::Measured, 400e9, 21e12), second, shared};
  EXPECT_TRUE(useAt(devices, 1).used);
  EXPECT_TRUE(useAt(devices, 2).used);
  EXPECT_FALSE(useAt(devices, 3).used);
  EXPECT_NE(useAt(devices, 3).reason.find("one that comes first"), std::string::npos);
}

TEST(ListDevices, AsksEveryKindOnceAndBeginsWithTheProcessor) {
  const std::vector<ListedDevice> devices = listDevices();
  ASSERT_FALSE(devices.empty());
  EXPECT_EQ(devices[0].kind, "cpu");
  EXPECT_GT(devices[0].description.memoryBytes, 0u);
  ASSERT_TRUE(devices[0].description.availableBytes);
  EXPECT_LE(*devices[0].description.availableBytes, devices[0].description.memoryBytes);
  EXPECT_GT(devices[0].description.heldBytes, 0u);
  const auto isThere = [](const ListedDevice& device) {
    return device.description.memoryBytes > 0;
  };
  EXPECT_TRUE(std::ranges::is_partitioned(devices, isThere)) << "what is not there comes last";
  for (const BackendName& backend : backendNames())
    EXPECT_NE(std::ranges::find(devices, backend.kind, &ListedDevice::kind), devices.end());
}

TEST(DevicesToFit, TakesTheBudgetsOfItsOwnKind) {
  const std::vector<ListedDevice> listed = {device("cpu", "The processor", State::Unknown),
                                            device("cuda", "Card", State::Unknown),
                                            device("vulkan", "Other Card", State::Unknown)};
  const std::vector<MemoryBudget> budgets = {{"host", 5}, {"vulkan:Other Card", 7}};
  const auto vulkan = devicesToFit({"vulkan", {}}, budgets, listed);
  ASSERT_EQ(vulkan.size(), 2u);
  EXPECT_EQ(vulkan[0].budgetBytes, 5u);
  EXPECT_EQ(vulkan[1].budgetBytes, 7u);
  const auto cuda = devicesToFit({"cuda", {}}, budgets, listed);
  ASSERT_EQ(cuda.size(), 2u) << "a budget of another kind must not take the card away";
  EXPECT_EQ(cuda[0].budgetBytes, 5u);
  EXPECT_EQ(cuda[1].name, "Card");
  EXPECT_EQ(cuda[1].budgetBytes, usualBudget(8'000'000'000));
  EXPECT_EQ(devicesToFit({"cpu", {}}, budgets, listed).size(), 1u);
}

}  // namespace
}  // namespace alcove::runtime
