// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "server/json_views.h"
#include "server/route.h"

namespace alcove::server {

HttpResponse getDevices(ModelHost&, const HttpRequest&) {
  HttpResponse response;
  response.body = jsonText(devicesJson());
  return response;
}

}  // namespace alcove::server
