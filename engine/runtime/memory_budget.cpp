// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/memory_budget.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <utility>

#include "backends/backend.h"
#include "planner/planner.h"
#include "runtime/device_list.h"
#include "runtime/machine.h"

namespace alcove::runtime {
namespace {

constexpr std::string_view kKinds[] = {"cuda", "vulkan"};  // the best first

[[noreturn]] void refuse(std::string_view text) {
  throw Error(ErrorCode::InvalidArgument,
              fmt::format("A budget is written as NAME=SIZE, like \"RTX 4090=24GB\" or "
                          "\"host=16GiB\"; this is '{}'.",
                          text));
}

std::string lower(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'A' && c <= 'Z') c = char(c - 'A' + 'a');
  return result;
}

std::optional<std::uint64_t> unitOf(std::string_view unit) {
  static constexpr std::pair<std::string_view, std::uint64_t> kUnits[] = {
      {"", 1},
      {"b", 1},
      {"kb", 1000},
      {"kib", 1ull << 10},
      {"mb", 1000ull * 1000},
      {"mib", 1ull << 20},
      {"gb", 1000ull * 1000 * 1000},
      {"gib", 1ull << 30},
      {"tb", 1000ull * 1000 * 1000 * 1000},
      {"tib", 1ull << 40}};
  for (const auto& [name, bytes] : kUnits)
    if (name == unit) return bytes;
  return std::nullopt;
}

bool isHost(std::string_view device) {
  const std::string name = lower(device);
  return name == "host" || name == "cpu" || name == "processor";
}

// What a budget says of its device: any of these may be missing.
struct Named {
  std::string kind;
  std::optional<int> index;
  std::string name;
};

Named readName(const std::string& device) {
  for (const std::string_view kind : kKinds) {
    if (lower(device) == kind) return {std::string(kind), std::nullopt, ""};
    if (!lower(device).starts_with(std::string(kind) + ":")) continue;
    if (const auto index = splitDeviceName(device).index) return {std::string(kind), index, ""};
    return {std::string(kind), std::nullopt, device.substr(kind.size() + 1)};
  }
  return {"", std::nullopt, device};
}

// Beside the processor, and really there.
bool isDevice(const ListedDevice& listed) {
  return listed.kind != "cpu" && listed.description.memoryBytes > 0;
}

bool is(const ListedDevice& found, const Named& named) {
  return (named.kind.empty() || named.kind == found.kind) &&
         (!named.index || *named.index == found.index) &&
         lower(found.description.name).find(lower(named.name)) != std::string::npos;
}

bool is(const ListedDevice& found, const DeviceName& wanted) {
  return (wanted.kind.empty() || wanted.kind == found.kind) &&
         (!wanted.index || *wanted.index == found.index);
}

planner::Device withBudget(const ListedDevice& found, std::uint64_t bytes) {
  const backends::DeviceDescription& device = found.description;
  return {device.name, found.kind, bytes, nullptr, device.limits, found.index};
}

// The kind that a device is of which nobody has said it: the best that this build knows.
std::string usualKind() {
  for (const std::string_view kind : kKinds)
    for (const backends::BackendRow& row : backends::backendTable())
      if (row.kind == kind) return std::string(kind);
  return std::string(kKinds[0]);
}

// A card that several drivers offer, of one kind or of several, is one card.
bool isSameCard(const ListedDevice& a, const ListedDevice& b) {
  if (a.kind != b.kind) return a.description.name == b.description.name;
  return !a.description.card.empty() && a.description.card == b.description.card;
}

// What is taken of those that are `wanted` where nobody names any.
std::vector<ListedDevice> usualDevices(std::span<const ListedDevice> listed,
                                       const DeviceName& wanted) {
  std::vector<ListedDevice> usual;
  const ListedDevice* first = nullptr;
  for (const ListedDevice& found : listed) {
    if (!isDevice(found) || !is(found, wanted)) continue;
    if (!first) first = &found;
    const bool another = std::ranges::none_of(
        usual, [&](const ListedDevice& taken) { return isSameCard(taken, found); });
    const bool shared = found.description.sharesMemory && !usual.empty();
    if (found.description.usable && another && !shared) usual.push_back(found);
  }
  if (usual.empty() && first && !wanted.kind.empty()) usual.push_back(*first);
  return usual;
}

// Those of `wanted` that a budget is for; one that this machine does not have, if there is none of
// the kind.
std::vector<planner::Device> budgeted(const MemoryBudget& budget,
                                      std::span<const ListedDevice> listed,
                                      const DeviceName& wanted) {
  Named named = readName(budget.device);
  if (named.kind.empty()) named.kind = wanted.kind;
  if (!wanted.kind.empty() && named.kind != wanted.kind) return {};
  std::vector<planner::Device> devices;
  if (named.name.empty() && !named.index) {
    for (const ListedDevice& found : usualDevices(listed, {named.kind, wanted.index}))
      devices.push_back(withBudget(found, budget.bytes));
  } else {
    const auto found = std::ranges::find_if(
        listed, [&](const ListedDevice& one) { return isDevice(one) && is(one, named); });
    if (found != listed.end()) {
      if (!is(*found, wanted)) return {};
      devices.push_back(withBudget(*found, budget.bytes));
    }
  }
  if (devices.empty())
    devices.push_back({named.name.empty() ? budget.device : named.name,
                       named.kind.empty() ? usualKind() : named.kind, budget.bytes});
  return devices;
}

bool isSame(const planner::Device& a, const planner::Device& b) {
  return a.kind == b.kind && a.index >= 0 && a.index == b.index;
}

// Devices of one name are told apart by their numbers.
void tellApart(std::vector<planner::Device>& devices) {
  std::vector<std::string> names;
  for (const planner::Device& device : devices) names.push_back(device.name);
  for (planner::Device& device : devices)
    if (device.index >= 0 && std::ranges::count(names, device.name) > 1)
      device.name += fmt::format(" ({})", deviceName(device.kind, device.index));
}

}  // namespace

