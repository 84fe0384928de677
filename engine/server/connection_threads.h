// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <unordered_map>
#include <vector>

namespace alcove::server {

// A thread for each open connection, up to a limit. Threads that nobody needs end after some
// seconds, so that a burst leaves nothing behind. Safe to call from any thread.
class ConnectionThreads {
 public:
  explicit ConnectionThreads(std::size_t most) : m_most(most) {}
  ~ConnectionThreads() { finish(); }
  ConnectionThreads(const ConnectionThreads&) = delete;
  ConnectionThreads& operator=(const ConnectionThreads&) = delete;

  // Runs `job` soon, on a thread of its own. False, and nothing done, if all are busy, no thread
  // can be made, or finish() was called. `job` must not throw.
  [[nodiscard]] bool run(std::function<void()> job);
  // Takes no more jobs, and waits for those that run.
  void finish();
  // Jobs that run or are about to.
  [[nodiscard]] std::size_t busy() const;

 private:
  void work();
  void joinEnded(std::unique_lock<std::mutex>& lock);

  const std::size_t m_most;
  mutable std::mutex m_mutex;  // guards what follows
  std::condition_variable m_wake;
  std::condition_variable m_quiet;
  std::deque<std::function<void()>> m_jobs;  // taken, not yet begun
  std::size_t m_busy = 0;
  std::size_t m_idle = 0;  // threads that wait for a job
  bool m_finishing = false;
  std::unordered_map<std::thread::id, std::thread> m_threads;
  std::vector<std::thread> m_ended;  // to be joined
};

}  // namespace alcove::server
