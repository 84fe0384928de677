// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cuda_on_cpu/vector_types.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <source_location>
#include <type_traits>

// The threads of a grid, as fibers: one block after another, all on one thread of the processor.
// Misuse that a card would answer with wrong numbers ends the program with a sentence: threads of a
// block that meet at different __syncthreads, or not all of them; lanes that do not all come to a
// warp's operation, or come to different ones.

inline uint3 threadIdx{}, blockIdx{};
inline dim3 blockDim{}, gridDim{};
inline constexpr int warpSize = 32;

namespace cuda_on_cpu {

// Runs `kernel` once for each thread. Dynamic shared memory is filled with NaNs before each block.
void runGrid(dim3 grid, dim3 block, std::size_t sharedBytes, const std::function<void()>& kernel);

[[nodiscard]] void* dynamicShared();

void syncThreads(std::source_location where);

// What a lane brings to an operation of its warp, and takes away from it.
using Exchange = void (*)(void* const (&lanes)[32]);
// Lanes of `mask` wait for each other; then `exchange` sees what all of them brought, null for
// those that are not in the mask, and changes it.
void meetInWarp(std::uint32_t mask, void* mine, Exchange exchange, std::source_location where);

// Shuffles keep their values in this form.
template <class T>
struct Shuffled {
  T value;
  T result;
  int lane;  // from which the result comes
};

template <class T>
T shuffle(std::uint32_t mask, T value, int from, std::source_location where) {
  static_assert(std::is_trivially_copyable_v<T>);
  Shuffled<T> mine{value, value, from};
  meetInWarp(
      mask, &mine,
      [](void* const(&lanes)[32]) {
        for (void* const lane : lanes) {
          auto* const to = static_cast<Shuffled<T>*>(lane);
          if (to == nullptr) continue;
          if (const auto* source = static_cast<Shuffled<T>*>(lanes[to->lane & 31]))
            to->result = source->value;
        }
      },
      where);
  return mine.result;
}

[[nodiscard]] int laneOfThread();
[[nodiscard]] std::uint32_t ballot(std::uint32_t mask, bool vote, std::source_location where);

}  // namespace cuda_on_cpu

inline void __syncthreads(std::source_location where = std::source_location::current()) {
  cuda_on_cpu::syncThreads(where);
}
inline void __syncwarp(std::uint32_t mask = 0xffffffffu,
                       std::source_location where = std::source_location::current()) {
  int nothing = 0;
  cuda_on_cpu::meetInWarp(
      mask, &nothing, [](void* const(&)[32]) {}, where);
}
template <class T>
T __shfl_sync(std::uint32_t mask, T value, int lane,
              std::source_location where = std::source_location::current()) {
  return cuda_on_cpu::shuffle(mask, value, lane, where);
}
template <class T>
T __shfl_xor_sync(std::uint32_t mask, T value, int lanes,
                  std::source_location where = std::source_location::current()) {
  return cuda_on_cpu::shuffle(mask, value, cuda_on_cpu::laneOfThread() ^ lanes, where);
}
inline std::uint32_t __ballot_sync(std::uint32_t mask, bool vote,
                                   std::source_location where = std::source_location::current()) {
  return cuda_on_cpu::ballot(mask, vote, where);
}
inline bool __any_sync(std::uint32_t mask, bool vote,
                       std::source_location where = std::source_location::current()) {
  return cuda_on_cpu::ballot(mask, vote, where) != 0;
}