MemoryBudget parseBudget(std::string_view text) {
  const std::size_t equals = text.rfind('=');
  if (equals == std::string_view::npos || equals == 0) refuse(text);
  const std::string size = lower(text.substr(equals + 1));
  double number = 0;
  const auto [end, error] = std::from_chars(size.data(), size.data() + size.size(), number);
  if (error != std::errc() || !std::isfinite(number) || number < 0) refuse(text);
  std::string unit(end, size.data() + size.size());
  unit.erase(0, std::min(unit.find_first_not_of(' '), unit.size()));
  const auto scale = unitOf(unit);
  if (!scale || number * double(*scale) >= 1e18) refuse(text);
  return {std::string(text.substr(0, equals)), std::uint64_t(number * double(*scale))};
}

std::uint64_t usualBudget(std::uint64_t memoryBytes) {
  constexpr std::uint64_t kLeast = 512ull << 20;
  const std::uint64_t kept = std::max(kLeast, memoryBytes / 16);
  return memoryBytes > kept ? memoryBytes - kept : 0;
}

std::uint64_t processorBudget(std::span<const MemoryBudget> budgets) {
  for (const MemoryBudget& budget : budgets)
    if (isHost(budget.device)) return budget.bytes;
  return inspectMachine().availableBytes;
}

std::vector<planner::Device> devicesFor(const DeviceName& wanted,
                                        std::span<const MemoryBudget> budgets) {
  return devicesFor(wanted, budgets, listDevices());
}

std::vector<planner::Device> devicesFor(const DeviceName& wanted,
                                        std::span<const MemoryBudget> budgets,
                                        std::span<const ListedDevice> listed) {
  std::vector<planner::Device> devices = {{"the processor", "cpu", processorBudget(budgets)}};
  for (const MemoryBudget& budget : budgets) {
    if (isHost(budget.device)) continue;
    for (planner::Device& device : budgeted(budget, listed, wanted)) {
      if (std::ranges::any_of(devices, [&](const auto& other) { return isSame(other, device); }))
        throw Error(ErrorCode::InvalidArgument,
                    fmt::format("Two budgets are for {}; leave out one of them.",
                                deviceName(device.kind, device.index)));
      devices.push_back(std::move(device));
    }
  }
  if (devices.size() == 1) {
    for (const ListedDevice& found : usualDevices(listed, wanted)) {
      std::uint64_t budget = usualBudget(found.description.memoryBytes);
      if (found.description.sharesMemory) budget = std::min(budget, devices[0].budgetBytes);
      devices.push_back(withBudget(found, budget));
    }
  }
  tellApart(devices);
  return devices;
}

}  // namespace alcove::runtime
