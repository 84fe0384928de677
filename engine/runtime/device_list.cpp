// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/device_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "planner/planner.h"
#include "runtime/device_choice.h"
#include "runtime/machine.h"
#include "runtime/memory_budget.h"

namespace alcove::runtime {
namespace {

using State = SpeedFile::State;

ListedDevice processor(const SpeedFile& file) {
  const Machine machine = inspectMachine();
  ListedDevice device{"cpu", {machine.processor, machine.memoryBytes, true, ""}, -1, "", {}};
  device.description.reason = "The processor is always there.";
  device.description.availableBytes = machine.availableBytes;
  device.description.heldBytes = residentBytes();
  device.speedKey = fmt::format("cpu, {}, {}, {} cores, Alcove {}", machine.processor,
                                machine.instructionSet, machine.cores, ALCOVE_VERSION);
  device.speed = file.find(device.speedKey);
  return device;
}

std::vector<backends::DeviceDescription> describe(const BackendName& backend) {
  std::vector<backends::DeviceDescription> found;
  for (const backends::BackendRow& row : backends::backendTable())
    if (row.kind == backend.kind && row.describe) found = row.describe();
  if (!found.empty()) return found;
  backends::DeviceDescription none{backend.name, 0, false,
                                   fmt::format("{} is not part of this build.", backend.name)};
  none.remedy = fmt::format("Install a version of Alcove that was built with {}.", backend.name);
  return {none};
}

std::string shortly(double value) {
  return value < 10 ? fmt::format("{:.2g}", value) : fmt::format("{:.0f}", value);
}

// Of a card that might do the work and does not.
DeviceUse whyLeftAlone(const ListedDevice& device, const ListedDevice& processor,
                       const DeviceChoice& choice) {
  const std::string& name = device.description.name;
  if (!isAutomatic("auto")) return {false, choice.reason, ""};
  switch (device.speed.state) {
    case State::Measured:
      if (processor.speed.state != State::Measured)
        return {false, "The processor has not been measured yet, so nothing is compared with it.",
                "Load a model: what is missing is measured then."};
      if (choice.kind != "cpu")
        return {false,
                fmt::format("Another card is faster; this one computes {} with a model of 4 GB.",
                            speedInWords(device.speed.speed)),
                "Choose it by hand to use it all the same."};
      return {false,
              fmt::format("It is slower than the processor: with a model of 4 GB about {}, the "
                          "processor about {}.",
                          speedInWords(device.speed.speed), speedInWords(processor.speed.speed)),
              "Choose it by hand to use it all the same."};
    case State::Unknown:
      return {false, "Its speed has not been measured yet.",
              "Load a model: it is measured then, in about two seconds."};
    case State::Busy:
      return {false, "Another program of Alcove is measuring its speed now.", ""};
    case State::Failed:
      return {false, fmt::format("It could not be measured: {}", device.speed.problem),
              "Close other programs that use it, or install another version of its driver."};
    case State::Crashed:
      return {false,
              fmt::format("The engine ended while {} was being measured, most likely by a fault "
                          "of its driver.",
                          name),
              "Install another version of its driver: then it is tried anew."};
  }
  return {};
}

// Whether it is one of those that models are divided between, all of the kind that was chosen.
bool takesPart(const ListedDevice& device, std::span<const ListedDevice> devices,
               const DeviceChoice& choice) {
  if (choice.kind == "cpu") return true;
  const auto taken = devicesFor(DeviceName{choice.kind, choice.index}, {}, devices);
  return std::ranges::any_of(
      taken, [&](const auto& one) { return one.kind == device.kind && one.index == device.index; });
}

}  // namespace

bool BackendName::built() const {
  return std::ranges::any_of(backends::backendTable(),
                             [this](const backends::BackendRow& row) { return row.kind == kind; });
}

std::span<const BackendName> backendNames() {
  static constexpr BackendName kNames[] = {{"cpu", "CPU"}, {"cuda", "CUDA"}, {"vulkan", "Vulkan"}};
  return kNames;
}

std::vector<ListedDevice> listDevices() {
  const SpeedFile file(SpeedFile::usualPath());
  std::vector<ListedDevice> devices = {processor(file)};
  for (const BackendName& backend : backendNames()) {
    if (backend.kind == "cpu") continue;
    bool first = true;
    int index = 0;
    for (backends::DeviceDescription& found : describe(backend)) {
      // What shares the processor's memory can get no more than is free there.
      if (found.sharesMemory && found.availableBytes)
        found.availableBytes =
            std::min(*found.availableBytes, *devices[0].description.availableBytes);
      const bool isDevice = found.usable || found.memoryBytes > 0;
      ListedDevice device{
          std::string(backend.kind), std::move(found), isDevice ? index++ : -1, "", {}};
      if (device.description.usable && std::exchange(first, false)) {
        device.speedKey =
            fmt::format("{}, {}, {}, Alcove {}", backend.kind, device.description.name,
                        device.description.driver, ALCOVE_VERSION);
        device.speed = file.find(device.speedKey);
      }
      devices.push_back(std::move(device));
    }
  }
  std::ranges::stable_partition(
      devices, [](const ListedDevice& device) { return device.description.memoryBytes > 0; });
  return devices;
}

DeviceUse useOf(const ListedDevice& device, std::span<const ListedDevice> devices,
                const DeviceChoice& choice) {
  if (device.kind == choice.kind && takesPart(device, devices, choice))
    return {true, choice.reason, ""};
  if (device.kind == "cpu")
    return {false, "It takes what has no room on the device that does the work.", ""};
  if (!device.description.usable)
    return {false, device.description.reason, device.description.remedy};
  if (!device.isCandidate())
    return {false,
            "Another one is used in its place: the same card by another driver, or one that comes "
            "first.",
            ""};
  return whyLeftAlone(device, devices[0], choice);
}

std::string speedInWords(const DeviceSpeed& speed) {
  return fmt::format("{} tokens/s in prompts and {} in answers", shortly(speed.promptTokensPerS()),
                     shortly(speed.answerTokensPerS()));
}

}  // namespace alcove::runtime
