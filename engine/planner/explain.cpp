// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "planner/explain.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <iterator>

#include "base/readable_bytes.h"

namespace alcove::planner {
namespace {

using base::readableBytes;

std::uint32_t layersOf(const Plan& plan) { return std::uint32_t(plan.placement.layers.size()); }

std::string countOf(std::uint32_t count, std::uint32_t all) {
  if (count == all) return fmt::format("all {} layers", all);
  return count == 1 ? fmt::format("1 of {} layers", all)
                    : fmt::format("{} of {} layers", count, all);
}

// "all 32 layers and the experts of 9"
std::string contentsOf(const Plan& plan, const Share& share) {
  std::vector<std::string> parts;
  if (share.layers > 0) {
    parts.push_back(countOf(share.layers, layersOf(plan)));
    if (plan.hasExperts && share.experts < share.layers) parts.back() += " without their experts";
  }
  if (plan.hasExperts && share.experts > 0)
    parts.push_back(share.experts == layersOf(plan)
                        ? "all experts"
                        : fmt::format("the experts of {} layers", share.experts));
  return parts.empty() ? "no layers" : fmt::format("{}", fmt::join(parts, " and "));
}

bool isWhole(const Plan& plan, std::size_t device) {
  Placement whole(plan.placement.layers.size(), int(device));
  whole.caches = plan.placement.caches;
  return plan.placement == whole;
}

// Why a device did not get more.
std::string why(const Refusal& refusal, const Share& share, const Device& device) {
  const std::string more = readableBytes(refusal.bytes - share.bytes());
  const std::string left = readableBytes(device.budgetBytes - share.bytes());
  if (more == left)
    return fmt::format("{} would take a little more than the {} that are left",
                       nameOf(refusal.part), left);
  return fmt::format("{} would take another {}, and {} are left", nameOf(refusal.part), more, left);
}

std::string ofDevice(const Plan& plan, std::span<const Device> devices, std::size_t i) {
  const Share& share = plan.shares[i];
  const Device& device = devices[i];
  const auto& refusal = plan.refusals[i];
  if (isWhole(plan, i))
    return fmt::format("The whole model is on {}: it takes {} of the {} that it may use.",
                       device.name, readableBytes(share.bytes()),
                       readableBytes(device.budgetBytes));
  if (share.layers + share.experts == 0 && refusal)
    return fmt::format("Nothing is on {}: {} with what it needs would take {}, and {} may be used.",
                       device.name, nameOf(refusal->part), readableBytes(refusal->bytes),
                       readableBytes(device.budgetBytes));
  std::string text =
      fmt::format("{} {} on {}, which holds {} of the {} that it may use", contentsOf(plan, share),
                  share.layers + share.experts == 1 ? "is" : "are", device.name,
                  readableBytes(share.bytes()), readableBytes(device.budgetBytes));
  text[0] = char(std::toupper(static_cast<unsigned char>(text[0])));
  if (!refusal) return text + ".";
  return fmt::format("{}: {}.", text, why(*refusal, share, device));
}

std::string ofProcessor(const Plan& plan, const Device& processor) {
  const Share& share = plan.shares[0];
  const Placement& placement = plan.placement;
  std::vector<std::string> parts;
  if (share.layers > 0 || share.experts > 0) parts.push_back(contentsOf(plan, share));
  if (placement.output == 0) parts.push_back("the output");
  if (placement.input == 0) parts.push_back("the look-up of tokens");
  if (share.caches > share.layers)
    parts.push_back(fmt::format("the KV cache of {}", countOf(share.caches, layersOf(plan))));
  std::string all = parts.back();
  parts.pop_back();
  if (!parts.empty()) all = fmt::format("{} and {}", fmt::join(parts, ", "), all);
  return fmt::format("The processor has {}; that takes {} of memory, and {} may be used.", all,
                     readableBytes(share.bytes()), readableBytes(processor.budgetBytes));
}

// "the experts of 3 layers", of exclusions of one kind of part.
std::string namesOf(std::span<const Exclusion> exclusions) {
  if (exclusions.size() == 1) return nameOf(exclusions[0].part);
  switch (exclusions[0].part.role) {
    case Role::Experts:
      return fmt::format("the experts of {} layers", exclusions.size());
    case Role::Cache:
      return fmt::format("the KV cache of {} layers", exclusions.size());
    default:
      return fmt::format("{} layers", exclusions.size());
  }
}

// What a device cannot have, a sentence for each kind of part.
void addExclusions(const Plan& plan, const Device& device, std::span<const Exclusion> exclusions,
                   std::vector<std::string>& sentences) {
  for (const Role role : {Role::Layer, Role::Cache, Role::Experts, Role::Output, Role::Input}) {
    std::vector<Exclusion> same;
    std::ranges::copy_if(exclusions, std::back_inserter(same), [&](const Exclusion& exclusion) {
      return exclusion.part.role == role && plan.placement.deviceOf(exclusion.part) == 0;
    });
    if (same.empty()) continue;
    sentences.push_back(fmt::format("{} cannot have {}, which the processor has: {}.", device.name,
                                    namesOf(same), same[0].reason));
  }
}

}  // namespace

std::string nameOf(const Part& part) {
  switch (part.role) {
    case Role::Input:
      return "the embedding table";
    case Role::Layer:
      return fmt::format("layer {}", part.layer);
    case Role::Cache:
      return fmt::format("the KV cache of layer {}", part.layer);
    case Role::Experts:
      return fmt::format("the experts of layer {}", part.layer);
    case Role::Output:
      return "the output matrix";
  }
  return "";
}

std::vector<std::string> explain(const Plan& plan, std::span<const Device> devices) {
  std::vector<std::string> sentences;
  for (std::size_t i = 1; i < devices.size(); ++i) {
    const bool reached = plan.placement.uses(int(i)) || plan.refusals[i];
    if (reached)
      sentences.push_back(ofDevice(plan, devices, i));
    else if (plan.exclusions[i].empty())
      sentences.push_back(fmt::format("{} is not needed.", devices[i].name));
    addExclusions(plan, devices[i], plan.exclusions[i], sentences);
  }
  const Share& host = plan.shares[0];
  if (host.weightsBytes > 0 || host.inPlaceBytes > 0 || host.cacheBytes > 0)
    sentences.push_back(ofProcessor(plan, devices[0]));
  if (plan.cacheRefused)
    sentences.push_back(
        "The KV cache stays in the computer's memory, because the device has no kernel for a cache "
        "of this type.");
  if (plan.streamedBytes > 0)
    sentences.push_back(fmt::format(
        "{} of the weights have no room in memory and are read from the file whenever they are "
        "used, which is slow.",
        readableBytes(plan.streamedBytes)));
  if (!plan.fits)
    sentences.push_back(fmt::format(
        "Even so the processor's part needs {}, and {} may be used: choose a shorter context or "
        "close other programs.",
        readableBytes(host.bytes()), readableBytes(devices[0].budgetBytes)));
  return sentences;
}

Reach reachOf(const Plan& plan) {
  Reach reach;
  for (std::size_t i = 1; i < plan.shares.size(); ++i) {
    reach.layers += plan.shares[i].layers;
    reach.experts += plan.shares[i].experts;
  }
  reach.output = plan.placement.output != 0;
  return reach;
}

}  // namespace alcove::planner
