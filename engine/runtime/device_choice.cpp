// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/device_choice.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "backends/backend.h"

namespace alcove::runtime {
namespace {

struct Backend {
  std::string_view kind;
  const char* name;

  [[nodiscard]] bool built() const {
    return std::ranges::any_of(backends::backendTable(), [this](const backends::BackendRow& row) {
      return row.kind == kind;
    });
  }
};

constexpr Backend kBackends[] = {{"cpu", "CPU"}, {"vulkan", "Vulkan"}, {"cuda", "CUDA"}};

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
      return {"cpu",
              "The processor does the work: Vulkan and CUDA are used only if they are asked for."};
    wanted = forced;
    askedBy = "ALCOVE_DEVICE";
  }
  const Backend& backend = findBackend(wanted, askedBy);
  if (!backend.built())
    throw Error(
        ErrorCode::Unsupported,
        fmt::format("{} asks for {}, but this build of Alcove has no {} backend; choose the "
                    "device cpu.",
                    askedBy, backend.name, backend.name));
  const bool processor = backend.kind == "cpu";
  return {std::string(backend.kind),
          fmt::format("{} asks for {}.", askedBy, processor ? "the processor" : backend.name)};
}

}  // namespace alcove::runtime
