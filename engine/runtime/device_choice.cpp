// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/device_choice.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "backends/backend.h"

namespace alcove::runtime {
namespace {

using State = SpeedFile::State;

const BackendName& findBackend(std::string_view kind, const char* askedBy) {
  for (const BackendName& backend : backendNames())
    if (backend.kind == kind) return backend;
  throw Error(ErrorCode::InvalidArgument,
              fmt::format("{} names the device '{}'; the devices are auto, cpu, vulkan and cuda.",
                          askedBy, kind));
}

std::string_view forcedDevice() {
  const char* forced = std::getenv("ALCOVE_DEVICE");
  return forced == nullptr || std::string_view(forced) == "auto" ? "" : forced;
}

KnownDevice known(const ListedDevice& device) {
  return {device.kind, device.description.name, device.speed};
}

std::string figures(const DeviceSpeed& speed) { return speedInWords(speed); }

// Why a device is not even compared; empty if it is.
std::string whyNot(const KnownDevice& device) {
  switch (device.entry.state) {
    case State::Measured:
      return {};
    case State::Unknown:
      return fmt::format(" {} has not been measured yet; that is done when a model is loaded.",
                         device.name);
    case State::Busy:
      return fmt::format(" {} is being measured by another program of Alcove.", device.name);
    case State::Failed:
      return fmt::format(" {} could not be measured: {}", device.name, device.entry.problem);
    case State::Crashed:
      return fmt::format(
          " {} is not used, because the engine ended while it was being measured, most likely by a "
          "fault of its driver; with another version of the driver it is tried anew.",
          device.name);
  }
  return {};
}

// Why there is nothing to choose from.
std::string nothingElse() {
  std::string missing;
  for (const BackendName& backend : backendNames()) {
    if (backend.kind == "cpu") continue;
    missing += missing.empty() ? "" : ", and ";
    missing += backend.built() ? fmt::format("{} has no graphics card to offer", backend.name)
                               : fmt::format("{} is not part of this build", backend.name);
  }
  return fmt::format("The processor does the work: {}.", missing);
}

}  // namespace

DeviceChoice chooseFastest(const KnownDevice& processor, std::span<const KnownDevice> others) {
  std::string remarks;
  const KnownDevice* best = &processor;
  const KnownDevice* second = nullptr;  // what the best is compared with
  for (const KnownDevice& device : others) {
    remarks += whyNot(device);
    if (device.entry.state != State::Measured) continue;
    if (processor.entry.state != State::Measured) continue;
    const bool faster =
        device.entry.speed.secondsForAnAnswer() < best->entry.speed.secondsForAnAnswer();
    if (faster) second = std::exchange(best, &device);
    if (!faster && !second) second = &device;
  }
  if (!second) return {"cpu", "The processor does the work." + remarks};
  return {best->kind,
          fmt::format("{} does the work, because it is faster: with a model of 4 GB about {}, {} "
                      "about {}.{}",
                      best == &processor ? "The processor" : best->name, figures(best->entry.speed),
                      second == &processor ? "the processor" : second->name,
                      figures(second->entry.speed), remarks)};
}

bool isAutomatic(std::string_view wanted) {
  return (wanted.empty() || wanted == "auto") && forcedDevice().empty();
}

void measureDevices(const std::function<bool()>& goOn) {
  const std::vector<ListedDevice> devices = listDevices();
  if (std::ranges::none_of(devices, &ListedDevice::isCandidate)) return;
  SpeedFile file(SpeedFile::usualPath());
  for (const ListedDevice& device : devices) {
    if (device.speedKey.empty() || device.speed.state != State::Unknown) continue;
    (void)file.measure(device.speedKey, [&] {
      const auto backend = backends::createBackend(device.kind, {});
      return measureDevice(*backend, goOn);
    });
  }
}

DeviceChoice chooseDevice(std::string_view wanted) {
  return isAutomatic(wanted) ? chooseDevice(wanted, listDevices()) : chooseDevice(wanted, {});
}

DeviceChoice chooseDevice(std::string_view wanted, std::span<const ListedDevice> devices) {
  if (isAutomatic(wanted)) {
    std::vector<KnownDevice> others;
    for (const ListedDevice& device : devices)
      if (device.isCandidate()) others.push_back(known(device));
    if (others.empty()) return {"cpu", nothingElse()};
    return chooseFastest(known(devices[0]), others);
  }
  const char* askedBy = "The request";
  if (wanted.empty() || wanted == "auto") {
    wanted = forcedDevice();
    askedBy = "ALCOVE_DEVICE";
  }
  const BackendName& backend = findBackend(wanted, askedBy);
  if (!backend.built())
    throw Error(
        ErrorCode::Unsupported,
        fmt::format("{} asks for {}, but this build of Alcove has no {} backend; choose the "
                    "device cpu.",
                    askedBy, backend.name, backend.name));
  const bool isProcessor = backend.kind == "cpu";
  return {std::string(backend.kind),
          fmt::format("{} asks for {}.", askedBy, isProcessor ? "the processor" : backend.name)};
}

}  // namespace alcove::runtime
