// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace alcove::kernels::cuda {

// What came of a call; Module::lastMessage() has the words.
enum class Status : std::int32_t {
  Ok = 0,
  NoDriver,      // none is installed, or it does not answer
  DriverTooOld,  // for the run time in this module
  NoDevice,
  OutOfMemory,
  DeviceLost,  // nothing more can be done with the device in this process
  Failed,
};

using Stream = void*;  // work that is done in its order

}  // namespace alcove::kernels::cuda
