// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Asks the Vulkan driver for what is forbidden, and so shows that the validation layers are really
// there: a buffer of no size and no use; with --past-the-end, a kernel that writes more than there
// is, which only GPU-assisted validation sees. Exit code 77 where there is no device.
#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <string_view>

#include "backends/vulkan/recording.h"

namespace alcove::backends::vulkan {
namespace {

void makeBufferOfNothing(const Device& device) {
  VkBufferCreateInfo info{};
  info.sType = VK_STRUCTURE_TYPE_BUFFER_CREATE_INFO;
  VkBuffer buffer = VK_NULL_HANDLE;
  if (device.api().vkCreateBuffer(device.handle(), &info, nullptr, &buffer) == VK_SUCCESS)
    device.api().vkDestroyBuffer(device.handle(), buffer, nullptr);
}

void writePastTheEnd(Device& device) {
  constexpr std::size_t kBytes = 1024;
  const Buffer from(device, kBytes, MemoryUse::Device), to(device, kBytes / 2, MemoryUse::Device);
  struct {
    std::uint32_t count = kBytes / sizeof(float);
    float factor = 2;
  } push;
  PipelineSet pipelines(device);
  Dispatch dispatch;
  dispatch.pipeline = &pipelines.get("scale", std::vector<std::uint32_t>{64});
  dispatch.reads = {{{from.handle(), 0, kBytes}, VK_FORMAT_R32_SFLOAT}};
  dispatch.output = {to.handle(), 0, kBytes / 2};
  dispatch.push.resize(sizeof push);
  std::memcpy(dispatch.push.data(), &push, sizeof push);
  Recording recording(device, pipelines);
  recording.dispatch(dispatch);
  recording.finish();
  recording.run();
}

int provoke(bool pastTheEnd) {
  const auto instance = Instance::shared();
  const auto devices = instance->devices();
  const auto usable = std::ranges::find_if(
      devices, [](const DeviceTraits& traits) { return traits.passedOver.empty(); });
  if (usable == devices.end()) return 77;
  Device device(instance, *usable);
  if (pastTheEnd) {
    writePastTheEnd(device);
  } else {
    makeBufferOfNothing(device);
  }
  return 0;
}

}  // namespace
}  // namespace alcove::backends::vulkan

int main(int argc, char** argv) {
  try {
    return alcove::backends::vulkan::provoke(argc > 1 &&
                                             argv[1] == std::string_view("--past-the-end"));
  } catch (const alcove::Error& error) {
    fmt::print("{}\n", error.sentence());
    return 77;
  }
}
