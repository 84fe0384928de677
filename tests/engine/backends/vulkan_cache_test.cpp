// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// The file of compiled kernels: kept from one start to the next, and as good as none where it is
// damaged.
#include <alcove/error.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <sstream>

#include "backends/vulkan/pipeline.h"
#include "backends/vulkan/pipeline_cache.h"
#include "backends/vulkan/recording.h"
#include "support/temporary_folder.h"

namespace alcove::backends::vulkan {
namespace {

namespace fs = std::filesystem;

std::string contentsOf(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

int refusals = 0;

// A driver that makes caches, but takes no data for them.
void refuseData(VolkDeviceTable& table) {
  static PFN_vkCreatePipelineCache original;
  original = table.vkCreatePipelineCache;
  table.vkCreatePipelineCache = [](VkDevice device, const VkPipelineCacheCreateInfo* info,
                                   const VkAllocationCallbacks* callbacks, VkPipelineCache* made) {
    if (info->initialDataSize == 0) return original(device, info, callbacks, made);
    ++refusals;
    return VK_ERROR_UNKNOWN;
  };
}

class VulkanCache : public testing::Test {
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
    m_traits = *usable;
  }
  void TearDown() override { deviceTableHook = nullptr; }

  // Opens the device and the cache, compiles a kernel with it and ends; whether the file was read.
  bool use() {
    const Device device(m_instance, m_traits);
    PipelineCache cache(device, m_file);
    compile(device, cache);
    return cache.wasRead();
  }
  static void compile(const Device& device, PipelineCache& cache) {
    const PipelineSet layouts(device);
    const Pipeline pipeline(device, layouts.layout(), cache.handle(), shaderNamed("add"), {});
    EXPECT_NE(pipeline.handle(), VkPipeline(VK_NULL_HANDLE));
  }

  test::TemporaryFolder m_folder;
  fs::path m_file = m_folder.path() / "made" / "kernels.vulkan";
  std::shared_ptr<const Instance> m_instance;
  DeviceTraits m_traits;
};

TEST_F(VulkanCache, IsThereAtTheNextStart) {
  EXPECT_FALSE(use());
  ASSERT_TRUE(fs::exists(m_file));
  EXPECT_EQ(fs::status(m_file).permissions() & fs::perms::others_all, fs::perms::none);
  EXPECT_TRUE(use());
}

TEST_F(VulkanCache, DamagedFilesAreNotHandedToTheDriverAndAreReplaced) {
  EXPECT_FALSE(use());
  const std::string good = contentsOf(m_file);
  ASSERT_GT(good.size(), 100u);
  const auto expectRefused = [&](const std::string& contents, const std::string& what) {
    SCOPED_TRACE(what);
    std::ofstream(m_file, std::ios::binary) << contents;
    EXPECT_FALSE(use());
    EXPECT_EQ(contentsOf(m_file).size(), good.size()) << "the next start has a good one again";
    EXPECT_TRUE(use());
  };
  expectRefused("", "empty");
  expectRefused(std::string(4096, 'x'), "something else");
  expectRefused(good + "x", "longer");
  for (std::size_t length = 1; length < good.size(); length += 17)
    expectRefused(good.substr(0, length), "cut at " + std::to_string(length));
  for (std::size_t at = 0; at < good.size(); at += 13) {
    std::string flipped = good;
    flipped[at] = char(flipped[at] ^ 1);
    expectRefused(flipped, "a bit at " + std::to_string(at));
  }
}

TEST_F(VulkanCache, AnotherDriversFileIsNotRead) {
  EXPECT_FALSE(use());
  m_traits.driver += " of tomorrow";
  EXPECT_FALSE(use());
}

TEST_F(VulkanCache, ADriverThatRefusesTheDataStartsAfresh) {
  EXPECT_FALSE(use());
  deviceTableHook = refuseData;
  EXPECT_FALSE(use());
  EXPECT_GT(refusals, 0);
}

TEST_F(VulkanCache, WhereNothingCanBeWrittenItIsDoneWithout) {
  std::ofstream(m_folder.path() / "made") << "a file where the folder should be";
  EXPECT_FALSE(use());
}

}  // namespace
}  // namespace alcove::backends::vulkan
