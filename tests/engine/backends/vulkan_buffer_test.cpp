// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Buffers that share allocations: each has its own bytes, and all of it goes when the last does.
#include <alcove/error.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "backends/vulkan/staging.h"
#include "support/vulkan_faults.h"

namespace alcove::backends::vulkan {
namespace {

class VulkanBuffers : public testing::Test {
 protected:
  void SetUp() override {
    try {
      m_instance = Instance::shared();
    } catch (const Error& error) {
      GTEST_SKIP() << error.sentence();
    }
    const auto devices = m_instance->devices();
    const auto usable = std::ranges::find_if(
        devices, [](const DeviceTraits& traits) { return traits.passedOver.empty(); });
    if (usable == devices.end()) GTEST_SKIP() << "No device can be used.";
    faults = {};
    deviceTableHook = installFaults;
    m_device = std::make_unique<Device>(m_instance, *usable);
    m_opened = faults.live;
  }
  void TearDown() override {
    m_device.reset();
    deviceTableHook = nullptr;
  }
  // Made and not destroyed since the device was opened: buffers and allocations.
  [[nodiscard]] int live() const { return faults.live - m_opened; }

  std::shared_ptr<const Instance> m_instance;
  std::unique_ptr<Device> m_device;
  int m_opened = 0;
};

TEST_F(VulkanBuffers, HaveTheirOwnBytesInFewAllocations) {
  std::vector<std::size_t> sizes;
  for (std::size_t i = 0; i < 300; ++i) sizes.push_back(1 + i * 7 % 1000);
  auto buffers = Buffer::makeMany(*m_device, sizes, MemoryUse::Device);
  ASSERT_EQ(buffers.size(), sizes.size());
  EXPECT_LE(live(), 300 + 16);
  EXPECT_GE(m_device->allocatedBytes(), 300u);

  Staging staging(*m_device);
  const auto bytesOf = [](std::size_t i, std::size_t size) {
    return std::vector<std::byte>(size, std::byte(i * 31 + 5));
  };
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    const BufferRange whole{buffers[i], 0, sizes[i]};
    staging.upload(bytesOf(i, sizes[i]), {&whole, 1});
  }
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    std::vector<std::byte> read(sizes[i]);
    const BufferRange whole{buffers[i], 0, sizes[i]};
    staging.download({&whole, 1}, read);
    EXPECT_EQ(read, bytesOf(i, sizes[i])) << i;
  }

  const Buffer last = std::move(buffers[150]);
  buffers.clear();
  EXPECT_EQ(live(), 1 + 1) << "the allocation stays for the one that is left";
  EXPECT_NE(last.handle(), VkBuffer(VK_NULL_HANDLE));
}

TEST_F(VulkanBuffers, ThatAreLargeHaveAllocationsOfTheirOwn) {
  const std::size_t mebibyte = std::size_t(1) << 20;
  const std::vector<std::size_t> sizes{300 * mebibyte, 100 * mebibyte, 4, 4, 4};
  const auto buffers = Buffer::makeMany(*m_device, sizes, MemoryUse::Device);
  EXPECT_EQ(live(), 5 + 3) << "300 and 100 alone, and one of what follows";
}

TEST_F(VulkanBuffers, AreAllThereOrNone) {
  const std::vector<std::size_t> sizes{100, 200, 300};
  int failed = 0;
  for (int failAt = 1;; ++failAt, ++failed) {
    faults.calls = 0;
    faults.failAt = failAt;
    try {
      const auto buffers = Buffer::makeMany(*m_device, sizes, MemoryUse::Upload);
      break;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::OutOfMemory);
      EXPECT_EQ(live(), 0);
      EXPECT_EQ(m_device->allocatedBytes(), 0u);
    }
    ASSERT_LT(failAt, 100);
  }
  EXPECT_GE(failed, 8) << "three buffers made and bound, memory provided and mapped";
}

}  // namespace
}  // namespace alcove::backends::vulkan
