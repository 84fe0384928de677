// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>

#include "server/http_server.h"
#include "server/model_host.h"

namespace alcove::server {

// One thing that the server answers: a handler in a file of its group and a row in routes.cpp.
struct Route {
  const char* method;
  const char* path;
  bool needsToken;
  // Runs on the connection's thread. Throws Error or Refusal, which become the response.
  HttpResponse (*handle)(ModelHost& host, const HttpRequest& request);
};

[[nodiscard]] std::span<const Route> routes();

// health_routes.cpp
HttpResponse getHealth(ModelHost& host, const HttpRequest& request);
// model_routes.cpp
HttpResponse getModels(ModelHost& host, const HttpRequest& request);
HttpResponse getStatus(ModelHost& host, const HttpRequest& request);
HttpResponse postLoad(ModelHost& host, const HttpRequest& request);
HttpResponse postUnload(ModelHost& host, const HttpRequest& request);
// completion_routes.cpp
HttpResponse postChatCompletions(ModelHost& host, const HttpRequest& request);
HttpResponse postCompletions(ModelHost& host, const HttpRequest& request);
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

}  // namespace alcove::server
