// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "server/live_request.h"

namespace alcove::server {

// The requests that run on all listeners of this process. Safe to call from any thread.
class RequestRegistry {
 public:
  // `metrics` must outlive this. At most `most` requests of the public listener use the model at
  // the same time: running, or waiting for their turn.
  RequestRegistry(Metrics& metrics, std::size_t most) : m_metrics(metrics), m_most(most) {}

  // From here until end() the request is in the list. Gives it its id. Throws Refusal 429.
  [[nodiscard]] std::shared_ptr<LiveRequest> begin(RequestOrigin origin);
  void end(LiveRequest& request);

  // Oldest first.
  [[nodiscard]] std::vector<std::shared_ptr<LiveRequest>> list() const;
  // False if there is none with this id any more.
  bool cancel(const std::string& id);

 private:
  Metrics& m_metrics;
  const std::size_t m_most;
  mutable std::mutex m_mutex;  // guards what follows
  std::uint64_t m_next = 1;
  std::size_t m_publicOnModel = 0;
  std::map<std::uint64_t, std::shared_ptr<LiveRequest>> m_requests;
};

}  // namespace alcove::server
