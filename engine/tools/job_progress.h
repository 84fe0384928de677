// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <csignal>
#include <cstdint>
#include <string>
#include <string_view>

namespace alcove::tools {

// The progress of one long job on a terminal: a line of per cent on stderr, once for each, and
// Ctrl+C (or SIGTERM) as the way to end it. While one lives, these signals only make the next call
// throw Error Cancelled, so that the job cleans up behind itself; a second signal ends the process
// at once. At most one at a time.
class JobProgress {
 public:
  // `what` stands before the number: "Converting".
  explicit JobProgress(std::string what);
  ~JobProgress();
  JobProgress(const JobProgress&) = delete;
  JobProgress& operator=(const JobProgress&) = delete;

  // Throws Error Cancelled once somebody asked to stop. `detail` follows the number, in brackets.
  void operator()(std::uint64_t done, std::uint64_t total, std::string_view detail = {});

 private:
  std::string m_what;
  int m_percent = -1;
  std::size_t m_shown = 0;  // characters on the terminal's line
  bool m_terminal;
  struct sigaction m_previousInterrupt;
  struct sigaction m_previousTerminate;
};

}  // namespace alcove::tools
