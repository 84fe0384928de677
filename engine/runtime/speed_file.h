// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "runtime/device_speed.h"

namespace alcove::runtime {

// What was measured of the devices of this machine, kept in a file so that it is done once. A
// device is marked before it is measured; where the process did not live to take the mark away, the
// driver is to blame, and the device is not tried again. One thread at a time; a damaged file
// counts as none.
class SpeedFile {
 public:
  enum class State : std::uint8_t {
    Unknown,   // not measured yet
    Measured,  // `speed` is there
    Failed,    // `problem` says why, as a sentence
    Crashed,   // the process that measured it is gone
    Busy,      // another process measures it now
  };
  struct Entry {
    State state = State::Unknown;
    DeviceSpeed speed;
    std::string problem;
  };

  explicit SpeedFile(std::filesystem::path path) : m_path(std::move(path)) {}
  // "devices.json" in the folder for what may be deleted.
  [[nodiscard]] static std::filesystem::path usualPath();

  [[nodiscard]] const std::filesystem::path& path() const { return m_path; }
  // `key` says which device it is, with its driver.
  [[nodiscard]] Entry find(const std::string& key) const;

  // Marks, measures and keeps. An Error Cancelled of `measure` goes through and leaves the device
  // unknown; any other is kept as its problem. Nothing is thrown where the file cannot be written:
  // then nothing is measured, because nothing could be kept.
  [[nodiscard]] Entry measure(const std::string& key, const std::function<DeviceSpeed()>& measure);

 private:
  std::filesystem::path m_path;
};

}  // namespace alcove::runtime
