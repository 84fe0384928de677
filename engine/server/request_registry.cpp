// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/request_registry.h"

#include <fmt/format.h>

#include <algorithm>

#include "server/refusal.h"

namespace alcove::server {
namespace {

bool countsForLimit(const RequestOrigin& origin) { return origin.isPublic && origin.usesModel; }

}  // namespace

std::shared_ptr<LiveRequest> RequestRegistry::begin(RequestOrigin origin) {
  const std::lock_guard lock(m_mutex);
  if (countsForLimit(origin)) {
    if (m_publicOnModel >= m_most)
      throw Refusal(
          429, "rate_limited",
          fmt::format("{} requests are running or waiting already; try again in a moment.",
                      m_publicOnModel));
    ++m_publicOnModel;
  }
  const std::uint64_t number = m_next++;
  origin.id = fmt::format("req-{:x}", number);
  auto request = std::make_shared<LiveRequest>(std::move(origin), m_metrics);
  m_requests.emplace(number, request);
  return request;
}

void RequestRegistry::end(LiveRequest& request) {
  request.end();
  const std::lock_guard lock(m_mutex);
  const auto it = std::ranges::find_if(
      m_requests, [&](const auto& entry) { return entry.second.get() == &request; });
  if (it == m_requests.end()) return;
  if (countsForLimit(request.origin())) --m_publicOnModel;
  m_requests.erase(it);
}

std::vector<std::shared_ptr<LiveRequest>> RequestRegistry::list() const {
  const std::lock_guard lock(m_mutex);
  std::vector<std::shared_ptr<LiveRequest>> requests;
  for (const auto& [number, request] : m_requests) requests.push_back(request);
  return requests;
}

bool RequestRegistry::cancel(const std::string& id) {
  for (const auto& request : list()) {
    if (request->origin().id != id) continue;
    request->cancel();
    return true;
  }
  return false;
}

}  // namespace alcove::server
