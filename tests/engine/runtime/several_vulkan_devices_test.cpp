// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Models on several Vulkan devices: the first that this system has, listed twice as if it were two
// cards, each with as much memory as a test says.

#include <alcove/error.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <mutex>

#include "backends/backend.h"
#include "backends/vulkan/device.h"
#include "engine/runtime/divided_model.h"

namespace alcove::runtime {
namespace {

namespace vulkan = backends::vulkan;
using testing::HasSubstr;
using testing::Not;

constexpr std::uint64_t kGiB = std::uint64_t(1) << 30;

// What the two cards say and have, and what is taken of them.
struct Cards {
  std::uint64_t reportedBytes[2] = {8 * kGiB, 8 * kGiB};
  std::uint64_t memoryBytes = 8 * kGiB;  // that each really has
  vulkan::DeviceTraits limits;           // where a field is set, it takes the place of the device's

  std::mutex mutex;
  PFN_vkAllocateMemory allocate = nullptr;
  PFN_vkFreeMemory free = nullptr;
  std::map<VkDeviceMemory, std::pair<VkDevice, std::uint64_t>> allocations;
  std::map<VkDevice, std::uint64_t> used;
} cards;

VkResult VKAPI_CALL allocateMemory(VkDevice device, const VkMemoryAllocateInfo* info,
                                   const VkAllocationCallbacks* callbacks, VkDeviceMemory* memory) {
  const std::lock_guard lock(cards.mutex);
  if (cards.used[device] + info->allocationSize > cards.memoryBytes)
    return VK_ERROR_OUT_OF_DEVICE_MEMORY;
  const VkResult result = cards.allocate(device, info, callbacks, memory);
  if (result != VK_SUCCESS) return result;
  cards.used[device] += info->allocationSize;
  cards.allocations[*memory] = {device, info->allocationSize};
  return result;
}

void VKAPI_CALL freeMemory(VkDevice device, VkDeviceMemory memory,
                           const VkAllocationCallbacks* callbacks) {
  const std::lock_guard lock(cards.mutex);
  if (const auto found = cards.allocations.find(memory); found != cards.allocations.end()) {
    EXPECT_EQ(found->second.first, device) << "memory of the other card is given back";
    cards.used[device] -= found->second.second;
    cards.allocations.erase(found);
  }
  cards.free(device, memory, callbacks);
}

void watchMemory(VolkDeviceTable& table) {
  cards.allocate = table.vkAllocateMemory;
  cards.free = table.vkFreeMemory;
  table.vkAllocateMemory = allocateMemory;
  table.vkFreeMemory = freeMemory;
}

void listTwice(std::vector<vulkan::DeviceTraits>& devices) {
  const auto usable = std::ranges::find(devices, "", &vulkan::DeviceTraits::passedOver);
  if (usable == devices.end()) return;
  const vulkan::DeviceTraits one = *usable;
  devices = {one, one};
  for (std::size_t i = 0; i < 2; ++i) {
    vulkan::DeviceTraits& card = devices[i];
    card.name = i == 0 ? "Card A" : "Card B";
    card.card = card.name;
    card.type = VK_PHYSICAL_DEVICE_TYPE_DISCRETE_GPU;
    card.asPlainCard = true;
    card.subgroups = false;
    card.subgroupSize = 0;
    card.sharesMemory = false;
    card.memoryBytes = cards.reportedBytes[i];
    if (cards.limits.mostAllocationBytes)
      card.mostAllocationBytes = cards.limits.mostAllocationBytes;
    if (cards.limits.mostBufferBytes) card.mostBufferBytes = cards.limits.mostBufferBytes;
  }
}

class SeveralVulkanDevices : public testing::Test {
 protected:
  void SetUp() override {
    try {
      (void)backends::createBackend("vulkan", {});
    } catch (const Error& error) {
      GTEST_SKIP() << error.sentence();
    }
    vulkan::deviceListHook = listTwice;
    vulkan::deviceTableHook = watchMemory;
    cards.reportedBytes[0] = cards.reportedBytes[1] = cards.memoryBytes = 8 * kGiB;
    cards.limits = {};
  }
  void TearDown() override {
    vulkan::deviceListHook = nullptr;
    vulkan::deviceTableHook = nullptr;
    EXPECT_TRUE(cards.allocations.empty()) << "something was leaked";
    cards.allocations.clear();
    cards.used.clear();
  }

