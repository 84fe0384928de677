// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "backends/vulkan/device.h"

namespace alcove::backends::vulkan {

// What the driver made of kernels, kept in a file for the next start: compiling them all takes some
// drivers minutes. A file that is damaged, of another device, driver or version, or refused by the
// driver is as good as none. Drivers believe what they are handed, so it is checked as a whole
// before.
class PipelineCache {
 public:
  // The device outlives it. Throws Error of the device or OutOfMemory.
  PipelineCache(const Device& device, std::filesystem::path file);
  ~PipelineCache();
  PipelineCache(const PipelineCache&) = delete;
  PipelineCache& operator=(const PipelineCache&) = delete;

  // In the cache folder, one for each device.
  [[nodiscard]] static std::filesystem::path usualFile(const DeviceTraits& traits);

  [[nodiscard]] VkPipelineCache handle() const { return m_cache; }
  [[nodiscard]] bool wasRead() const { return m_wasRead; }

  // Writes the file if there is more to keep than it holds. A disk that refuses is not worth an
  // error: the next start takes longer.
  void save() noexcept;

 private:
  [[nodiscard]] std::vector<std::byte> read() const;
  [[nodiscard]] std::vector<std::byte> data() const;
  [[nodiscard]] std::string checksum(std::span<const std::byte> data) const;

  const Device& m_device;
  std::filesystem::path m_file;
  VkPipelineCache m_cache = VK_NULL_HANDLE;
  std::size_t m_savedBytes = 0;
  bool m_wasRead = false;
};

}  // namespace alcove::backends::vulkan
