// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string_view>

#include "training/data/record_sink.h"

namespace alcove::training {

// The rows of a file of JSON values, one a line, or of one JSON array; not looked into.
class JsonRows {
 public:
  struct Row {
    std::string_view text;
    std::size_t line = 0;
  };

  explicit JsonRows(std::string_view content);
  // Nothing after the last row.
  [[nodiscard]] std::optional<Row> next();
  // After the last row: the array ended before its bracket was closed.
  [[nodiscard]] bool isOpen() const { return m_isArray && !m_isClosed; }
  [[nodiscard]] std::size_t line() const { return m_line; }

 private:
  void skip(std::size_t bytes);
  void skipSpace();
  [[nodiscard]] std::size_t elementEnd() const;

  std::string_view m_rest;
  std::size_t m_line = 1;
  bool m_isArray = false;
  bool m_isClosed = false;
};

// Gives each row that is a JSON object to `read`; reports the others, and what `read` throws, as
// malformed.
void readJsonRows(
    std::string_view content, RecordSink& sink,
    const std::function<Record(const nlohmann::ordered_json& row, std::size_t line)>& read);

// The row as an object. Throws Error Corrupt or LimitExceeded with a sentence about the row.
[[nodiscard]] nlohmann::ordered_json parseRow(std::string_view text, std::size_t maxBytes);

// The text under `field`. Throws Error Corrupt if there is none.
[[nodiscard]] std::string textField(const nlohmann::ordered_json& row, const char* field);
// Empty if the field is missing or null.
[[nodiscard]] std::string optionalText(const nlohmann::ordered_json& row, const char* field);

}  // namespace alcove::training
