// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>

namespace alcove::formats {

// Reads the little-endian parts of a GGUF header front to back, each checked against what remains.
// `what` names the part in the error: "The file ends inside the tensor count."
class GgufCursor {
 public:
  explicit GgufCursor(std::span<const std::byte> bytes) : m_bytes(bytes) {}

  [[nodiscard]] std::uint64_t position() const noexcept { return m_position; }
  [[nodiscard]] std::uint64_t remaining() const noexcept { return m_bytes.size() - m_position; }

  template <class T>
  [[nodiscard]] T read(std::string_view what) {
    T value;
    std::memcpy(&value, take(sizeof(T), what).data(), sizeof(T));
    return value;
  }

  [[nodiscard]] std::span<const std::byte> take(std::uint64_t size, std::string_view what);

  // A string: its length as 64 bits, then its bytes.
  [[nodiscard]] std::string_view readString(std::string_view what);

  // Throws Error Corrupt with the byte at which the part that is being read begins.
  [[noreturn]] void corrupt(std::string sentence, std::uint64_t position) const;

 private:
  std::span<const std::byte> m_bytes;
  std::uint64_t m_position = 0;
};

// How a string from a file is shown inside a sentence: in quotes, cut after 80 bytes, with
// everything that is not a printable ASCII character written as \xNN.
[[nodiscard]] std::string inQuotes(std::string_view text);

}  // namespace alcove::formats
