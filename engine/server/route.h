// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>
#include <variant>

#include "server/http_server.h"
#include "server/model_host.h"
#include "server/refusal.h"
#include "server/scope.h"

namespace alcove::server {

struct Services;

// Both run on the connection's thread and throw Error or Refusal, which become the response. Most
// handlers need no more than the model.
using ModelHandler = HttpResponse (*)(ModelHost& host, const HttpRequest& request);
using ServiceHandler = HttpResponse (*)(Services& services, const HttpRequest& request);

// One thing that the server answers: a handler in a file of its group and a row in routes.cpp.
struct Route {
  const char* method;
  const char* path;  // a last part of "*" stands for any one part
  Scope scope;       // what a key must allow; routes of the owner are not there for others
  std::variant<ModelHandler, ServiceHandler> handle;
  ErrorShape errors = ErrorShape::OpenAi;
};

[[nodiscard]] std::span<const Route> routes();
[[nodiscard]] bool matchesPath(const Route& route, std::string_view path) noexcept;

// health_routes.cpp
HttpResponse getHealth(ModelHost& host, const HttpRequest& request);
// model_routes.cpp
HttpResponse getModels(ModelHost& host, const HttpRequest& request);
HttpResponse getModel(ModelHost& host, const HttpRequest& request);
HttpResponse getStatus(ModelHost& host, const HttpRequest& request);
HttpResponse postLoad(ModelHost& host, const HttpRequest& request);
HttpResponse postUnload(ModelHost& host, const HttpRequest& request);
// adapter_routes.cpp
HttpResponse getAdapters(ModelHost& host, const HttpRequest& request);
HttpResponse postAdapterScales(ModelHost& host, const HttpRequest& request);
HttpResponse postAdapter(ModelHost& host, const HttpRequest& request);
HttpResponse deleteAdapter(ModelHost& host, const HttpRequest& request);
// completion_routes.cpp
HttpResponse postChatCompletions(ModelHost& host, const HttpRequest& request);
HttpResponse postCompletions(ModelHost& host, const HttpRequest& request);
// anthropic_routes.cpp
HttpResponse postMessages(ModelHost& host, const HttpRequest& request);
HttpResponse postCountTokens(ModelHost& host, const HttpRequest& request);
// responses_routes.cpp
HttpResponse postResponses(ModelHost& host, const HttpRequest& request);
// embedding_routes.cpp
HttpResponse postEmbeddings(ModelHost& host, const HttpRequest& request);
// file_routes.cpp
HttpResponse postInspect(ModelHost& host, const HttpRequest& request);
HttpResponse postPlan(ModelHost& host, const HttpRequest& request);
// token_routes.cpp
HttpResponse postTokenize(ModelHost& host, const HttpRequest& request);
HttpResponse postDetokenize(ModelHost& host, const HttpRequest& request);
// device_routes.cpp
HttpResponse getDevices(ModelHost& host, const HttpRequest& request);
// metrics_routes.cpp
HttpResponse getMetrics(Services& services, const HttpRequest& request);
// listener_routes.cpp
HttpResponse getServer(Services& services, const HttpRequest& request);
HttpResponse postServerStart(Services& services, const HttpRequest& request);
HttpResponse postServerStop(Services& services, const HttpRequest& request);
HttpResponse postRequestCancel(Services& services, const HttpRequest& request);
// key_routes.cpp
HttpResponse getKeys(Services& services, const HttpRequest& request);
HttpResponse postKeys(Services& services, const HttpRequest& request);
HttpResponse deleteKey(Services& services, const HttpRequest& request);

}  // namespace alcove::server
