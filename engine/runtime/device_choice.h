// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/device_list.h"
#include "runtime/speed_file.h"

namespace alcove::runtime {

// Where a model will run, and why there.
struct DeviceChoice {
  std::string kind;        // "cpu"
  std::string reason;      // sentences for people
  double memoryShare = 1;  // of what the device reports: the rest is not counted on
};

// Decides for `wanted` ("auto", or the kind of a device); ALCOVE_DEVICE in the environment takes
// the place of "auto". Among all it takes what was measured to be the fastest, and the processor
// where nothing was measured. Throws Error Unsupported for a device that this build has no backend
// for, InvalidArgument for a word that names none.
[[nodiscard]] DeviceChoice chooseDevice(std::string_view wanted);
// The same among `devices`, as listDevices() gave them.
[[nodiscard]] DeviceChoice chooseDevice(std::string_view wanted,
                                        std::span<const ListedDevice> devices);

// Whether chooseDevice() would go by what was measured.
[[nodiscard]] bool isAutomatic(std::string_view wanted);

// Measures the usable devices, and the processor beside them, that were not measured yet; about two
// seconds each, once for each machine and driver. `goOn` is asked often; false ends it with Error
// Cancelled. A device whose driver takes the process down is not tried again.
void measureDevices(const std::function<bool()>& goOn);

// A device and what is known of its speed.
struct KnownDevice {
  std::string kind;  // "cpu" for the processor
  std::string name;
  SpeedFile::Entry entry;
};
// The fastest, with both figures. `others` are usable devices beside the processor.
[[nodiscard]] DeviceChoice chooseFastest(const KnownDevice& processor,
                                         std::span<const KnownDevice> others);

}  // namespace alcove::runtime
