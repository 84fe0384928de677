// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/cuda/device.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include "backends/held_memory.h"
#include "base/assert.h"

namespace alcove::backends::cuda {

namespace kernel = kernels::cuda;
using kernel::Status;

std::string whyUnusable(const kernel::Module& api, Status status) {
  switch (status) {
    case Status::NoDriver:
      return "No NVIDIA driver is installed, or it does not answer.";
    case Status::DriverTooOld:
      return "The NVIDIA driver is too old for this version of Alcove; install version 580 or "
             "newer.";
    case Status::NoDevice:
      return "No NVIDIA graphics card was found.";
    default:
      return fmt::format("CUDA cannot be used: {}.", api.lastMessage());
  }
}

std::string remedyFor(Status status) {
  switch (status) {
    case Status::NoDriver:
      return "If this computer has an NVIDIA card, install its driver, version 580 or newer, and "
             "start Alcove again.";
    case Status::DriverTooOld:
      return "Install version 580 or newer of NVIDIA's driver and start Alcove again.";
    case Status::NoDevice:
      return "Nothing is missing, unless the card is switched off or not plugged in.";
    default:
      return "Restart the computer; if it stays so, install NVIDIA's driver again.";
  }
}

namespace {

HeldMemory& held() {
  static HeldMemory memory;
  return memory;
}

}  // namespace

MemoryNow memoryNow(const ModuleLibrary& library, const DeviceTraits& traits) {
  MemoryNow now;
  const auto heldBytes = held().of(std::uint64_t(traits.index));
  if (!heldBytes) return now;
  now.heldBytes = *heldBytes;
  std::uint64_t free = 0;
  const kernel::Module& api = library.functions();
  if (api.selectDevice(traits.index) == Status::Ok && api.freeMemory(&free) == Status::Ok)
    now.availableBytes = free;
  return now;
}

std::vector<DeviceTraits> listDevices(const ModuleLibrary& library) {
  const kernel::Module& api = library.functions();
  int count = 0;
  Status status = api.deviceCount(&count);
  if (status == Status::Ok && count == 0) status = Status::NoDevice;
  if (status != Status::Ok) throw Error(ErrorCode::Device, whyUnusable(api, status));
  std::vector<DeviceTraits> devices;
  for (int i = 0; i < count; ++i) {
    DeviceTraits traits;
    traits.index = i;
    status = api.describeDevice(i, &traits.info);
    const kernel::DeviceInfo& info = traits.info;
    if (status != Status::Ok)
      traits.passedOver = whyUnusable(api, status);
    else if (info.capabilityMajor * 10 + info.capabilityMinor < 75)
      traits.passedOver = fmt::format("{} has compute capability {}.{}, and 7.5 is needed.",
                                      info.name, info.capabilityMajor, info.capabilityMinor);
    devices.push_back(traits);
  }
  return devices;
}

Device::Device(std::shared_ptr<const ModuleLibrary> library, const DeviceTraits& traits)
    : m_library(std::move(library)), m_traits(traits) {
  select();
  check(api().createStream(&m_stream), "start");
  try {
    check(api().createStream(&m_sideStream), "start");
  } catch (...) {
    (void)api().destroyStream(m_stream);
    throw;
  }
  countMemory(0, 0);  // used from now on
}

Device::~Device() {
  (void)api().destroyStream(m_sideStream);
  (void)api().destroyStream(m_stream);
}

void Device::countMemory(std::uint64_t takenBytes, std::uint64_t givenBytes) const {
  held().change(std::uint64_t(m_traits.index), takenBytes, givenBytes);
  m_allocatedBytes += takenBytes;
  m_allocatedBytes -= givenBytes;
}

void Device::select() const { check(api().selectDevice(m_traits.index), "be chosen"); }

void Device::check(Status status, const char* doing) const {
  if (status == Status::Ok) return;
  const char* const words = api().lastMessage();
  if (status == Status::OutOfMemory)
    throw Error(ErrorCode::OutOfMemory,
                fmt::format("The memory of {} is full; choose a smaller model, a shorter context "
                            "or the device cpu.",
                            m_traits.info.name),
                words);
  throw Error(ErrorCode::Device,
              fmt::format("{} failed to {}: {}.", m_traits.info.name, doing, words));
}

void Device::copy(void* to, const void* from, std::size_t bytes, kernel::CopyKind kind) const {
  check(api().copy(to, from, bytes, kind, m_stream), "copy");
}

void Device::synchronize() const { check(api().synchronize(m_stream), "compute"); }

}  // namespace alcove::backends::cuda
