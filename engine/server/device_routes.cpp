// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "server/device_view.h"
#include "server/json_views.h"
#include "server/route.h"

namespace alcove::server {

HttpResponse getDevices(ModelHost& host, const HttpRequest&) {
  const HostStatus status = host.status();
  std::optional<runtime::ModelInfo> loaded;
  if (status.model) loaded = status.model->engine->info();
  HttpResponse response;
  response.body = jsonText(devicesJson(loaded ? &*loaded : nullptr));
  return response;
}

}  // namespace alcove::server
