// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <signal.h>

#include <functional>
#include <thread>

namespace alcove::tools {

// Watches for what ends a server: SIGTERM, SIGINT and, if asked to, the end of standard input.
// Calls `onEnd` once, from its own thread; from then on a second signal ends the process at once.
// Must be made before other threads start, because it blocks those signals for all of them.
class EndWatcher {
 public:
  enum class Reason { Signal, StandardInput };

  EndWatcher(bool watchStdin, std::function<void(Reason)> onEnd);
  ~EndWatcher();
  EndWatcher(const EndWatcher&) = delete;
  EndWatcher& operator=(const EndWatcher&) = delete;

 private:
  void watch(bool watchStdin, const std::function<void(Reason)>& onEnd);

  int m_signals;
  int m_quit;
  std::thread m_thread;
};

}  // namespace alcove::tools
