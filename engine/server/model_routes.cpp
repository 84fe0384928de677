// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "server/cache_fields.h"
#include "server/event_stream.h"
#include "server/file_path.h"
#include "server/generation_fields.h"
#include "server/json_views.h"
#include "server/model_name.h"
#include "server/refusal.h"
#include "server/route.h"

namespace alcove::server {
namespace {

using nlohmann::ordered_json;

constexpr int kMostThreads = 1024;
constexpr std::size_t kMostBudgets = 16;
constexpr double kProgressStep = 0.01;  // finer steps are not worth an event

ordered_json errorJson(const Error& error) {
  return ordered_json::parse(
      errorBody(errorCodeName(error.code()), error.sentence(), error.context()));
}

void readSpill(const JsonReader& reader, runtime::EngineOptions& options) {
  const auto bytes = [&](const char* name) {
    return std::uint64_t(reader.integer(name, 0, INT64_MAX).value_or(0));
  };
  options.spillMemoryBytes = bytes("kv_spill_memory_bytes");
  options.spillDiskBytes = bytes("kv_spill_disk_bytes");
  if (const auto folder = reader.string("kv_spill_folder"))
    options.spillFolder = absolutePath("kv_spill_folder", *folder);
}

// Events of one load until it ends; the last one says how.
void streamLoad(ModelHost& host, std::uint64_t load, HttpStream& stream) {
  HostStatus status = host.status();
  while (status.load == load && status.state == HostState::Loading) {
    const bool alive = sendEvent(stream, {{"state", "loading"}, {"progress", status.progress}});
    if (!alive) host.cancelLoad(load);
    const double before = status.progress;
    do {
      status = host.waitForChange(status);
      if (!stream.connected()) host.cancelLoad(load);
    } while (status.load == load && status.state == HostState::Loading &&
             status.progress < before + kProgressStep);
  }
  if (status.load == load && status.model) {
    sendEvent(stream, {{"state", "ready"}, {"model", modelJson(*status.model->engine)}});
  } else if (status.load == load && status.error) {
    sendEvent(stream, errorJson(*status.error));
  } else {
    sendEvent(stream, errorJson(Error(ErrorCode::Cancelled,
                                      "Another load or unload took the place of this one.")));
  }
}

// As OpenAI's clients list it.
ordered_json listedModel(const runtime::ModelInfo& info) {
  return {{"id", info.name}, {"object", "model"}, {"created", 0}, {"owned_by", "local"}};
}

}  // namespace

HttpResponse getModels(ModelHost& host, const HttpRequest&) {
  ordered_json data = ordered_json::array();
  if (const HostStatus status = host.status(); status.model)
    data.push_back(listedModel(status.model->engine->info()));
  HttpResponse response;
  response.body = jsonText({{"object", "list"}, {"data", data}});
  return response;
}

HttpResponse getModel(ModelHost& host, const HttpRequest& request) {
  const std::string name = request.path.substr(request.path.rfind('/') + 1);
  const HostStatus status = host.status();
  if (!status.model || !namesModel(name, status.model->engine->info()))
    throw Error(ErrorCode::NotFound, fmt::format("The model '{}' is not loaded.", name));
  HttpResponse response;
  response.body = jsonText(listedModel(status.model->engine->info()));
  return response;
}

HttpResponse getStatus(ModelHost& host, const HttpRequest&) {
  const HostStatus status = host.status();
  ordered_json body = {{"state", hostStateName(status.state)},
                       {"progress", status.progress},
                       {"error", nullptr},
                       {"model", nullptr},
                       {"cache", cacheJson({})},
                       {"speculation", speculationJson({})}};
  if (status.state == HostState::Failed) body["error"] = errorJson(*status.error)["error"];
  if (status.model) {
    body["model"] = modelJson(*status.model->engine);
    body["cache"] = cacheJson(status.model->engine->cacheUsage());
    body["speculation"] = speculationJson(status.model->engine->speculationUsage());
  }
  HttpResponse response;
  response.body = jsonText(body);
  return response;
}

HttpResponse postLoad(ModelHost& host, const HttpRequest& request) {
  const JsonReader reader(request.body);
  const auto path = requireFilePath(reader);
  runtime::EngineOptions options;
  options.contextTokens =
      std::uint32_t(reader.integer("context_tokens", 0, UINT32_MAX).value_or(0));
  options.threads = int(reader.integer("threads", 0, kMostThreads).value_or(0));
  options.device = reader.string("device").value_or("auto");
  for (const std::string& budget : reader.strings("budgets", kMostBudgets))
    options.budgets.push_back(runtime::parseBudget(budget));
  options.cacheOnProcessor = reader.boolean("cache_on_processor").value_or(false);
  const CacheFields types = readCacheFields(reader);
  options.keyType = types.keyType;
  options.valueType = types.valueType;
  options.deterministic = reader.boolean("deterministic").value_or(false);
  options.speculation = readSpeculation(reader);
  if (const auto draft = reader.string("draft_model"))
    options.draftModel = absolutePath("draft_model", *draft);
  readSpill(reader, options);
  HttpResponse response;
  response.contentType = kEventStreamType;
  response.stream = [&host, path, options](HttpStream& stream) {
    streamLoad(host, host.startLoad(path, options), stream);
  };
  return response;
}

HttpResponse postUnload(ModelHost& host, const HttpRequest&) {
  host.unload();
  HttpResponse response;
  response.body = R"({"state":"empty"})";
  return response;
}

}  // namespace alcove::server