  [[nodiscard]] std::uint64_t half() const {
    return m_whole.workBytes + (m_whole.weightsBytes + m_whole.cacheBytes) / 2;
  }
  [[nodiscard]] std::vector<float> expected() const {
    const auto engine = m_model.open("cpu");
    return DividedModel::logits(*engine);
  }

  DividedModel m_model;
  planner::Share m_whole = m_model.whole("vulkan");
};

TEST_F(SeveralVulkanDevices, TheSecondTakesWhatTheFirstHasNoRoomFor) {
  std::vector<float> alone;
  {
    const auto engine = m_model.open("vulkan");
    EXPECT_THAT(engine->info().deviceName, Not(HasSubstr("Card B")));
    EXPECT_THAT(engine->info().deviceReason, HasSubstr("Card B is not needed"));
    alone = DividedModel::logits(*engine);
  }
  const auto engine = m_model.open("vulkan", {{"vulkan:0", half()}, {"vulkan:1", m_whole.bytes()}});
  const ModelInfo& info = engine->info();
  EXPECT_THAT(info.deviceName, HasSubstr("Card A"));
  EXPECT_THAT(info.deviceName, HasSubstr(" + Card B"));
  EXPECT_EQ(timesIn(info.deviceName, " + "), 1u) << info.deviceName;
  const std::vector<float> divided = DividedModel::logits(*engine);
  DividedModel::expectSame(divided, alone);
  DividedModel::expectSame(divided, expected());
}

TEST_F(SeveralVulkanDevices, OneOfThemCanBeAskedFor) {
  const auto engine = m_model.open("vulkan:1");
  EXPECT_THAT(engine->info().deviceName, HasSubstr("Card B"));
  EXPECT_THAT(engine->info().deviceName, Not(HasSubstr("Card A")));
  EXPECT_THAT(m_model.refusal("vulkan:2"), HasSubstr("vulkan:0 to vulkan:1"));
}

// Both have room for half of the weights, and one says that it has far more.
TEST_F(SeveralVulkanDevices, OneThatLiesAboutItsMemoryHoldsLess) {
  cards.memoryBytes = half() + (256 << 10);  // what the small buffers of a step take
  const auto engine = m_model.open("vulkan", {{"vulkan:0", 6 * kGiB}, {"vulkan:1", half()}});
  const ModelInfo& info = engine->info();
  EXPECT_THAT(info.deviceName, HasSubstr("Card A"));
  EXPECT_THAT(info.deviceName, HasSubstr("Card B"));
  EXPECT_THAT(info.deviceReason, HasSubstr("vulkan:0 has less memory than it reports"));
  EXPECT_THAT(info.deviceReason, Not(HasSubstr("vulkan:1 has less memory")));
  DividedModel::expectSame(DividedModel::logits(*engine), expected());
}

// The largest weights are the embedding table and the output matrix.
TEST_F(SeveralVulkanDevices, WhatTheyRefuseIsTheProcessors) {
  cards.limits.mostAllocationBytes = 64 * 300 * sizeof(float) - 1;
  const auto engine = m_model.open("vulkan:0");
  EXPECT_THAT(engine->info().deviceReason, HasSubstr("Card A cannot have the output matrix"));
  EXPECT_THAT(engine->info().deviceReason, HasSubstr("Card A cannot have the embedding table"));
  EXPECT_THAT(engine->info().deviceReason, HasSubstr("All 12 layers are on Card A"));
  DividedModel::expectSame(DividedModel::logits(*engine), expected());
}

}  // namespace
}  // namespace alcove::runtime
