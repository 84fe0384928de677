// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <cuda_on_cpu/threads.h>

#include <boost/context/fiber.hpp>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

namespace cuda_on_cpu {
namespace {

namespace context = boost::context;

constexpr std::uint32_t kLanes = 32;
constexpr std::size_t kStackBytes = std::size_t(128) << 10;

[[noreturn]] void misuse(const char* what, const std::source_location& where) {
  std::fprintf(stderr, "CUDA kernel misuse: %s (%s:%u, block %u %u %u, thread %u).\n", what,
               where.file_name(), unsigned(where.line()), blockIdx.x, blockIdx.y, blockIdx.z,
               threadIdx.x);
  std::abort();
}

bool same(const std::source_location& a, const std::source_location& b) {
  return a.line() == b.line() &&
         (a.file_name() == b.file_name() || std::strcmp(a.file_name(), b.file_name()) == 0);
}

enum class State { Ready, AtBarrier, InWarp, Done };

struct Thread {
  context::fiber work;    // where it goes on
  context::fiber caller;  // back to the scheduler
  State state = State::Done;
  uint3 index{};
  std::source_location where;
};

// An operation for which some lanes of a warp wait.
struct Meeting {
  std::uint32_t arrived = 0;
  std::uint32_t mask = 0;
  Exchange exchange = nullptr;
  std::source_location where;
  void* lanes[kLanes] = {};
};

class Block {
 public:
  void run(dim3 shape, const std::function<void()>& kernel, bool backwards) {
    m_kernel = &kernel;
    m_count = shape.x * shape.y * shape.z;
    while (m_threads.size() < m_count) m_threads.push_back(makeThread());
    m_meetings.assign((m_count + kLanes - 1) / kLanes, {});
    for (unsigned i = 0; i < m_count; ++i) {
      m_threads[i]->index = {i % shape.x, i / shape.x % shape.y, i / shape.x / shape.y};
      m_threads[i]->state = State::Ready;
    }
    m_done = 0;
    m_atBarrier = 0;
    while (m_done < m_count) pass(backwards);
  }

  void syncThreads(const std::source_location& where) {
    Thread& thread = *m_threads[m_current];
    thread.where = where;
    thread.state = State::AtBarrier;
    ++m_atBarrier;
    leave(thread);
  }

  void meet(std::uint32_t mask, void* mine, Exchange exchange, const std::source_location& where) {
    const std::uint32_t bit = 1u << (m_current % kLanes);
    if ((mask & bit) == 0) misuse("a lane is not in the mask that it gives", where);
    Meeting& meeting = m_meetings[m_current / kLanes];
    if (meeting.arrived == 0) {
      meeting = {};
      meeting.mask = mask & lanesOf(m_current / kLanes);
      meeting.exchange = exchange;
      meeting.where = where;
    } else if (meeting.mask != (mask & lanesOf(m_current / kLanes)) ||
               !same(meeting.where, where)) {
      misuse("lanes of a warp came to different operations", where);
    }
    meeting.lanes[m_current % kLanes] = mine;
    meeting.arrived |= bit;
    if (meeting.arrived == meeting.mask) {
      exchange(meeting.lanes);
      const std::uint32_t others = meeting.arrived & ~bit, first = m_current / kLanes * kLanes;
      meeting.arrived = 0;
      for (std::uint32_t lane = 0; lane < kLanes; ++lane)
        if (others >> lane & 1) m_threads[first + lane]->state = State::Ready;
      return;
    }
    Thread& thread = *m_threads[m_current];
    thread.where = where;
    thread.state = State::InWarp;
    leave(thread);
  }

  [[nodiscard]] unsigned current() const { return m_current; }

 private:
  // Those that the block has.
  [[nodiscard]] std::uint32_t lanesOf(unsigned warp) const {
    const unsigned left = m_count - warp * kLanes;
    return left >= kLanes ? ~0u : (1u << left) - 1;
  }

