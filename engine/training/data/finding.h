// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace alcove::training {

enum class Severity : std::uint8_t {
  Stops,    // nothing can be trained with this
  Warning,  // something is left out, cut, or should be looked at before training
  Note,
};

// "stops", "warning", "note".
[[nodiscard]] const char* severityName(Severity severity) noexcept;

// Something that a person should know about the data before a model is trained on it.
struct Finding {
  Severity severity = Severity::Note;
  std::string kind;  // a stable name: "malformed_row", "near_duplicate", …
  std::string file;
  std::size_t line = 0;  // counted from 1; 0: the file as a whole
  std::string sentence;
};

// Findings in the order in which they were made. Of one kind only the first kMaxListed are kept,
// all are counted.
class Findings {
 public:
  static constexpr std::size_t kMaxListed = 200;

  void add(Finding finding);
  void add(const Findings& others);

  [[nodiscard]] const std::vector<Finding>& listed() const { return m_listed; }
  // How many there were of each kind.
  [[nodiscard]] const std::map<std::string, std::size_t, std::less<>>& counts() const {
    return m_counts;
  }
  [[nodiscard]] std::size_t count(std::string_view kind) const;
  [[nodiscard]] bool stops() const { return m_stops; }

 private:
  std::vector<Finding> m_listed;
  std::map<std::string, std::size_t, std::less<>> m_counts;
  std::map<std::string, std::size_t, std::less<>> m_listedOf;
  bool m_stops = false;
};

}  // namespace alcove::training
