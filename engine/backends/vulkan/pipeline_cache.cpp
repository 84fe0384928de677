// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/vulkan/pipeline_cache.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <string_view>

#include "base/atomic_file.h"
#include "base/cache_folder.h"
#include "base/log.h"
#include "base/mapped_file.h"
#include "base/sha256.h"

namespace alcove::backends::vulkan {
namespace {

// A file: this line, the SHA-256 of device and data as 64 hexadecimal digits, then the data.
constexpr std::string_view kMagic = "Alcove pipelines 1\n";
constexpr std::size_t kDigits = 64;
constexpr std::size_t kMostBytes = std::size_t(256) << 20;

std::string_view textOf(std::span<const std::byte> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

VkResult create(const Device& device, std::span<const std::byte> data, VkPipelineCache& cache) {
  VkPipelineCacheCreateInfo info{};
  info.sType = VK_STRUCTURE_TYPE_PIPELINE_CACHE_CREATE_INFO;
  info.initialDataSize = data.size();
  info.pInitialData = data.data();
  return device.api().vkCreatePipelineCache(device.handle(), &info, nullptr, &cache);
}

}  // namespace

PipelineCache::PipelineCache(const Device& device, std::filesystem::path file)
    : m_device(device), m_file(std::move(file)) {
  const std::vector<std::byte> kept = read();
  m_wasRead = !kept.empty() && create(device, kept, m_cache) == VK_SUCCESS;
  if (!m_wasRead) check(create(device, {}, m_cache), "make a cache of kernels");
  m_savedBytes = m_wasRead ? kept.size() : 0;
}

PipelineCache::~PipelineCache() {
  if (m_device.isStuck()) return;
  save();
  m_device.api().vkDestroyPipelineCache(m_device.handle(), m_cache, nullptr);
}

std::filesystem::path PipelineCache::usualFile(const DeviceTraits& traits) {
  const std::string device = base::sha256Hex(traits.name + traits.driver);
  return base::cacheFolder() / fmt::format("kernels-{}.vulkan", device.substr(0, 16));
}

// Nothing if there is no file that can be believed.
std::vector<std::byte> PipelineCache::read() const {
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(m_file, error);
  if (error || size > kMostBytes || size <= kMagic.size() + kDigits) return {};
  try {
    const auto mapped = base::MappedFile::open(m_file);
    const std::vector<std::byte> bytes(mapped->bytes().begin(), mapped->bytes().end());
    mapped->verifySize();
    if (bytes.size() <= kMagic.size() + kDigits || !textOf(bytes).starts_with(kMagic)) return {};
    const auto data = std::span(bytes).subspan(kMagic.size() + kDigits);
    if (textOf(bytes).substr(kMagic.size(), kDigits) != checksum(data)) return {};
    return {data.begin(), data.end()};
  } catch (const Error&) {
    return {};
  }
}

std::vector<std::byte> PipelineCache::data() const {
  std::size_t size = 0;
  const auto get = [&](void* to) {
    return m_device.api().vkGetPipelineCacheData(m_device.handle(), m_cache, &size, to);
  };
  if (get(nullptr) != VK_SUCCESS || size > kMostBytes) return {};
  std::vector<std::byte> data(size);
  if (get(data.data()) != VK_SUCCESS) return {};
  data.resize(std::min(size, data.size()));
  return data;
}

std::string PipelineCache::checksum(std::span<const std::byte> data) const {
  const DeviceTraits& traits = m_device.traits();
  return base::sha256Hex(
      fmt::format("{}\n{}\n{}\n{}", traits.name, traits.driver, ALCOVE_VERSION, textOf(data)));
}

void PipelineCache::save() noexcept {
  try {
    const std::vector<std::byte> kept = data();
    if (kept.size() <= m_savedBytes) return;
    std::filesystem::create_directories(m_file.parent_path());
    base::AtomicFile file(m_file, 0600);
    const std::string head = std::string(kMagic) + checksum(kept);
    file.write(std::as_bytes(std::span(head)));
    file.write(kept);
    file.commit();
    m_savedBytes = kept.size();
  } catch (const std::exception& error) {
    base::log(base::LogLevel::Info, "vulkan",
              fmt::format("Compiled kernels are not kept: {}", error.what()));
  }
}

}  // namespace alcove::backends::vulkan
