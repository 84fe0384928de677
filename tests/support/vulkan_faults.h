// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <tuple>

#include "backends/vulkan/device.h"

// A Vulkan driver that fails when it is told to, and counts what is made and not destroyed:
// `deviceTableHook = installFaults` puts it before the real one. For one thread at a time.
namespace alcove::backends::vulkan {

// What the driver is made to do.
struct Faults {
  int failAt = 0;  // the call of all that can fail, from 1; 0: none
  VkResult result = VK_ERROR_OUT_OF_DEVICE_MEMORY;
  bool stays = false;  // every call after it fails as well
  int every = 0;       // call of so many that fails; 0: none does for this reason
  int calls = 0;
  int live = 0;  // objects made and not destroyed
  bool next() {
    ++calls;
    return (failAt != 0 && (calls == failAt || (stays && calls > failAt))) ||
           (every != 0 && calls % every == 0);
  }
};
inline Faults faults;

enum class Kind { Plain, Makes, MakesAlways, Destroys };

template <auto member, Kind kind>
struct Wrapped;

template <class R, class... A, R (VKAPI_PTR* VolkDeviceTable::*member)(A...), Kind kind>
struct Wrapped<member, kind> {
  static inline R(VKAPI_PTR* original)(A...) = nullptr;

  static R VKAPI_CALL call(A... arguments) {
    if constexpr (kind == Kind::Destroys) {
      // Null may be destroyed.
      if (std::get<1>(std::tuple(arguments...)) != VK_NULL_HANDLE) --faults.live;
      original(arguments...);
    } else {
      if (kind != Kind::MakesAlways && faults.next()) return faults.result;
      const R result = original(arguments...);
      if (kind != Kind::Plain && result == VK_SUCCESS) ++faults.live;
      return result;
    }
  }
  static void install(VolkDeviceTable& table) {
    original = table.*member;
    table.*member = call;
  }
};

inline void installFaults(VolkDeviceTable& table) {
#define ALCOVE_PAIR(makes, destroys)                                 \
  Wrapped<&VolkDeviceTable::vk##makes, Kind::Makes>::install(table); \
  Wrapped<&VolkDeviceTable::vk##destroys, Kind::Destroys>::install(table);
  ALCOVE_PAIR(CreateBuffer, DestroyBuffer)
  ALCOVE_PAIR(AllocateMemory, FreeMemory)
  ALCOVE_PAIR(CreateBufferView, DestroyBufferView)
  ALCOVE_PAIR(CreateDescriptorPool, DestroyDescriptorPool)
  ALCOVE_PAIR(CreateDescriptorSetLayout, DestroyDescriptorSetLayout)
  ALCOVE_PAIR(CreatePipelineLayout, DestroyPipelineLayout)
  ALCOVE_PAIR(CreateComputePipelines, DestroyPipeline)
  ALCOVE_PAIR(CreateShaderModule, DestroyShaderModule)
  ALCOVE_PAIR(CreateCommandPool, DestroyCommandPool)
  ALCOVE_PAIR(CreateFence, DestroyFence)
#undef ALCOVE_PAIR
  // A cache of kernels that cannot be made as wanted is made empty.
  Wrapped<&VolkDeviceTable::vkCreatePipelineCache, Kind::MakesAlways>::install(table);
  Wrapped<&VolkDeviceTable::vkDestroyPipelineCache, Kind::Destroys>::install(table);
#define ALCOVE_PLAIN(name) Wrapped<&VolkDeviceTable::vk##name, Kind::Plain>::install(table);
  ALCOVE_PLAIN(MapMemory)
  ALCOVE_PLAIN(BindBufferMemory)
  ALCOVE_PLAIN(AllocateCommandBuffers)
  ALCOVE_PLAIN(AllocateDescriptorSets)
  ALCOVE_PLAIN(BeginCommandBuffer)
  ALCOVE_PLAIN(EndCommandBuffer)
  ALCOVE_PLAIN(ResetFences)
  ALCOVE_PLAIN(QueueSubmit)
  ALCOVE_PLAIN(WaitForFences)
#undef ALCOVE_PLAIN
}

}  // namespace alcove::backends::vulkan
