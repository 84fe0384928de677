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

// "vulkan:RTX 4090" → {"vulkan", "RTX 4090"}; a kind alone → {kind, ""}
std::pair<std::string, std::string> kindAndName(const std::string& device) {
  for (const std::string_view kind : kKinds) {
    if (lower(device) == kind) return {std::string(kind), ""};
    if (lower(device).starts_with(std::string(kind) + ":"))
      return {std::string(kind), device.substr(kind.size() + 1)};
  }
  return {"", device};
}

// The kind that a device is of which nobody has said it: the best that this build knows.
std::string usualKind() {
  for (const std::string_view kind : kKinds)
    for (const backends::BackendRow& row : backends::backendTable())
      if (row.kind == kind) return std::string(kind);
  return std::string(kKinds[0]);
}

// Beside the processor, and really there.
bool isDevice(const ListedDevice& listed) {
  return listed.kind != "cpu" && listed.description.memoryBytes > 0;
}

planner::Device named(const MemoryBudget& budget, std::span<const ListedDevice> listed) {
  const auto [kind, name] = kindAndName(budget.device);
  for (const ListedDevice& found : listed)
    if (isDevice(found) && (kind.empty() || kind == found.kind) &&
        lower(found.description.name).find(lower(name)) != std::string::npos)
      return {found.description.name, found.kind, budget.bytes};
  return {name.empty() ? kind : name, kind.empty() ? usualKind() : kind, budget.bytes};
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

std::vector<planner::Device> devicesFor(std::string_view kind,
                                        std::span<const MemoryBudget> budgets) {
  return devicesFor(kind, budgets, listDevices());
}

std::vector<planner::Device> devicesFor(std::string_view kind,
                                        std::span<const MemoryBudget> budgets,
                                        std::span<const ListedDevice> listed) {
  std::vector<planner::Device> devices = {{"the processor", "cpu", processorBudget(budgets)}};
  for (const MemoryBudget& budget : budgets)
    if (!isHost(budget.device)) devices.push_back(named(budget, listed));
  if (devices.size() > 1) return devices;
  for (const ListedDevice& found : listed) {
    const backends::DeviceDescription& device = found.description;
    if (!isDevice(found) || (kind.empty() ? !device.usable : kind != found.kind)) continue;
    // A card that several kinds of driver offer is one card.
    if (std::ranges::any_of(devices, [&](const planner::Device& other) {
          return other.name == device.name && other.kind != found.kind;
        }))
      continue;
    std::uint64_t budget = usualBudget(device.memoryBytes);
    if (device.sharesMemory) budget = std::min(budget, devices[0].budgetBytes);
    devices.push_back({device.name, found.kind, budget});
  }
  return devices;
}

}  // namespace alcove::runtime
