// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/route.h"

namespace alcove::server {

HttpResponse getHealth(ModelHost&, const HttpRequest&) {
  HttpResponse response;
  response.body = R"({"status":"ok"})";
  return response;
}

}  // namespace alcove::server
