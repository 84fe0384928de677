// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/device_fit.h"

#include <alcove/error.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "formats/gguf_file.h"
#include "runtime/device_list.h"
#include "runtime/memory_fit.h"
#include "runtime/placement_plan.h"

namespace alcove::runtime {
namespace {

// Where everything is on the device, more sequences than one are kept in what is left of it.
std::uint64_t cacheTokensFor(const PlacementPlan& plan) {
  if (!plan.plan.placement.wholeOn(1)) return plan.contextTokens;
  const planner::Share& share = plan.plan.shares[1];
  const std::uint64_t bytesPerToken =
      std::max<std::uint64_t>(1, share.cacheBytes / std::max(plan.contextTokens, 1u));
  const std::uint64_t room = plan.devices[1].budgetBytes - share.weightsBytes - share.workBytes;
  return fitContext(plan.trainedContextTokens, plan.contextTokens, bytesPerToken,
                    std::max(room, share.cacheBytes + bytesPerToken))
      .cacheTokens;
}

}  // namespace

std::vector<planner::Device> devicesToFit(const std::string& kind,
                                          std::span<const MemoryBudget> budgets,
                                          std::span<const ListedDevice> listed) {
  const std::uint64_t processor = processorBudget(budgets);
  if (kind == "cpu") return {{"the processor", "cpu", processor}};
  const auto ofKind = [&](std::span<const MemoryBudget> some) {
    std::vector<planner::Device> devices = devicesFor(kind, some, listed);
    std::erase_if(devices, [&](const planner::Device& device) {
      return device.kind != "cpu" && device.kind != kind;
    });
    return devices;
  };
  std::vector<planner::Device> devices = ofKind(budgets);
  // Budgets of devices of another kind say nothing about this one.
  if (devices.size() == 1) devices = ofKind({});
  devices[0].budgetBytes = processor;
  if (devices.size() > 2) devices.resize(2);
  return devices;
}

DeviceFit fitToDevice(const std::shared_ptr<const formats::GgufFile>& file,
                      const EngineOptions& options, const std::string& kind,
                      const Reserve& reserve) {
  PlacementRequest request;
  request.contextTokens = options.contextTokens;
  request.keyType = options.keyType;
  request.valueType = options.valueType;
  request.threads = options.threads;
  request.cacheOnProcessor = options.cacheOnProcessor;
  request.devices = devicesToFit(kind, options.budgets, listDevices());
  std::uint64_t& budget = request.devices.back().budgetBytes;
  budget = std::uint64_t(double(budget) * reserve.share);
  budget -= std::min(budget, reserve.bytes);
  const PlacementPlan plan = planPlacement(file, request);
  const std::string reasons = fmt::format("{}", fmt::join(plan.reasons, " "));
  const planner::Reach reach = planner::reachOf(plan.plan);
  const bool wanted = request.devices.size() > 1;
  if ((wanted && reach.layers == 0) || !plan.plan.fits)
    throw Error(ErrorCode::OutOfMemory, reasons, file->path().string());
  return {std::make_shared<const backends::split::Placement>(plan.plan.placement),
          plan.contextTokens, cacheTokensFor(plan), reasons};
}

}  // namespace alcove::runtime
