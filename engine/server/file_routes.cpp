// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "chat/template_review.h"
#include "formats/gguf_file.h"
#include "formats/inspect.h"
#include "models/model.h"
#include "runtime/cache_types.h"
#include "runtime/machine.h"
#include "runtime/memory_fit.h"
#include "server/cache_fields.h"
#include "server/file_path.h"
#include "server/json_views.h"
#include "server/route.h"

namespace alcove::server {
namespace {

using nlohmann::ordered_json;

// The context that a load would give: what was asked for even if it is too much for this machine,
// because saying so is what a plan is for.
std::uint64_t plannedContext(const models::ModelPlan& plan, std::uint32_t asked,
                             std::uint64_t availableBytes) {
  if (asked != 0 && asked <= plan.trainedContextTokens) return asked;
  return runtime::fitContext(plan.trainedContextTokens, asked, plan.cacheBytesPerToken,
                             availableBytes, plan.cacheMostTokens)
      .contextTokens;
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
  const models::ModelPlan plan = models::planModel(*formats::GgufFile::open(path), options);
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
                            {"reason", verdict.reason}});
  return response;
}

}  // namespace alcove::server
