// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

namespace alcove::backends::cpu {

// Zeroed pages straight from the operating system, in huge pages where it grants them: weights are
// read front to back for every token, and fewer pages mean fewer address translations.
class AnonymousMemory {
 public:
  AnonymousMemory() = default;
  // Throws Error OutOfMemory with the size.
  explicit AnonymousMemory(std::size_t bytes);
  ~AnonymousMemory();
  AnonymousMemory(AnonymousMemory&& other) noexcept;
  AnonymousMemory& operator=(AnonymousMemory&& other) noexcept;

  [[nodiscard]] std::byte* data() const { return m_data; }
  [[nodiscard]] std::size_t bytes() const { return m_bytes; }

 private:
  std::byte* m_data = nullptr;
  std::size_t m_bytes = 0;
};

}  // namespace alcove::backends::cpu
