// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "runtime/device_choice.h"
#include "runtime/machine.h"
#include "runtime/memory_fit.h"
#include "server/device_view.h"
#include "tools/arguments.h"

namespace alcove::tools {
namespace {

int run(int argc, char** argv);

}  // namespace

extern const Command kDevicesCommand;
const Command kDevicesCommand = {"devices",
                                 "Show what models can run on, and which device is chosen", run};

namespace {

// One of Vulkan or CUDA. Some reasons name the device themselves.
void printDevice(const nlohmann::ordered_json& device) {
  // What --device takes; the kind where there is none of it.
  const std::string given = device["device"];
  const std::string kind = !given.empty() ? given : device["kind"] == "cuda" ? "CUDA" : "Vulkan";
  const std::string name = device["name"], reason = device["reason"];
  fmt::print("{:12} {}\n", kind,
             reason.find(name) != std::string::npos ? reason : name + ": " + reason);
}

int run(int argc, char** argv) {
  bool json = false;
  Arguments arguments(kDevicesCommand);
  arguments.addJson(json);
  if (const auto exitCode = arguments.parse(argc, argv)) return *exitCode;

  const nlohmann::ordered_json devices = server::devicesJson(nullptr);
  if (json) {
    fmt::print("{}\n", devices.dump(2));
    return 0;
  }
  const runtime::Machine machine = runtime::inspectMachine();
  fmt::print("Processor    {}\n", machine.processor);
  fmt::print("Cores        {}\n", machine.cores);
  fmt::print("Instructions {}\n", machine.instructionSet);
  fmt::print("Memory       {}, {} free\n", runtime::readableBytes(machine.memoryBytes),
             runtime::readableBytes(machine.availableBytes));
  for (const auto& device : devices["devices"])
    if (device["kind"] != "cpu") printDevice(device);
  fmt::print("Chosen       {}: {}\n", devices["chosen"].get<std::string>(),
             devices["reason"].get<std::string>());
  return 0;
}

}  // namespace
}  // namespace alcove::tools
