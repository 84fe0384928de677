// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

// The cards that are played, and their memory. All but setCurrent() and current() is called by one
// thread at a time.

namespace cuda_on_cpu {

inline constexpr int kHost = -1;  // in place of a card: memory of the processor

[[nodiscard]] int deviceCount();
[[nodiscard]] std::size_t reportedBytes(int device);

// The card that the calling thread has chosen; the first, until it chooses.
[[nodiscard]] int current();
void setCurrent(int device);

// Aligned to 256 bytes; null where the card has no such room left.
[[nodiscard]] void* allocateOn(int device, std::size_t bytes);
// What was never allocated ends the program.
void releaseAnywhere(void* memory);
// Of one card.
[[nodiscard]] std::size_t allocatedOn(int device);
// Of all cards and the processor.
[[nodiscard]] std::size_t allocatedBytes();

// From now on the memory of this card can be touched and that of the others cannot, as far as there
// are several: who does so ends the program.
void work(int device);
// Ends the program if it is memory of another card.
void requireReachable(const void* memory, int device);

}  // namespace cuda_on_cpu
