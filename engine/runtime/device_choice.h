// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <alcove/error.h>

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
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
  double memoryShare = 1;  // of what the devices report: the rest is not counted on
  // One device of the kind; nothing: all of them that are usable.
  std::optional<int> index = std::nullopt;
  // What is counted on of devices of the kind that turned out to have less memory than they report.
  struct Less {
    std::uint64_t bytes = 0;
    int failures = 0;
  };
  std::map<int, Less> less = {};

  // After loading has failed with `error`: counts on less of the device whose memory was short.
  // False if it was none's, or there is nothing left to try.
  [[nodiscard]] bool countOnLess(const Error& error);
};

// Decides for `wanted` ("auto", the kind of devices, or one of them: "cuda:1"); ALCOVE_DEVICE in
// the environment takes the place of "auto". Among all it takes what was measured to be the
// fastest, and the processor where nothing was measured. Throws Error Unsupported for a device that
// this build has no backend for, Device for a number that no device has, InvalidArgument for a word
// that names none.
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
