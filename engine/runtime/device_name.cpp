// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/device_name.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace alcove::runtime {

DeviceName splitDeviceName(std::string_view text) {
  constexpr std::size_t kMostDigits = 2;  // "vulkan:4090" asks for a card of that name
  const std::size_t colon = text.rfind(':');
  const std::string_view digits =
      colon == std::string_view::npos ? "" : text.substr(std::min(colon + 1, text.size()));
  int index = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), index);
  const bool isNumber = error == std::errc() && end == digits.data() + digits.size() &&
                        digits[0] != '-' && digits.size() <= kMostDigits;
  if (!isNumber) return {std::string(text), std::nullopt};
  return {std::string(text.substr(0, colon)), index};
}

std::string deviceName(std::string_view kind, int index) {
  return fmt::format("{}:{}", kind, index);
}

}  // namespace alcove::runtime
