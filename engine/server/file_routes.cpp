// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "chat/template_review.h"
#include "formats/gguf_file.h"
#include "formats/inspect.h"
#include "models/model.h"
#include "runtime/cache_types.h"
#include "runtime/device_choice.h"
#include "runtime/device_fit.h"
#include "runtime/device_list.h"
#include "runtime/machine.h"
#include "runtime/memory_budget.h"
#include "runtime/memory_fit.h"
#include "runtime/placement_plan.h"
#include "server/cache_fields.h"
#include "server/file_path.h"
#include "server/json_views.h"
#include "server/plan_view.h"
#include "server/route.h"

namespace alcove::server {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t kMostBudgets = 16;

// The context that a load would give: what was asked for even if it is too much for this machine,
// because saying so is what a plan is for.
std::uint64_t plannedContext(const models::ModelPlan& plan, std::uint32_t asked,
                             std::uint64_t availableBytes) {
  if (asked != 0 && asked <= plan.trainedContextTokens) return asked;
  return runtime::fitContext(plan.trainedContextTokens, asked, plan.cacheBytesPerToken,
                             availableBytes, plan.cacheMostTokens)
      .contextTokens;
}

std::vector<runtime::MemoryBudget> readBudgets(const JsonReader& reader) {
  std::vector<runtime::MemoryBudget> budgets;
  for (const std::string& text : reader.strings("budgets", kMostBudgets))
    budgets.push_back(runtime::parseBudget(text));
  return budgets;
}

// What a load on the device that is asked for would divide the model between; where none is asked
// for, all devices of this machine, or those of "budgets".
std::vector<planner::Device> readDevices(const JsonReader& reader) {
  const std::vector<runtime::MemoryBudget> budgets = readBudgets(reader);
  const std::vector<runtime::ListedDevice> listed = runtime::listDevices();
  const auto device = reader.string("device");
  if (!device) return runtime::devicesFor({}, budgets, listed);
  const runtime::DeviceChoice choice = runtime::chooseDevice(*device, listed);
  return runtime::devicesToFit({choice.kind, choice.index}, budgets, listed);
}

ordered_json divisionJson(const JsonReader& reader,
                          const std::shared_ptr<const formats::GgufFile>& file,
                          std::uint64_t contextTokens, const CacheFields& types) {
  runtime::PlacementRequest request;
  request.contextTokens = std::uint32_t(contextTokens);
  request.keyType = types.keyType;
  request.valueType = types.valueType;
  request.cacheOnProcessor = reader.boolean("cache_on_processor").value_or(false);
  request.devices = readDevices(reader);
  const runtime::PlacementPlan plan = runtime::planPlacement(file, request);
  return planJson(plan, runtime::adviseOn(plan, file, request, runtime::AdviceFor::Anybody));
}

}  // namespace

HttpResponse postInspect(ModelHost&, const HttpRequest& request) {
  const JsonReader reader(request.body);
  HttpResponse response;
  formats::Inspection inspection = formats::inspect(requireFilePath(reader));
  chat::reviewTemplate(inspection);
  response.body = jsonText(formats::toJson(inspection));
  return response;
}

HttpResponse postPlan(ModelHost&, const HttpRequest& request) {
  const JsonReader reader(request.body);
  const auto path = requireFilePath(reader);
  const auto asked = std::uint32_t(reader.integer("context_tokens", 0, UINT32_MAX).value_or(0));
  const CacheFields types = readCacheFields(reader);
  models::ModelOptions options;
  options.keyType = runtime::findCacheType(types.keyType);
  options.valueType = runtime::findCacheType(types.valueType);
  const auto file = formats::GgufFile::open(path);
  const models::ModelPlan plan = models::planModel(*file, options);
  const runtime::Machine machine = runtime::inspectMachine();
  const std::uint64_t contextTokens = plannedContext(plan, asked, machine.availableBytes);
  const std::uint64_t cacheBytes =
      std::min(contextTokens, plan.cacheMostTokens) * plan.cacheBytesPerToken;
  const std::uint64_t totalBytes = plan.weightsBytes + cacheBytes + plan.workBytes;
  const runtime::MemoryVerdict verdict =
      runtime::judgeMemory(totalBytes, machine.availableBytes, machine.memoryBytes);
  HttpResponse response;
  response.body = jsonText({{"weights_bytes", plan.weightsBytes},
                            {"cache_bytes", cacheBytes},
                            {"work_bytes", plan.workBytes},
                            {"total_bytes", totalBytes},
                            {"available_bytes", machine.availableBytes},
                            {"memory_bytes", machine.memoryBytes},
                            {"context_tokens", contextTokens},
                            {"kind", modelKind(plan.generates)},
                            {"fit", runtime::fitName(verdict.fit)},
                            {"reason", verdict.reason},
                            {"division", divisionJson(reader, file, contextTokens, types)}});
  return response;
}

}  // namespace alcove::server
