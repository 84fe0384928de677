// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/placement_plan.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>

#include "base/thread_pool.h"
#include "models/model.h"
#include "runtime/cache_types.h"
#include "runtime/memory_fit.h"

namespace alcove::runtime {
namespace {

// One block more than the tokens need: the copy that a shared last block may cost.
std::uint32_t blocksOf(std::uint64_t tokens, const cache::KvLayout& layout) {
  return std::uint32_t((tokens + layout.blockTokens - 1) / layout.blockTokens + 1);
}

constexpr std::uint32_t kShortestAdvised = 2048;

}  // namespace

PlacementPlan planPlacement(const std::shared_ptr<const formats::GgufFile>& file,
                            const PlacementRequest& request) {
  models::ModelOptions options;
  options.keyType = findCacheType(request.keyType);
  options.valueType = findCacheType(request.valueType);
  models::ModelShape shape = models::shapeOf(file, options);
  PlacementPlan result;
  result.trainedContextTokens = shape.trainedContextTokens;
  result.contextTokens =
      fitContext(shape.trainedContextTokens, request.contextTokens, 0, 0).contextTokens;
  result.cacheBlocks =
      blocksOf(std::min<std::uint64_t>(result.contextTokens, shape.mostCachedTokens), shape.layout);
  result.keyType = shape.layout.keyType->name;
  result.valueType = shape.layout.valueType->name;
  result.devices = request.devices;
  planner::Demand demand;
  demand.graphs = std::move(shape.graphs);
  demand.layout = shape.layout;
  demand.blocks = result.cacheBlocks;
  demand.threads = request.threads > 0 ? request.threads : base::physicalCores();
  demand.cacheOnProcessor = request.cacheOnProcessor;
  result.plan = planner::planModel(demand, result.devices);
  result.reasons = planner::explain(result.plan, result.devices);
  return result;
}

namespace {

std::string lowerCase(std::string text) {
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = char(c - 'A' + 'a');
  return text;
}

// Tries other requests and says which of them do better.
class Adviser {
 public:
  Adviser(const PlacementPlan& plan, const std::shared_ptr<const formats::GgufFile>& file,
          const PlacementRequest& request, AdviceFor reader)
      : m_plan(plan),
        m_file(file),
        m_request(request),
        m_reader(reader),
        m_reach(planner::reachOf(plan.plan)),
        m_best(m_reach) {}

  std::vector<std::string> advise() {
    if (m_plan.devices.size() < 2 || isAll(m_reach)) return {};
    for (const char* type : {"Q8_0", "Q4_0"}) {
      if (m_plan.keyType == type || m_plan.keyType == std::string("Q4_0")) continue;
      PlacementRequest other = m_request;
      other.keyType = other.valueType = type;
      if (compare(other, fmt::format("With the KV cache in {}{}", type,
                                     option("--kv " + lowerCase(type)))))
        break;
    }
    m_best = m_reach;
    adviseContext();
    m_best = m_reach;
    if (!m_request.cacheOnProcessor) {
      PlacementRequest other = m_request;
      other.cacheOnProcessor = true;
      (void)compare(other, "With the KV cache in the computer's memory" + option("--kv-on-host"));
    }
    return std::move(m_advice);
  }

 private:
  [[nodiscard]] std::string option(const std::string& text) const {
    return m_reader == AdviceFor::Terminal ? " (" + text + ")" : "";
  }

  [[nodiscard]] bool isAll(const planner::Reach& reach) const {
    const auto layers = std::uint32_t(m_plan.plan.placement.layers.size());
    return reach.layers == layers && reach.output &&
           (!m_plan.plan.hasExperts || reach.experts == layers);
  }

  // The longest context of those halved that brings all, else the shortest if it brings more.
  void adviseContext() {
    PlacementRequest other = m_request;
    for (std::uint32_t context = m_plan.contextTokens / 2; context >= kShortestAdvised;
         context /= 2) {
      other.contextTokens = context;
      const bool shortest = context / 2 < kShortestAdvised;
      if (isAll(reach(other)) || shortest) {
        (void)compare(other, fmt::format("With a context of {} tokens{}", context,
                                         option(fmt::format("--ctx {}", context))));
        return;
      }
    }
  }

  [[nodiscard]] planner::Reach reach(const PlacementRequest& other) const {
    try {
      const PlacementPlan there = planPlacement(m_file, other);
      // Layers that a device takes because their cache is elsewhere are no gain.
      if (there.plan.cacheRefused && !other.cacheOnProcessor) return {};
      return planner::reachOf(there.plan);
    } catch (const Error&) {
      return {};  // the model cannot have such a cache
    }
  }

  // True if it brings all.
  bool compare(const PlacementRequest& other, const std::string& how) {
    const planner::Reach there = reach(other);
    if (there <= m_best) return false;
    m_best = there;
    std::string what;
    if (isAll(there))
      what = "everything would fit";
    else if (there.layers > m_reach.layers)
      what = fmt::format("{} layers would fit instead of {}", there.layers, m_reach.layers);
    else if (there.experts > m_reach.experts)
      what = fmt::format("the experts of {} layers would fit instead of {}", there.experts,
                         m_reach.experts);
    else
      what = "the output matrix would fit too";
    m_advice.push_back(fmt::format("{}, {}.", how, what));
    return isAll(there);
  }

  const PlacementPlan& m_plan;
  const std::shared_ptr<const formats::GgufFile>& m_file;
  const PlacementRequest& m_request;
  AdviceFor m_reader;
  planner::Reach m_reach;
  planner::Reach m_best;  // of what was advised of the same kind
  std::vector<std::string> m_advice;
};

}  // namespace

std::vector<std::string> adviseOn(const PlacementPlan& plan,
                                  const std::shared_ptr<const formats::GgufFile>& file,
                                  const PlacementRequest& request, AdviceFor reader) {
  return Adviser(plan, file, request, reader).advise();
}

}  // namespace alcove::runtime
