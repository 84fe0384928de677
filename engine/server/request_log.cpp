// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/request_log.h"

#include <alcove/error.h>
#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>
#include <system_error>

#include "server/json_views.h"

namespace alcove::server {
namespace {

using nlohmann::ordered_json;

std::string now() {
  const auto time = std::chrono::system_clock::now();
  const auto ms = std::chrono::duration_cast<std::chrono::milliseconds>(time.time_since_epoch());
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z",
                     fmt::gmtime(std::chrono::system_clock::to_time_t(time)), ms.count() % 1000);
}

double tenths(double value) { return std::round(value * 10) / 10; }

}  // namespace

RequestLog::RequestLog(std::filesystem::path path, std::uint64_t mostBytes)
    : m_path(std::move(path)), m_mostBytes(mostBytes) {
  open();
  if (m_descriptor < 0)
    throw Error(ErrorCode::Io,
                fmt::format("The request log cannot be written ({}); choose another file.",
                            std::strerror(errno)),
                m_path.string());
}

RequestLog::~RequestLog() {
  if (m_descriptor >= 0) close(m_descriptor);
}

void RequestLog::open() {
  m_descriptor = ::open(m_path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  struct stat status {};
  m_bytes =
      m_descriptor >= 0 && fstat(m_descriptor, &status) == 0 ? std::uint64_t(status.st_size) : 0;
}

void RequestLog::rotate() {
  if (m_descriptor >= 0) close(m_descriptor);
  const auto numbered = [&](int i) {
    return std::filesystem::path(fmt::format("{}.{}", m_path.string(), i));
  };
  std::error_code ignored;  // what cannot be renamed is overwritten by the next
  for (int i = kOldFiles - 1; i >= 1; --i)
    std::filesystem::rename(numbered(i), numbered(i + 1), ignored);
  std::filesystem::rename(m_path, numbered(1), ignored);
  open();
}

void RequestLog::append(const std::string& line) {
  const std::lock_guard lock(m_mutex);
  if (m_bytes > 0 && m_bytes + line.size() > m_mostBytes) rotate();
  if (m_descriptor < 0) return;
  const ssize_t written = ::write(m_descriptor, line.data(), line.size());
  if (written > 0) m_bytes += std::uint64_t(written);
}

void RequestLog::write(const LiveRequest& request, int status) {
  const RequestOrigin& origin = request.origin();
  const LiveRequest::Progress progress = request.progress();
  const ordered_json line = {
      {"time", now()},
      {"id", origin.id},
      {"key", origin.keyId.empty() ? ordered_json() : ordered_json(origin.keyId)},
      {"route", origin.route},
      {"status", status},
      {"cancelled", request.cancelled()},
      {"prompt_tokens", progress.promptTokens},
      {"cached_tokens", progress.cachedTokens},
      {"completion_tokens", progress.completionTokens},
      {"first_token_ms",
       progress.firstToken_ms < 0 ? ordered_json() : ordered_json(tenths(progress.firstToken_ms))},
      {"ms", tenths(progress.elapsed_ms)}};
  append(jsonText(line) + "\n");
}

void RequestLog::writeRefusal(const std::string& route, int status) {
  append(jsonText({{"time", now()}, {"route", route}, {"status", status}}) + "\n");
}

}  // namespace alcove::server
