// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alcove::training {

// The rows of a table with commas, as RFC 4180 describes it: cells in quotes may hold commas, line
// ends and doubled quotes. Lines end with LF or CRLF; empty ones are passed over.
class CsvRows {
 public:
  struct Row {
    std::vector<std::string> cells;
    std::size_t line = 0;         // in which it begins, counted from 1
    const char* fault = nullptr;  // a sentence: why the cells are not to be trusted
  };

  explicit CsvRows(std::string_view content) : m_rest(content) {}

  // Nothing after the last row. After a fault the next row begins on the next line.
  [[nodiscard]] std::optional<Row> next();
  // The cells of the next row as names: in lower case, without space around them; none if there is
  // a fault in it.
  [[nodiscard]] std::vector<std::string> columns();

 private:
  // One cell; a fault is set in `row`. What follows a cell is a comma, a line end or nothing.
  [[nodiscard]] std::string quotedCell(Row& row);
  [[nodiscard]] std::string plainCell(Row& row);
  void skip(std::size_t bytes);

  std::string_view m_rest;
  std::size_t m_line = 1;
};

}  // namespace alcove::training
