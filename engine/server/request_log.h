// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <mutex>
#include <string>

#include "server/live_request.h"

namespace alcove::server {

// One line of JSON for each request that has ended: when, which, whose, how it ended, how much and
// how long; never what was said. A file that has grown to its limit becomes FILE.1, the one before
// it FILE.2, and so on; the oldest goes. Safe to call from any thread.
class RequestLog {
 public:
  static constexpr std::uint64_t kMostBytes = 16 * 1024 * 1024;
  static constexpr int kOldFiles = 3;

  // Appends to the file. Throws Error Io.
  explicit RequestLog(std::filesystem::path path, std::uint64_t mostBytes = kMostBytes);
  ~RequestLog();
  RequestLog(const RequestLog&) = delete;
  RequestLog& operator=(const RequestLog&) = delete;

  // A line that cannot be written is lost: the disk may be full, and requests matter more.
  void write(const LiveRequest& request, int status);
  // For a request that was refused before it could run.
  void writeRefusal(const std::string& route, int status);

 private:
  void append(const std::string& line);
  void open();
  void rotate();

  std::filesystem::path m_path;
  std::uint64_t m_mostBytes;
  std::mutex m_mutex;  // guards what follows
  int m_descriptor = -1;
  std::uint64_t m_bytes = 0;
};

}  // namespace alcove::server
