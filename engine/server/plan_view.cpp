// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/plan_view.h"

#include <nlohmann/json.hpp>

namespace alcove::server {

using nlohmann::ordered_json;

nlohmann::ordered_json planJson(const runtime::PlacementPlan& plan,
                                const std::vector<std::string>& advice) {
  ordered_json devices = ordered_json::array();
  for (std::size_t i = 0; i < plan.devices.size(); ++i) {
    const planner::Share& share = plan.plan.shares[i];
    devices.push_back({{"name", plan.devices[i].name},
                       {"kind", plan.devices[i].kind},
                       {"budget_bytes", plan.devices[i].budgetBytes},
                       {"bytes", share.bytes()},
                       {"weights_bytes", share.weightsBytes},
                       {"in_place_bytes", share.inPlaceBytes},
                       {"cache_bytes", share.cacheBytes},
                       {"work_bytes", share.workBytes},
                       {"layers", share.layers},
                       {"caches", share.caches},
                       {"experts", share.experts}});
  }
  const planner::Placement& placement = plan.plan.placement;
  return {{"context_tokens", plan.contextTokens},
          {"trained_context_tokens", plan.trainedContextTokens},
          {"kv_type_k", plan.keyType},
          {"kv_type_v", plan.valueType},
          {"fits", plan.plan.fits},
          {"has_experts", plan.plan.hasExperts},
          {"streamed_bytes", plan.plan.streamedBytes},
          {"devices", std::move(devices)},
          {"placement",
           {{"input", placement.input},
            {"layers", placement.layers},
            {"caches", placement.caches},
            {"experts", placement.experts},
            {"output", placement.output},
            {"streamed_layers", placement.streamedLayers},
            {"streamed_experts", placement.streamedExperts}}},
          {"reasons", plan.reasons},
          {"advice", advice}};
}

}  // namespace alcove::server
