// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <limits>
#include <string_view>

namespace alcove::formats {

struct JsonLimits {
  std::size_t depth = 64;
  std::size_t members = std::numeric_limits<std::size_t>::max();  // of one object
};

struct JsonFault {
  enum class Kind { None, NotJson, NumberTooLarge, TooDeep, TooManyMembers };
  Kind kind = Kind::None;
  std::size_t byte = 0;  // NotJson: how far it can be read

  [[nodiscard]] explicit operator bool() const { return kind != Kind::None; }
};

// Reads a text without keeping it, in a time that fits its length, and says what of it must not
// become a tree: one as deep as the text, or objects in which looking for each member anew takes
// for ever. The parser's own callback could count as well, but for every object in an array it
// looks through that array from its beginning.
[[nodiscard]] JsonFault checkJson(std::string_view text, const JsonLimits& limits = {});

}  // namespace alcove::formats
