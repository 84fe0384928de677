// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/device_choice.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "backends/backend.h"
#include "runtime/device_name.h"

namespace alcove::runtime {
namespace {

using State = SpeedFile::State;

// Of what a person wrote; the processor has no number.
const BackendName& findBackend(const DeviceName& name, std::string_view written,
                               const char* askedBy) {
  for (const BackendName& backend : backendNames())
    if (backend.kind == name.kind && !(name.index && backend.kind == "cpu")) return backend;
  throw Error(
      ErrorCode::InvalidArgument,
      fmt::format("{} names the device '{}'; the devices are auto, cpu, vulkan and cuda, and "
                  "one card of several is vulkan:0, vulkan:1 and so on.",
                  askedBy, written));
}

// Throws Error Device if there is no such card.
void requireCard(const BackendName& backend, int index, const char* askedBy) {
  const auto row = std::ranges::find(backends::backendTable(), backend.kind,
                                     [](const auto& one) { return std::string_view(one.kind); });
  const std::vector<backends::DeviceDescription> devices = row->describe();
  const auto count = std::ranges::count_if(
      devices, [](const auto& device) { return device.usable || device.memoryBytes > 0; });
  if (index < count) return;
  const std::string what =
      count == 0   ? fmt::format("it has no such card: {}", devices[0].reason)
      : count == 1 ? fmt::format("it has one such card, {}.", deviceName(backend.kind, 0))
                   : fmt::format("its cards are {} to {}.", deviceName(backend.kind, 0),
                                 deviceName(backend.kind, int(count) - 1));
  throw Error(ErrorCode::Device, fmt::format("{} asks for {} of this computer, but {}", askedBy,
                                             deviceName(backend.kind, index), what));
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

bool DeviceChoice::countOnLess(const Error& error) {
  constexpr int kMostFailures = 4;  // then it is left out
  const auto* const full = dynamic_cast<const backends::DeviceFull*>(&error);
  if (!full) return false;
  const auto [entry, isNew] = less.try_emplace(full->device(), Less{full->heldBytes(), 0});
  Less& found = entry->second;
  if (!isNew && found.bytes == 0) return false;
  if (isNew)
    reason += fmt::format(" {} has less memory than it reports, so it holds less.",
                          deviceName(kind, full->device()));
  // What it held it can hold again; a tenth is left to what else there may be.
  found.bytes = std::min(found.bytes, full->heldBytes()) / 10 * 9;
  if (++found.failures == kMostFailures) found.bytes = 0;
  return true;
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
      const auto backend =
          backends::createBackend(device.kind, {.device = std::max(device.index, 0)});
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
  const DeviceName name = splitDeviceName(wanted);
  const BackendName& backend = findBackend(name, wanted, askedBy);
  if (!backend.built())
    throw Error(
        ErrorCode::Unsupported,
        fmt::format("{} asks for {}, but this build of Alcove has no {} backend; choose the "
                    "device cpu.",
                    askedBy, backend.name, backend.name));
  if (name.index) requireCard(backend, *name.index, askedBy);
  const std::string what = backend.kind == "cpu" ? "the processor"
                           : name.index          ? std::string(wanted)
                                                 : backend.name;
  DeviceChoice choice{std::string(backend.kind), fmt::format("{} asks for {}.", askedBy, what)};
  choice.index = name.index;
  return choice;
}

}  // namespace alcove::runtime
