// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/vulkan/instance.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <mutex>

namespace alcove::backends::vulkan {
namespace {

// Fills volk's pointers once; what it found stays loaded.
VkResult loadVulkan() {
  static const VkResult result = volkInitialize();
  return result;
}

}  // namespace

std::shared_ptr<const Instance> Instance::shared() {
  static std::mutex mutex;
  static std::weak_ptr<const Instance> current;
  const std::lock_guard lock(mutex);
  if (auto instance = current.lock()) return instance;
  const std::shared_ptr<const Instance> instance(new Instance());
  current = instance;
  return instance;
}

Instance::Instance() {
  if (loadVulkan() != VK_SUCCESS)
    throw Error(ErrorCode::Device, "This system has no Vulkan: its loader, libvulkan, is missing.");
  VkApplicationInfo application{};
  application.sType = VK_STRUCTURE_TYPE_APPLICATION_INFO;
  application.pApplicationName = "Alcove";
  application.apiVersion = VK_API_VERSION_1_3;  // the most that we know; a device may have less
  VkInstanceCreateInfo info{};
  info.sType = VK_STRUCTURE_TYPE_INSTANCE_CREATE_INFO;
  info.pApplicationInfo = &application;
  const VkResult result = vkCreateInstance(&info, nullptr, &m_instance);
  if (result == VK_ERROR_INCOMPATIBLE_DRIVER)
    throw Error(ErrorCode::Device, "This system has no Vulkan driver.");
  check(result, "start");
  volkLoadInstance(m_instance);
  try {
    findDevices();
  } catch (...) {
    vkDestroyInstance(m_instance, nullptr);
    throw;
  }
}

Instance::~Instance() { vkDestroyInstance(m_instance, nullptr); }

void Instance::findDevices() {
  std::uint32_t count = 0;
  const VkResult result = vkEnumeratePhysicalDevices(m_instance, &count, nullptr);
  // A driver without its hardware fails here.
  if (result == VK_ERROR_INITIALIZATION_FAILED || (result == VK_SUCCESS && count == 0))
    throw Error(ErrorCode::Device, "This system has a Vulkan driver, but no device for it.");
  check(result, "list its devices");
  std::vector<VkPhysicalDevice> handles(count);
  check(vkEnumeratePhysicalDevices(m_instance, &count, handles.data()), "list its devices");
  handles.resize(count);
  for (const VkPhysicalDevice handle : handles) m_devices.push_back(traitsOf(handle));
  if (deviceListHook != nullptr) deviceListHook(m_devices);
}

}  // namespace alcove::backends::vulkan
