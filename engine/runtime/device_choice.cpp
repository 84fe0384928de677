// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/device_choice.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <utility>

#include "backends/backend.h"
#include "runtime/machine.h"

namespace alcove::runtime {
namespace {

using State = SpeedFile::State;

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

std::string_view forcedDevice() {
  const char* forced = std::getenv("ALCOVE_DEVICE");
  return forced == nullptr || std::string_view(forced) == "auto" ? "" : forced;
}

// A device as its figures are kept.
struct Candidate {
  std::string kind;
  std::string name;
  std::string key;
};

Candidate processor() {
  const Machine machine = inspectMachine();
  return {"cpu", machine.processor,
          fmt::format("cpu, {}, {}, {} cores, Alcove {}", machine.processor, machine.instructionSet,
                      machine.cores, ALCOVE_VERSION)};
}

// The first usable device of each kind: the one that its backend takes.
std::vector<Candidate> candidates() {
  std::vector<Candidate> found;
  for (const backends::BackendRow& row : backends::backendTable()) {
    if (!row.describe) continue;
    const std::vector<backends::DeviceDescription> devices = row.describe();
    const auto usable = std::ranges::find(devices, true, &backends::DeviceDescription::usable);
    if (usable == devices.end()) continue;
    found.push_back({row.kind, usable->name,
                     fmt::format("{}, {}, {}, Alcove {}", row.kind, usable->name, usable->driver,
                                 ALCOVE_VERSION)});
  }
  return found;
}

KnownDevice known(const SpeedFile& file, const Candidate& candidate) {
  return {candidate.kind, candidate.name, file.find(candidate.key)};
}

std::string shortly(double value) {
  return value < 10 ? fmt::format("{:.2g}", value) : fmt::format("{:.0f}", value);
}

std::string figures(const DeviceSpeed& speed) {
  return fmt::format("{} tokens/s in prompts and {} in answers", shortly(speed.promptTokensPerS()),
                     shortly(speed.answerTokensPerS()));
}

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
  for (const Backend& backend : kBackends) {
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
  std::vector<Candidate> devices = candidates();
  if (devices.empty()) return;
  devices.insert(devices.begin(), processor());
  SpeedFile file(SpeedFile::usualPath());
  for (const Candidate& candidate : devices) {
    if (file.find(candidate.key).state != State::Unknown) continue;
    (void)file.measure(candidate.key, [&] {
      const auto backend = backends::createBackend(candidate.kind, {});
      return measureDevice(*backend, goOn);
    });
  }
}

DeviceChoice chooseDevice(std::string_view wanted) {
  if (isAutomatic(wanted)) {
    const std::vector<Candidate> devices = candidates();
    if (devices.empty()) return {"cpu", nothingElse()};
    const SpeedFile file(SpeedFile::usualPath());
    std::vector<KnownDevice> others;
    for (const Candidate& candidate : devices) others.push_back(known(file, candidate));
    return chooseFastest(known(file, processor()), others);
  }
  const char* askedBy = "The request";
  if (wanted.empty() || wanted == "auto") {
    wanted = forcedDevice();
    askedBy = "ALCOVE_DEVICE";
  }
  const Backend& backend = findBackend(wanted, askedBy);
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
