// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/connection_threads.h"

#include <malloc.h>

#include <chrono>
#include <system_error>
#include <utility>

namespace alcove::server {
namespace {

constexpr std::chrono::seconds kIdleTime{5};

}  // namespace

bool ConnectionThreads::run(std::function<void()> job) {
  std::unique_lock lock(m_mutex);
  joinEnded(lock);
  if (m_finishing || m_busy >= m_most) return false;
  if (m_idle <= m_jobs.size()) {
    try {
      std::thread thread([this] { work(); });
      const auto id = thread.get_id();
      m_threads.emplace(id, std::move(thread));
    } catch (const std::system_error&) {
      return false;  // the machine has no thread left
    }
  }
  ++m_busy;
  m_jobs.push_back(std::move(job));
  m_wake.notify_one();
  return true;
}

void ConnectionThreads::work() {
  std::unique_lock lock(m_mutex);
  while (true) {
    ++m_idle;
    const bool woken =
        m_wake.wait_for(lock, kIdleTime, [&] { return !m_jobs.empty() || m_finishing; });
    --m_idle;
    if (m_jobs.empty() && (m_finishing || !woken)) break;
    std::function<void()> job = std::move(m_jobs.front());
    m_jobs.pop_front();
    lock.unlock();
    job();
    job = nullptr;
    lock.lock();
    --m_busy;
  }
  const auto self = m_threads.find(std::this_thread::get_id());
  m_ended.push_back(std::move(self->second));
  m_threads.erase(self);
  if (m_threads.empty()) {
    m_quiet.notify_all();
    // What a burst of requests took from the system goes back to it.
    if (!m_finishing) malloc_trim(0);
  }
}

// Never waits long: threads in the list are past their last job.
void ConnectionThreads::joinEnded(std::unique_lock<std::mutex>& lock) {
  std::vector<std::thread> ended = std::exchange(m_ended, {});
  if (ended.empty()) return;
  lock.unlock();
  for (std::thread& thread : ended) thread.join();
  lock.lock();
}

void ConnectionThreads::finish() {
  std::unique_lock lock(m_mutex);
  m_finishing = true;
  m_wake.notify_all();
  m_quiet.wait(lock, [&] { return m_threads.empty(); });
  joinEnded(lock);
}

std::size_t ConnectionThreads::busy() const {
  const std::lock_guard lock(m_mutex);
  return m_busy;
}

}  // namespace alcove::server
