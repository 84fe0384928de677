// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <concepts>
#include <memory>

namespace alcove::base {

// A fixed team of threads that does one job together: the caller is thread 0, the others are
// 1 … size()-1. Work is taken, not assigned: a thread that the system keeps from running holds up
// the others with at most the one part that it has taken, and with nothing if it has none.
// Idle workers spin for a short while and then sleep, so that a decode step costs microseconds to
// start and an idle engine costs no processor time.
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

  // Work in stages, each of a number of parts. The parts of a stage run in any order, on any
  // threads, at the same time; a stage begins when every part of the one before is done, and sees
  // what was written there. Nothing here may throw.
  class Job {
   public:
    [[nodiscard]] virtual int stages() const = 0;
    // 0 … mostParts(); asked once for each stage, when all stages before it are done.
    [[nodiscard]] virtual int parts(int stage) const = 0;
    // `thread`: 0 … size()-1, at work on nothing else meanwhile.
    virtual void run(int stage, int part, int thread) = 0;

   protected:
    ~Job() = default;
  };
  [[nodiscard]] int mostParts() const noexcept;

  // Returns when all of `job` is done; the job may be destroyed then. No allocation happens here.
  void run(Job& job);

  // One stage with a part for each thread: calls work(0) … work(size()-1) once each.
  template <std::invocable<int> F>
  void run(F&& work) {
    PartForEach<F> job(work, size());
    run(job);
  }

 private:
  template <class F>
  class PartForEach final : public Job {
   public:
    PartForEach(F& work, int parts) : m_work(work), m_parts(parts) {}
    int stages() const override { return 1; }
    int parts(int) const override { return m_parts; }
    void run(int, int part, int) override { m_work(part); }

   private:
    F& m_work;
    int m_parts;
  };

  struct State;
  std::unique_ptr<State> m_state;
};

// Physical cores that this process may use (its affinity mask and its control group's limit);
// at least 1.
[[nodiscard]] int physicalCores();

}  // namespace alcove::base
