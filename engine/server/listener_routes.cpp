// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>

#include "server/json_reader.h"
#include "server/json_views.h"
#include "server/public_listener.h"
#include "server/refusal.h"
#include "server/route.h"
#include "server/services.h"

namespace alcove::server {
namespace {

using nlohmann::ordered_json;

constexpr std::int64_t kPatience_ms = 5000;
constexpr std::int64_t kMostPatience_ms = 60'000;

PublicListener& requireListener(const Services& services) {
  if (services.publicListener == nullptr)
    throw Refusal(404, "not_found",
                  "This engine has no public server: it was started without a file of keys.");
  return *services.publicListener;
}

ordered_json textOrNull(const std::string& text) {
  return text.empty() ? ordered_json() : ordered_json(text);
}

ordered_json requestJson(const LiveRequest& request) {
  const RequestOrigin& origin = request.origin();
  const LiveRequest::Progress progress = request.progress();
  return {{"id", origin.id},
          {"route", origin.route},
          {"public", origin.isPublic},
          {"key_id", textOrNull(origin.keyId)},
          {"key_name", textOrNull(origin.keyName)},
          {"state", request.cancelled() ? "cancelling" : requestStateName(progress.state)},
          {"prompt_tokens", progress.promptTokens},
          {"completion_tokens", progress.completionTokens},
          {"tokens_per_s", progress.tokensPerSecond},
          {"elapsed_ms", std::round(progress.elapsed_ms)}};
}

ordered_json requestsJson(const Services& services) {
  ordered_json requests = ordered_json::array();
  for (const auto& request : services.live.list())
    if (request->origin().usesModel) requests.push_back(requestJson(*request));
  return requests;
}

ordered_json totalsJson(const Services& services) {
  const Metrics::Totals totals = services.metrics.totals();
  const auto time = std::chrono::steady_clock::now().time_since_epoch();
  return {{"prompt_tokens", totals.promptTokens},
          {"cached_tokens", totals.cachedTokens},
          {"completion_tokens", totals.completionTokens},
          {"requests", totals.whole.count()},
          {"clock_ms", std::chrono::duration_cast<std::chrono::milliseconds>(time).count()}};
}

HttpResponse serverResponse(const Services& services, const PublicListener& listener) {
  const PublicListener::Status status = listener.status();
  ordered_json body = {{"running", status.running},
                       {"address", status.address},
                       {"port", status.port},
                       {"url", status.running ? ordered_json(fmt::format(
                                                    "http://{}:{}", status.address, status.port))
                                              : ordered_json()},
                       {"error", nullptr},
                       {"connections", status.connections},
                       {"connections_limit", status.mostConnections},
                       {"connections_refused", status.turnedAway},
                       {"requests", requestsJson(services)},
                       {"totals", totalsJson(services)},
                       {"model", nullptr},
                       {"cache", cacheJson({})}};
  if (status.error)
    body["error"] = ordered_json::parse(errorBody("io", status.error->sentence()))["error"];
  if (const HostStatus host = services.host.status(); host.model) {
    body["model"] = host.model->engine->info().name;
    body["cache"] = cacheJson(host.model->engine->cacheUsage());
  }
  HttpResponse response;
  response.body = jsonText(body);
  return response;
}

}  // namespace

HttpResponse getServer(Services& services, const HttpRequest&) {
  return serverResponse(services, requireListener(services));
}

HttpResponse postServerStart(Services& services, const HttpRequest& request) {
  const JsonReader reader(request.body);
  PublicListener& listener = requireListener(services);
  try {
    listener.start(int(reader.integer("port", 0, UINT16_MAX).value_or(0)));
  } catch (const Error& error) {
    if (error.code() == ErrorCode::Io) throw Refusal(409, "io", error.sentence());
    throw;
  }
  return serverResponse(services, listener);
}

HttpResponse postServerStop(Services& services, const HttpRequest& request) {
  const JsonReader reader(request.body);
  PublicListener& listener = requireListener(services);
  listener.stop(std::chrono::milliseconds(
      reader.integer("patience_ms", 0, kMostPatience_ms).value_or(kPatience_ms)));
  return serverResponse(services, listener);
}

HttpResponse postRequestCancel(Services& services, const HttpRequest& request) {
  const JsonReader reader(request.body);
  const std::string id = reader.requireString("id");
  if (!services.live.cancel(id))
    throw Error(ErrorCode::NotFound, "This request has ended already.");
  HttpResponse response;
  response.body = jsonText({{"id", id}, {"state", "cancelling"}});
  return response;
}

}  // namespace alcove::server
