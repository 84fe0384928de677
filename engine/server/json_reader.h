// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alcove::server {

// Reads the body of a request as a JSON object, member by member. Every function throws Error
// InvalidArgument with a sentence that names the member and what it should have been, and the
// member as its context; a member that is null counts as absent.
class JsonReader {
 public:
  // Refuses what is not an object, is nested too deep, has an object of too many members, or holds
  // text that is not UTF-8.
  explicit JsonReader(std::string_view body);
  // For bodies that may be an array: as an object whose member `name` it is.
  JsonReader(std::string_view body, const char* name);

  [[nodiscard]] const nlohmann::ordered_json* find(const char* name) const;

  [[nodiscard]] std::optional<std::string> string(const char* name) const;
  [[nodiscard]] std::string requireString(const char* name) const;
  [[nodiscard]] std::optional<std::int64_t> integer(const char* name, std::int64_t low,
                                                    std::int64_t high) const;
  [[nodiscard]] std::optional<double> number(const char* name) const;
  [[nodiscard]] std::optional<bool> boolean(const char* name) const;
  // A string, or an array of at most `most` strings.
  [[nodiscard]] std::vector<std::string> strings(const char* name, std::size_t most) const;

 private:
  nlohmann::ordered_json m_object;
};

}  // namespace alcove::server
