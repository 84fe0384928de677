// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "server/metrics.h"
#include "server/model_host.h"
#include "server/request_log.h"
#include "server/request_registry.h"

namespace alcove::server {

class KeyStore;
class PublicListener;

// What all listeners of one process share.
struct Services {
  // At most `requests` of the public listener use the model at the same time.
  Services(ModelHost& modelHost, std::size_t requests) : host(modelHost), live(metrics, requests) {}

  ModelHost& host;
  Metrics metrics;
  RequestRegistry live;
  std::shared_ptr<KeyStore> keys;            // null: there are no keys, and so no public listener
  std::unique_ptr<RequestLog> log;           // null: none is wanted
  PublicListener* publicListener = nullptr;  // null: this process has none
};

}  // namespace alcove::server
