// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "formats/gguf_file.h"
#include "runtime/memory_fit.h"
#include "runtime/placement_plan.h"
#include "server/json_views.h"
#include "server/plan_view.h"
#include "tools/engine_arguments.h"

namespace alcove::tools {
namespace {

using runtime::readableBytes;

int run(int argc, char** argv);

}  // namespace

extern const Command kPlanCommand;
const Command kPlanCommand = {
    "plan", "Show which parts of a model would be on which device, and why, without loading it",
    run};

namespace {

void printTable(const runtime::PlacementPlan& plan) {
  std::size_t width = 0;
  for (const planner::Device& device : plan.devices) width = std::max(width, device.name.size());
  const bool experts = plan.plan.hasExperts;
  fmt::print("{:{}}  {:>6}  {}{:>9}  {:>9}  {:>9}  {:>9}  {:>9}\n", "", width, "layers",
             experts ? "experts  " : "", "weights", "KV cache", "work", "together", "budget");
  for (std::size_t i = 0; i < plan.devices.size(); ++i) {
    const planner::Share& share = plan.plan.shares[i];
    fmt::print("{:{}}  {:>6}  {}{:>9}  {:>9}  {:>9}  {:>9}  {:>9}\n", plan.devices[i].name, width,
               share.layers, experts ? fmt::format("{:>7}  ", share.experts) : "",
               readableBytes(share.weightsBytes), readableBytes(share.cacheBytes),
               readableBytes(share.workBytes), readableBytes(share.bytes()),
               readableBytes(plan.devices[i].budgetBytes));
  }
}

void printText(const runtime::PlacementPlan& plan, const std::vector<std::string>& advice) {
  fmt::print("A context of {} tokens (the model was trained for {}), KV cache in {}{}\n\n",
             plan.contextTokens, plan.trainedContextTokens, plan.keyType,
             plan.valueType == plan.keyType ? "" : " and " + plan.valueType);
  printTable(plan);
  fmt::print("\n");
  for (const std::string& reason : plan.reasons) fmt::print("{}\n", reason);
  if (!advice.empty()) fmt::print("\n");
  for (const std::string& sentence : advice) fmt::print("{}\n", sentence);
}

int run(int argc, char** argv) {
  std::string path;
  bool json = false;
  runtime::EngineOptions options;
  runtime::PlacementRequest request;
  Arguments arguments(kPlanCommand);
  arguments.addModel(path);
  arguments.addJson(json);
  addContext(arguments, options);
  addCacheTypes(arguments, options);
  addBudgets(arguments, options);
  arguments.app()
      .add_option("-t,--threads", request.threads,
                  "Threads of the processor (default: the physical cores)")
      ->check(CLI::Range(1, 1024))
      ->type_name("N");
  arguments.app().add_flag("--kv-on-host", request.cacheOnProcessor,
                           "Keep the KV cache in the computer's memory");
  if (const auto exitCode = arguments.parse(argc, argv)) return *exitCode;

  const auto file = formats::GgufFile::open(path);
  request.contextTokens = options.contextTokens;
  request.keyType = options.keyType;
  request.valueType = options.valueType;
  request.devices = runtime::devicesFor({}, options.budgets);
  const runtime::PlacementPlan plan = runtime::planPlacement(file, request);
  const std::vector<std::string> advice =
      runtime::adviseOn(plan, file, request, runtime::AdviceFor::Terminal);
  if (json)
    fmt::print("{}\n", server::jsonText(server::planJson(plan, advice)));
  else
    printText(plan, advice);
  return plan.plan.fits ? 0 : 1;
}

}  // namespace
}  // namespace alcove::tools
