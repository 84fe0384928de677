// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "training/data/csv_rows.h"

#include <algorithm>

namespace alcove::training {
namespace {

// At the end of the content counts as a line end.
bool atLineEnd(std::string_view rest) {
  return rest.empty() || rest[0] == '\n' || rest.starts_with("\r\n");
}

}  // namespace

void CsvRows::skip(std::size_t bytes) {
  m_line += std::size_t(std::ranges::count(m_rest.substr(0, bytes), '\n'));
  m_rest.remove_prefix(bytes);
}

std::string CsvRows::plainCell(Row& row) {
  const std::size_t end = std::min(m_rest.find_first_of(",\n"), m_rest.size());
  std::string_view cell = m_rest.substr(0, end);
  if (cell.ends_with('\r') && (end == m_rest.size() || m_rest[end] == '\n')) cell.remove_suffix(1);
  if (cell.find('"') != std::string_view::npos)
    row.fault =
        "A cell has a quotation mark and is not in quotes; such a cell is written in quotes, "
        "with the mark doubled.";
  std::string text(cell);
  skip(cell.size());
  return text;
}

std::string CsvRows::quotedCell(Row& row) {
  std::string text;
  std::size_t at = 1;
  while (true) {
    const std::size_t mark = m_rest.find('"', at);
    if (mark == std::string_view::npos) {
      row.fault = "A cell begins with a quotation mark and is never closed.";
      // Only this line is given up: what follows may be whole.
      skip(std::min(m_rest.find('\n'), m_rest.size()));
      return text;
    }
    text += m_rest.substr(at, mark - at);
    at = mark + 1;
    if (at >= m_rest.size() || m_rest[at] != '"') break;
    text += '"';
    ++at;
  }
  skip(at);
  if (!atLineEnd(m_rest) && m_rest[0] != ',') {
    row.fault =
        "There is something between the closing quotation mark of a cell and the next comma.";
    skip(std::min(m_rest.find('\n'), m_rest.size()));
  }
  return text;
}

std::optional<CsvRows::Row> CsvRows::next() {
  while (!m_rest.empty() && atLineEnd(m_rest)) skip(m_rest[0] == '\r' ? 2 : 1);
  if (m_rest.empty()) return std::nullopt;
  Row row;
  row.line = m_line;
  while (true) {
    row.cells.push_back(m_rest.starts_with('"') ? quotedCell(row) : plainCell(row));
    if (m_rest.starts_with('\r') && m_rest.size() == 1) skip(1);
    if (!m_rest.starts_with(',')) break;
    skip(1);
  }
  if (!m_rest.empty()) skip(m_rest[0] == '\r' ? 2 : 1);
  return row;
}

std::vector<std::string> CsvRows::columns() {
  auto row = next();
  if (!row || row->fault) return {};
  for (std::string& name : row->cells) {
    const std::size_t first = std::min(name.find_first_not_of(" \t"), name.size());
    name = name.substr(first, name.find_last_not_of(" \t") + 1 - first);
    std::ranges::transform(name, name.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
  }
  return row->cells;
}

}  // namespace alcove::training
