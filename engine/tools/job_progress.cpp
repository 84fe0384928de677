// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "tools/job_progress.h"

#include <alcove/error.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <utility>

namespace alcove::tools {
namespace {

volatile std::sig_atomic_t g_stop = 0;

void onSignal(int) { g_stop = 1; }

}  // namespace

JobProgress::JobProgress(std::string what)
    : m_what(std::move(what)), m_terminal(isatty(STDERR_FILENO) == 1) {
  g_stop = 0;
  struct sigaction action = {};
  action.sa_handler = onSignal;
  action.sa_flags = SA_RESTART | int(SA_RESETHAND);
  sigaction(SIGINT, &action, &m_previousInterrupt);
  sigaction(SIGTERM, &action, &m_previousTerminate);
}

JobProgress::~JobProgress() {
  if (m_terminal && m_percent >= 0) std::fputc('\n', stderr);
  sigaction(SIGINT, &m_previousInterrupt, nullptr);
  sigaction(SIGTERM, &m_previousTerminate, nullptr);
}

void JobProgress::operator()(std::uint64_t done, std::uint64_t total, std::string_view detail) {
  if (g_stop != 0)
    throw Error(ErrorCode::Cancelled, "Stopped before it was done; nothing was written.");
  const int percent = total == 0 ? 100 : int(double(done) / double(total) * 100);
  if (percent <= m_percent) return;
  const bool tenth = percent / 10 > m_percent / 10 || m_percent < 0;
  m_percent = percent;
  std::string line = fmt::format("{} … {} %", m_what, percent);
  if (!detail.empty()) line += fmt::format(" ({})", detail);
  // A terminal has one line that changes; a log gets a line for every tenth.
  if (m_terminal) {
    fmt::print(stderr, "\r{:{}}", line, m_shown);
    m_shown = line.size();
    std::fflush(stderr);
  } else if (tenth) {
    fmt::print(stderr, "{}\n", line);
  }
}

}  // namespace alcove::tools
