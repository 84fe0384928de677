// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <dlfcn.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdlib>
#include <vector>

namespace alcove::test {

// The cards that the processor plays (tests/support/cuda_on_cpu): what they report and have, how
// they fail, and what is left on them. ALCOVE_CUDA_MODULE in the environment names the module. At
// the end there is one card again that does not fail.
class PlayedCards {
 public:
  // As the module numbers them.
  static constexpr int kOutOfMemory = 2, kDeviceLost = 10;
  struct Card {
    std::size_t reportedBytes = std::size_t(2) << 30;
    std::size_t memoryBytes = std::size_t(2) << 30;
  };

  PlayedCards() : m_handle(dlopen(std::getenv("ALCOVE_CUDA_MODULE"), RTLD_NOW)) {
    EXPECT_NE(m_handle, nullptr) << dlerror();
  }
  ~PlayedCards() {
    failAt(-1, 0, false);
    if (m_changed) play({Card{}});
    dlclose(m_handle);
  }
  PlayedCards(const PlayedCards&) = delete;
  PlayedCards& operator=(const PlayedCards&) = delete;

  // REQUIRES: nothing is allocated.
  void play(const std::vector<Card>& cards) {
    std::vector<std::size_t> reported, memory;
    for (const Card& card : cards) {
      reported.push_back(card.reportedBytes);
      memory.push_back(card.memoryBytes);
    }
    m_changed = true;
    function<void (*)(int, const std::size_t*, const std::size_t*)>("cuda_on_cpu_play")(
        int(cards.size()), reported.data(), memory.data());
  }
  // The call after `calls` others gives `error`; all further ones too, if `lasting`.
  void failAt(int calls, int error, bool lasting) const {
    function<void (*)(int, int, bool)>("cuda_on_cpu_failAt")(calls, error, lasting);
  }
  [[nodiscard]] std::size_t launches() const {
    return function<std::size_t (*)()>("cuda_on_cpu_launches")();
  }
  [[nodiscard]] std::size_t allocatedBytes() const {
    return function<std::size_t (*)()>("cuda_on_cpu_allocatedBytes")();
  }

 private:
  template <class Function>
  [[nodiscard]] Function function(const char* name) const {
    return reinterpret_cast<Function>(dlsym(m_handle, name));
  }

  void* m_handle;
  bool m_changed = false;
};

}  // namespace alcove::test
