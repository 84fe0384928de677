// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "formats/gguf_header.h"

namespace alcove::formats {

// Typed look-ups over a header, as GgufFile offers them. `context` goes into the errors. Holds
// a reference to the header.
class GgufLookup {
 public:
  GgufLookup(const GgufHeader& header, std::string context)
      : m_header(header), m_context(std::move(context)) {}

  [[nodiscard]] const GgufValue* find(std::string_view key) const {
    return findValue(m_header, key);
  }
  [[nodiscard]] std::optional<std::string_view> string(std::string_view key) const;
  [[nodiscard]] std::optional<std::uint64_t> uint(std::string_view key) const;
  [[nodiscard]] std::optional<double> number(std::string_view key) const;
  [[nodiscard]] std::optional<bool> boolean(std::string_view key) const;
  [[nodiscard]] std::optional<std::vector<std::string_view>> strings(std::string_view key) const;
  [[nodiscard]] std::optional<std::vector<std::int64_t>> ints(std::string_view key) const;
  [[nodiscard]] std::optional<std::vector<float>> floats(std::string_view key) const;

 private:
  [[noreturn]] void wrongType(std::string_view key, std::string_view wanted,
                              const GgufValue& value) const;
  [[nodiscard]] const GgufValue* findArray(std::string_view key, std::string_view wanted) const;

  const GgufHeader& m_header;
  std::string m_context;
};

// One number as stored at `bytes`; nothing if the type is no such number or the value does not fit.
[[nodiscard]] std::optional<std::int64_t> asInt(GgufType type, const std::byte* bytes);
[[nodiscard]] std::optional<double> asNumber(GgufType type, const std::byte* bytes);
[[nodiscard]] std::optional<std::uint64_t> asUint(const GgufValue& value);

}  // namespace alcove::formats
