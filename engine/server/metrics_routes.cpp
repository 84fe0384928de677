// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <nlohmann/json.hpp>

#include "runtime/engine.h"
#include "server/json_views.h"
#include "server/metrics_text.h"
#include "server/public_listener.h"
#include "server/route.h"
#include "server/services.h"

namespace alcove::server {
namespace {

// Of this process, now; 0 if the system does not say.
std::uint64_t residentBytes() {
  std::FILE* file = std::fopen("/proc/self/statm", "re");
  if (file == nullptr) return 0;
  unsigned long long total = 0;
  unsigned long long resident = 0;
  const int read = std::fscanf(file, "%llu %llu", &total, &resident);
  std::fclose(file);
  return read == 2 ? resident * std::uint64_t(sysconf(_SC_PAGESIZE)) : 0;
}

void writeRequests(MetricsText& text, const Services& services, const Metrics::Totals& totals) {
  text.family("alcove_requests_total", "counter", "Requests that have ended, by route and status.");
  for (const auto& [key, count] : totals.requests)
    text.sample("alcove_requests_total",
                metricsLabel("route", key.first) + "," +
                    metricsLabel("status", fmt::format("{}", key.second)),
                count);
  std::uint64_t waiting = 0;
  std::uint64_t answering = 0;
  for (const auto& request : services.live.list()) {
    if (!request->origin().usesModel) continue;
    ++(request->progress().state == RequestState::Waiting ? waiting : answering);
  }
  text.family("alcove_requests", "gauge",
              "Requests that use the model now: waiting for their first token, or answering.");
  text.sample("alcove_requests", metricsLabel("state", "waiting"), waiting);
  text.sample("alcove_requests", metricsLabel("state", "answering"), answering);
}

void writeTokens(MetricsText& text, const Metrics::Totals& totals) {
  text.counter("alcove_prompt_tokens_total", "Tokens of prompts and of texts to embed.",
               totals.promptTokens);
  text.counter("alcove_cached_prompt_tokens_total",
               "Tokens of prompts that were found in the KV cache.", totals.cachedTokens);
  text.counter("alcove_completion_tokens_total", "Tokens of answers.", totals.completionTokens);
  text.counter("alcove_drafted_tokens_total", "Tokens that were computed ahead of answers.",
               totals.draftedTokens);
  text.counter("alcove_accepted_tokens_total", "Of these, the ones that answers went on with.",
               totals.acceptedTokens);
  text.histogram("alcove_time_to_first_token_seconds",
                 "From the request to the first token of its answer.", totals.firstToken);
  text.histogram("alcove_time_per_token_seconds", "From one token of an answer to the next.",
                 totals.perToken);
  text.histogram("alcove_request_seconds", "Whole time of requests that use the model.",
                 totals.whole);
}

// Whatever the status says of the cache is a metric, too: counts of blocks are one family, the rest
// are gauges of their own.
void writeCache(MetricsText& text, const runtime::Engine& engine) {
  constexpr std::string_view kBlocks = "blocks_";
  const nlohmann::ordered_json cache = cacheJson(engine.cacheUsage());
  text.family("alcove_kv_blocks", "gauge", "Blocks of the KV cache, by what they hold.");
  for (const auto& [name, value] : cache.items())
    if (name.starts_with(kBlocks) && value.is_number())
      text.sample("alcove_kv_blocks", metricsLabel("state", name.substr(kBlocks.size())),
                  value.get<double>());
  for (const auto& [name, value] : cache.items())
    if (!name.starts_with(kBlocks) && value.is_number())
      text.gauge("alcove_kv_" + name, "Of the KV cache, as in /alcove/v1/status.",
                 value.get<double>());
  text.family("alcove_kv_type", "gauge", "Types that K and V are kept as; always 1.");
  text.sample(
      "alcove_kv_type",
      metricsLabel("k", engine.info().keyType) + "," + metricsLabel("v", engine.info().valueType),
      std::uint64_t(1));
  text.gauge("alcove_kv_bytes", "Memory that the KV cache takes.",
             double(engine.info().cacheBytes));
  text.gauge("alcove_weights_bytes", "Memory that the model's weights take.",
             double(engine.info().weightsBytes));
}

void writeListener(MetricsText& text, const PublicListener& listener) {
  const PublicListener::Status status = listener.status();
  text.gauge("alcove_public_connections", "Open connections of the public listener.",
             double(status.connections));
  text.gauge("alcove_public_connections_limit", "How many it may have.",
             double(status.mostConnections));
  text.counter("alcove_public_connections_refused_total",
               "Connections that were turned away because all were taken.", status.turnedAway);
}

}  // namespace

HttpResponse getMetrics(Services& services, const HttpRequest&) {
  MetricsText text;
  const Metrics::Totals totals = services.metrics.totals();
  writeRequests(text, services, totals);
  writeTokens(text, totals);
  if (const HostStatus status = services.host.status(); status.model)
    writeCache(text, *status.model->engine);
  if (services.publicListener != nullptr) writeListener(text, *services.publicListener);
  text.gauge("process_resident_memory_bytes", "Memory of this process.", double(residentBytes()));
  HttpResponse response;
  response.contentType = "text/plain; version=0.0.4; charset=utf-8";
  response.body = text.take();
  return response;
}

}  // namespace alcove::server
