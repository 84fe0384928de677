// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/device_choice.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <cstdlib>

namespace alcove::runtime {
namespace {

struct Backend {
  std::string_view kind;
  const char* name;
  bool built;
};

constexpr Backend kBackends[] = {
    {"cpu", "CPU", true},
    {"vulkan", "Vulkan", false},
    {"cuda", "CUDA", false},
};

const Backend& findBackend(std::string_view kind, const char* askedBy) {
  for (const Backend& backend : kBackends)
    if (backend.kind == kind) return backend;
  throw Error(ErrorCode::InvalidArgument,
              fmt::format("{} names the device '{}'; the devices are auto, cpu, vulkan and cuda.",
                          askedBy, kind));
}

}  // namespace

DeviceChoice chooseDevice(std::string_view wanted) {
  const char* askedBy = "The request";
  if (wanted.empty() || wanted == "auto") {
    const char* forced = std::getenv("ALCOVE_DEVICE");
    if (forced == nullptr || *forced == '\0' || std::string_view(forced) == "auto")
      return {"cpu", "Vulkan and CUDA are not part of this build, so the processor does the work."};
    wanted = forced;
    askedBy = "ALCOVE_DEVICE";
  }
  const Backend& backend = findBackend(wanted, askedBy);
  if (!backend.built)
    throw Error(
        ErrorCode::Unsupported,
        fmt::format("{} asks for {}, but this build of Alcove has no {} backend; choose the "
                    "device cpu.",
                    askedBy, backend.name, backend.name));
  return {std::string(backend.kind), fmt::format("{} asks for the processor.", askedBy)};
}

}  // namespace alcove::runtime
