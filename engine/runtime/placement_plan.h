// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "planner/explain.h"
#include "runtime/memory_budget.h"

namespace alcove::formats {
class GgufFile;
}

namespace alcove::runtime {

// What a person or an engine wants of a model that is not loaded yet.
struct PlacementRequest {
  std::uint32_t contextTokens = 0;  // 0: the model's own, at most 8192
  std::string keyType;              // as in EngineOptions
  std::string valueType;
  int threads = 0;
  bool cacheOnProcessor = false;
  std::vector<planner::Device> devices;  // the processor first
};

// Where a model's parts go before anything is allocated, and why.
struct PlacementPlan {
  std::uint32_t contextTokens = 0;
  std::uint32_t trainedContextTokens = 0;
  std::uint32_t cacheBlocks = 0;
  std::string keyType;  // "F16"
  std::string valueType;
  std::vector<planner::Device> devices;
  planner::Plan plan;
  std::vector<std::string> reasons;  // sentences, the most important first
};

// From the file's header alone. Throws Error InvalidArgument or Unsupported for a context or a type
// that the model cannot have, and what models::shapeOf() throws.
[[nodiscard]] PlacementPlan planPlacement(const std::shared_ptr<const formats::GgufFile>& file,
                                          const PlacementRequest& request);

// Whether advice names the option of the command line that does it.
enum class AdviceFor : std::uint8_t { Anybody, Terminal };

// What would bring more of the model onto its devices, as sentences: a smaller cache, a shorter
// context, the cache in the processor's memory. Empty if nothing is missing or nothing helps.
[[nodiscard]] std::vector<std::string> adviseOn(
    const PlacementPlan& plan, const std::shared_ptr<const formats::GgufFile>& file,
    const PlacementRequest& request, AdviceFor reader);

}  // namespace alcove::runtime