  std::unique_ptr<Thread> makeThread() {
    auto thread = std::make_unique<Thread>();
    thread->work = context::fiber(std::allocator_arg, context::fixedsize_stack(kStackBytes),
                                  [this, self = thread.get()](context::fiber&& caller) {
                                    self->caller = std::move(caller);
                                    for (;;) {
                                      (*m_kernel)();
                                      self->state = State::Done;
                                      leave(*self);
                                    }
                                    return std::move(self->caller);
                                  });
    return thread;
  }

  static void leave(Thread& thread) { thread.caller = std::move(thread.caller).resume(); }

  // Lets every thread that can go on do so, in one or the other order: what depends on it is wrong.
  void pass(bool backwards) {
    bool moved = false;
    for (unsigned i = 0; i < m_count; ++i) {
      m_current = backwards ? m_count - 1 - i : i;
      Thread& thread = *m_threads[m_current];
      if (thread.state != State::Ready) continue;
      moved = true;
      threadIdx = thread.index;
      thread.work = std::move(thread.work).resume();
      if (thread.state == State::Done) ++m_done;
    }
    if (!moved) release();
  }

  void release() {
    for (unsigned i = 0; i < m_count; ++i) {
      threadIdx = m_threads[i]->index;
      if (m_threads[i]->state == State::InWarp)
        misuse("lanes of a warp wait for others that do not come", m_threads[i]->where);
      if (m_threads[i]->state == State::AtBarrier && m_atBarrier != m_count)
        misuse("not all threads of a block come to __syncthreads", m_threads[i]->where);
      if (!same(m_threads[i]->where, m_threads[0]->where))
        misuse("threads of a block wait at different __syncthreads", m_threads[i]->where);
    }
    for (unsigned i = 0; i < m_count; ++i) m_threads[i]->state = State::Ready;
    m_atBarrier = 0;
  }

  const std::function<void()>* m_kernel = nullptr;
  std::vector<std::unique_ptr<Thread>> m_threads;  // kept for the next block
  std::vector<Meeting> m_meetings;                 // one for each warp
  unsigned m_count = 0, m_done = 0, m_atBarrier = 0, m_current = 0;
};

Block& block() {
  static Block instance;
  return instance;
}

std::vector<unsigned char> sharedMemory;

struct Vote {
  bool mine;
  std::uint32_t all;
};

}  // namespace

void runGrid(dim3 grid, dim3 shape, std::size_t sharedBytes, const std::function<void()>& kernel) {
  static bool backwards = false;
  backwards = !backwards;
  gridDim = grid;
  blockDim = shape;
  const unsigned blocks = grid.x * grid.y * grid.z;
  for (unsigned i = 0; i < blocks; ++i) {
    const unsigned index = backwards ? blocks - 1 - i : i;
    blockIdx = {index % grid.x, index / grid.x % grid.y, index / grid.x / grid.y};
    sharedMemory.assign(sharedBytes, 0xff);
    sharedMemory.shrink_to_fit();
    block().run(shape, kernel, backwards);
  }
}

void* dynamicShared() { return sharedMemory.data(); }

void syncThreads(std::source_location where) { block().syncThreads(where); }

void meetInWarp(std::uint32_t mask, void* mine, Exchange exchange, std::source_location where) {
  block().meet(mask, mine, exchange, where);
}

int laneOfThread() { return int(block().current() % kLanes); }

std::uint32_t ballot(std::uint32_t mask, bool vote, std::source_location where) {
  Vote mine{vote, 0};
  meetInWarp(
      mask, &mine,
      [](void* const(&lanes)[32]) {
        std::uint32_t all = 0;
        for (std::uint32_t i = 0; i < kLanes; ++i)
          if (lanes[i] != nullptr && static_cast<Vote*>(lanes[i])->mine) all |= 1u << i;
        for (void* const lane : lanes)
          if (lane != nullptr) static_cast<Vote*>(lane)->all = all;
      },
      where);
  return mine.all;
}

}  // namespace cuda_on_cpu
