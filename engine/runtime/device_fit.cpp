// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/device_fit.h"

#include <alcove/error.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "backends/backend.h"
#include "formats/gguf_file.h"
#include "runtime/device_choice.h"
#include "runtime/device_list.h"
#include "runtime/device_name.h"
#include "runtime/memory_fit.h"
#include "runtime/placement_plan.h"

namespace alcove::runtime {
namespace {

// Throws what the backend says in place of devices, if it has none.
void requireAny(const std::string& kind) {
  for (const backends::BackendRow& row : backends::backendTable()) {
    if (row.kind != kind || !row.describe) continue;
    const std::vector<backends::DeviceDescription> devices = row.describe();
    if (devices[0].memoryBytes == 0) throw Error(ErrorCode::Device, devices[0].reason);
  }
}

// The processor and the devices that were chosen, as the backends have them.
std::vector<planner::Device> devicesOf(const DeviceChoice& choice, const EngineOptions& options) {
  if (choice.kind != "cpu") requireAny(choice.kind);
  std::vector<planner::Device> devices =
      devicesToFit({choice.kind, choice.index}, options.budgets, listDevices());
  if (choice.kind == "cpu") return devices;
  if (devices.size() == 1)
    throw Error(ErrorCode::Device,
                fmt::format("The driver does not list any {} device any more.", choice.kind));
  for (std::size_t i = 1; i < devices.size(); ++i) {
    planner::Device& device = devices[i];
    if (device.index < 0)
      throw Error(ErrorCode::InvalidArgument,
                  fmt::format("A budget is for {}, which this computer does not have; `plan` takes "
                              "such a budget, and loading does not.",
                              device.name));
    device.budgetBytes = std::uint64_t(double(device.budgetBytes) * choice.memoryShare);
    const auto less = choice.less.find(device.index);
    if (less != choice.less.end())
      device.budgetBytes = std::min(device.budgetBytes, less->second.bytes);
  }
  return devices;
}

// Takes the devices out that have no part of the model.
std::vector<int> dropIdle(planner::Placement& placement, std::span<const planner::Device> devices) {
  std::vector<int> numbers(devices.size(), 0), cards;
  for (std::size_t i = 1; i < devices.size(); ++i) {
    if (!placement.uses(int(i))) continue;
    cards.push_back(devices[i].index);
    numbers[i] = int(cards.size());
  }
  placement.renumber(numbers);
  return cards;
}

// Where everything is on devices, more sequences than one are kept in what is left of them.
std::uint64_t cacheTokensFor(const PlacementPlan& plan) {
  if (plan.plan.placement.uses(0)) return plan.contextTokens;
  std::uint64_t tokens = UINT64_MAX;
  for (std::size_t i = 1; i < plan.devices.size(); ++i) {
    const planner::Share& share = plan.plan.shares[i];
    if (share.caches == 0) continue;
    const std::uint64_t bytesPerToken =
        std::max<std::uint64_t>(1, share.cacheBytes / std::max(plan.contextTokens, 1u));
    const std::uint64_t room = plan.devices[i].budgetBytes - share.weightsBytes - share.workBytes;
    tokens = std::min(tokens, std::max(room, share.cacheBytes + bytesPerToken) / bytesPerToken);
  }
  return fitContext(plan.trainedContextTokens, plan.contextTokens, 1, tokens).cacheTokens;
}

}  // namespace

std::vector<planner::Device> devicesToFit(const DeviceName& wanted,
                                          std::span<const MemoryBudget> budgets,
                                          std::span<const ListedDevice> listed) {
  if (wanted.kind == "cpu") return {{"the processor", "cpu", processorBudget(budgets)}};
  return devicesFor(wanted, budgets, listed);
}

DeviceFit fitToDevice(const std::shared_ptr<const formats::GgufFile>& file,
                      const EngineOptions& options, const DeviceChoice& choice,
                      std::uint64_t reservedBytes) {
  PlacementRequest request;
  request.contextTokens = options.contextTokens;
  request.keyType = options.keyType;
  request.valueType = options.valueType;
  request.threads = options.threads;
  request.cacheOnProcessor = options.cacheOnProcessor;
  request.devices = devicesOf(choice, options);
  const bool wanted = request.devices.size() > 1;
  std::uint64_t& budget = request.devices[wanted ? 1 : 0].budgetBytes;
  budget -= std::min(budget, reservedBytes);
  const PlacementPlan plan = planPlacement(file, request);
  const std::string reasons = fmt::format("{}", fmt::join(plan.reasons, " "));
  const planner::Reach reach = planner::reachOf(plan.plan);
  if ((wanted && reach.layers == 0) || !plan.plan.fits)
    throw Error(ErrorCode::OutOfMemory, reasons, file->path().string());
  planner::Placement placement = plan.plan.placement;
  std::vector<int> cards = dropIdle(placement, plan.devices);
  return {std::move(cards),
          std::make_shared<const backends::split::Placement>(std::move(placement)),
          plan.contextTokens, cacheTokensFor(plan), reasons};
}

}  // namespace alcove::runtime
