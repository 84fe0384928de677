// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "backends/cuda/module_library.h"

namespace alcove::backends::cuda {

// A card as CUDA describes it.
struct DeviceTraits {
  int index = 0;
  kernels::cuda::DeviceInfo info;
  // Why Alcove does not use it, as a sentence; empty if it does.
  std::string passedOver;
};

// All cards, in CUDA's order. Throws Error Device, with the reason, if there is none or no driver.
[[nodiscard]] std::vector<DeviceTraits> listDevices(const ModuleLibrary& library);

// One card and one stream of work on it. All that is made from it is outlived by it. One thread at
// a time.
class Device {
 public:
  // Throws Error Device or OutOfMemory.
  Device(std::shared_ptr<const ModuleLibrary> library, const DeviceTraits& traits);
  ~Device();
  Device(const Device&) = delete;
  Device& operator=(const Device&) = delete;

  [[nodiscard]] const kernels::cuda::Module& api() const { return m_library->functions(); }
  [[nodiscard]] const kernels::cuda::DeviceInfo& info() const { return m_traits.info; }
  [[nodiscard]] kernels::cuda::Stream stream() const { return m_stream; }
  // For what may run beside that.
  [[nodiscard]] kernels::cuda::Stream sideStream() const { return m_sideStream; }

  // To be called before memory is taken and before work is queued: the thread may have worked with
  // another card since.
  void select() const;
  // Throws Error OutOfMemory or Device if the status is not Ok; `doing` ends "The card failed to".
  void check(kernels::cuda::Status status, const char* doing) const;
  // Memory on the card tells what it takes and gives back.
  void countMemory(std::uint64_t takenBytes, std::uint64_t givenBytes) const;
  // Queues a copy. Pinned memory on the host's side must stay as it is until it is done.
  void copy(void* to, const void* from, std::size_t bytes, kernels::cuda::CopyKind kind) const;
  // Waits for all that was queued; failures of it show here.
  void synchronize() const;

  [[nodiscard]] std::uint64_t allocatedBytes() const { return m_allocatedBytes; }

 private:
  std::shared_ptr<const ModuleLibrary> m_library;
  DeviceTraits m_traits;
  kernels::cuda::Stream m_stream = nullptr;
  kernels::cuda::Stream m_sideStream = nullptr;
  mutable std::uint64_t m_allocatedBytes = 0;
};

// A card's memory at this moment.
struct MemoryNow {
  // For all programs; nothing before this process has used the card: asking would take memory.
  std::optional<std::uint64_t> availableBytes;
  std::uint64_t heldBytes = 0;  // that Alcove holds
};
[[nodiscard]] MemoryNow memoryNow(const ModuleLibrary& library, const DeviceTraits& traits);

// A sentence for a status that tells that CUDA cannot be used at all.
[[nodiscard]] std::string whyUnusable(const kernels::cuda::Module& api,
                                      kernels::cuda::Status status);
// What a person can do about that, as a sentence; empty: nothing is known.
[[nodiscard]] std::string remedyFor(kernels::cuda::Status status);

}  // namespace alcove::backends::cuda
