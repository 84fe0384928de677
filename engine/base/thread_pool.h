// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <memory>
#include <type_traits>

namespace alcove::base {

// A fixed team of threads that runs one function together: the caller is thread 0, the others are
// 1 … size()-1. Idle workers spin for a short while and then sleep, so that a decode step costs
// microseconds to start and an idle engine costs no processor time.
// run() may be called from one thread at a time; the team is not re-entrant.
class ThreadPool {
 public:
  // `threads` ≥ 1 counts the caller: ThreadPool(1) starts none. Throws std::system_error where the
  // system gives no more threads.
  explicit ThreadPool(int threads);
  ~ThreadPool();
  ThreadPool(const ThreadPool&) = delete;
  ThreadPool& operator=(const ThreadPool&) = delete;

  [[nodiscard]] int size() const noexcept;

  // Calls work(thread) once on every thread and returns when all have finished.
  // `work` must not throw. No allocation happens here.
  using Work = void (*)(void* argument, int thread);
  void run(Work work, void* argument);
  template <class F>
  void run(F&& f) {
    using Callable = std::remove_reference_t<F>;
    run([](void* argument, int thread) { (*static_cast<Callable*>(argument))(thread); },
        const_cast<void*>(static_cast<const void*>(std::addressof(f))));
  }

  // Inside run(): returns when every thread of the team has arrived. All must call it.
  void barrier() noexcept;

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

// Physical cores that this process may use (its affinity mask and its control group's limit);
// at least 1.
[[nodiscard]] int physicalCores();

}  // namespace alcove::base
