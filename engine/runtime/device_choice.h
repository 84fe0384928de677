// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace alcove::runtime {

// Where a model will run, and why there.
struct DeviceChoice {
  std::string kind;    // "cpu"
  std::string reason;  // one sentence for people
};

// Decides for `wanted` ("auto", or the kind of a device); ALCOVE_DEVICE in the environment takes
// the place of "auto". Throws Error Unsupported for a device that this build has no backend for,
// InvalidArgument for a word that names none.
[[nodiscard]] DeviceChoice chooseDevice(std::string_view wanted);

}  // namespace alcove::runtime
