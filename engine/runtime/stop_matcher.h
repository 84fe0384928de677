// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace alcove::runtime {

// Watches the text of an answer for stop strings. Text is held back only while it could still
// become one, and a stop string itself is never handed out. One per answer; not thread-safe.
class StopMatcher {
 public:
  // Throws Error InvalidArgument for an empty, overlong or malformed string, LimitExceeded for too
  // many of them.
  explicit StopMatcher(std::vector<std::string> stops);

  // Takes whole characters and returns what is certain to be no part of a stop string. After a
  // match everything further is swallowed. REQUIRES: valid UTF-8.
  [[nodiscard]] std::string push(std::string_view text);
  // The answer is over: what was held back is text after all.
  [[nodiscard]] std::string flush();

  // The stop string that was found, or null.
  [[nodiscard]] const std::string* matched() const noexcept { return m_matched; }

 private:
  std::vector<std::string> m_stops;
  std::string m_held;
  const std::string* m_matched = nullptr;
};

}  // namespace alcove::runtime
