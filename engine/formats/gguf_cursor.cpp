// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "formats/gguf_cursor.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <iterator>
#include <utility>

namespace alcove::formats {

std::span<const std::byte> GgufCursor::take(std::uint64_t size, std::string_view what) {
  if (size > remaining()) corrupt(fmt::format("The file ends inside {}.", what), m_position);
  const auto part = m_bytes.subspan(m_position, size);
  m_position += size;
  return part;
}

std::string_view GgufCursor::readString(std::string_view what) {
  const std::uint64_t begin = m_position;
  const auto length = read<std::uint64_t>(what);
  if (length > remaining()) {
    corrupt(fmt::format("{} claims a length of {} bytes, but only {} remain in the file.", what,
                        length, remaining()),
            begin);
  }
  const auto bytes = take(length, what);
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

void GgufCursor::corrupt(std::string sentence, std::uint64_t position) const {
  throw Error(ErrorCode::Corrupt, std::move(sentence), fmt::format("byte {}", position));
}

std::string inQuotes(std::string_view text) {
  constexpr std::size_t kShown = 80;
  std::string result = "'";
  for (const char c : text.substr(0, kShown)) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte < 0x7f) {
      result += c;
    } else {
      fmt::format_to(std::back_inserter(result), "\\x{:02x}", byte);
    }
  }
  if (text.size() > kShown) result += "…";
  return result + "'";
}

}  // namespace alcove::formats
