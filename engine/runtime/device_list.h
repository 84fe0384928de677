// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "backends/backend.h"
#include "runtime/speed_file.h"

namespace alcove::runtime {

struct DeviceChoice;

// A kind of device that Alcove knows, whether or not this build can use it.
struct BackendName {
  std::string_view kind;  // "vulkan"
  const char* name;       // "Vulkan"
  [[nodiscard]] bool built() const;
};
// The processor first, then the best.
[[nodiscard]] std::span<const BackendName> backendNames();

// One device, or what there is in place of those of a kind that has none.
struct ListedDevice {
  std::string kind;  // "cpu"
  backends::DeviceDescription description;
  int index = -1;  // among those of its kind, as their backend counts them; -1: not a device
  // Names the device and its driver among what was measured; empty for devices that are not
  // measured: those that cannot be used, and all of a kind but its first.
  std::string speedKey;
  SpeedFile::Entry speed;

  // Whether it may do the work in the processor's place.
  [[nodiscard]] bool isCandidate() const { return kind != "cpu" && !speedKey.empty(); }
};

// Every device of every kind, each kind asked once, in the order of backendNames(); kinds without a
// device come last. Takes a tenth of a second where a driver has to be started for it. Any thread.
[[nodiscard]] std::vector<ListedDevice> listDevices();

// Whether a device does the work, why or why not, and what a person can do about it.
struct DeviceUse {
  bool used = false;
  std::string reason;  // sentences
  std::string remedy;  // a sentence; empty: nothing is to be done
};
// `choice` is what chooseDevice() says of `devices`; `device` is one of them.
[[nodiscard]] DeviceUse useOf(const ListedDevice& device, std::span<const ListedDevice> devices,
                              const DeviceChoice& choice);

// "about 120 tokens/s in prompts and 9.1 in answers" without the "about"
[[nodiscard]] std::string speedInWords(const DeviceSpeed& speed);

}  // namespace alcove::runtime
