// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "training/data/json_rows.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>

#include "formats/json_check.h"

namespace alcove::training {
namespace {

using nlohmann::ordered_json;

constexpr std::string_view kSpace = " \t\r\n";

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(kSpace);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kSpace) - first + 1);
}

[[noreturn]] void malformed(std::string sentence) {
  throw Error(ErrorCode::Corrupt, std::move(sentence));
}

}  // namespace

JsonRows::JsonRows(std::string_view content) : m_rest(content) {
  skipSpace();
  m_isArray = m_rest.starts_with('[');
  if (m_isArray) skip(1);
}

void JsonRows::skip(std::size_t bytes) {
  m_line += std::size_t(std::ranges::count(m_rest.substr(0, bytes), '\n'));
  m_rest.remove_prefix(bytes);
}

void JsonRows::skipSpace() { skip(std::min(m_rest.find_first_not_of(kSpace), m_rest.size())); }

// Where the element of an array ends that begins the rest: at a comma or bracket outside of it.
std::size_t JsonRows::elementEnd() const {
  std::size_t depth = 0;
  bool inString = false;
  for (std::size_t i = 0; i < m_rest.size(); ++i) {
    const char c = m_rest[i];
    if (inString) {
      if (c == '\\') ++i;
      if (c == '"') inString = false;
    } else if (c == '"') {
      inString = true;
    } else if (c == '[' || c == '{') {
      ++depth;
    } else if (depth == 0 && (c == ',' || c == ']')) {
      return i;
    } else if ((c == ']' || c == '}') && depth > 0) {
      --depth;
    }
  }
  return m_rest.size();
}

std::optional<JsonRows::Row> JsonRows::next() {
  skipSpace();
  if (m_isArray && !m_isClosed && m_rest.starts_with(']')) {
    skip(1);
    m_isClosed = true;
    skipSpace();
  }
  if (m_rest.empty()) return std::nullopt;
  const bool isElement = m_isArray && !m_isClosed;
  const std::size_t end = isElement ? elementEnd() : std::min(m_rest.find('\n'), m_rest.size());
  const Row row{trimmed(m_rest.substr(0, end)), m_line};
  skip(end);
  if (isElement && m_rest.starts_with(',')) skip(1);
  return row;
}

ordered_json parseRow(std::string_view text, std::size_t maxBytes) {
  using Kind = formats::JsonFault::Kind;
  constexpr formats::JsonLimits kLimits = {.depth = 32, .members = 1'024};
  if (text.size() > maxBytes)
    throw Error(
        ErrorCode::LimitExceeded,
        fmt::format("The row has {} bytes; Alcove reads rows of up to {}.", text.size(), maxBytes));
  const formats::JsonFault fault = formats::checkJson(text, kLimits);
  switch (fault.kind) {
    case Kind::NotJson:
      malformed(fmt::format("The row is not valid JSON: it cannot be read beyond its byte {}.",
                            fault.byte));
    case Kind::NumberTooLarge:
      malformed("The row holds a number that is too large to be read.");
    case Kind::TooDeep:
      malformed(fmt::format("The row is nested more than {} deep.", kLimits.depth));
    case Kind::TooManyMembers:
      malformed(fmt::format("An object in the row has more than {} fields.", kLimits.members));
    case Kind::None:
      break;
  }
  ordered_json row = ordered_json::parse(text);
  if (!row.is_object()) malformed("The row is no JSON object.");
  return row;
}

void readJsonRows(std::string_view content, RecordSink& sink,
                  const std::function<Record(const ordered_json&, std::size_t)>& read) {
  JsonRows rows(content);
  while (const auto row = rows.next()) {
    std::optional<Record> record;
    try {
      record = read(parseRow(row->text, sink.options().maxRowBytes), row->line);
    } catch (const Error& error) {
      sink.malformed(row->line, error.sentence());
    }
    if (record) sink.add(std::move(*record), row->line);
  }
  if (rows.isOpen())
    sink.malformed(rows.line(), "The array is not closed: the file may be cut off.");
}

std::string textField(const ordered_json& row, const char* field) {
  const auto found = row.find(field);
  if (found == row.end()) malformed(fmt::format("The row has no '{}'.", field));
  if (!found->is_string()) malformed(fmt::format("'{}' should be a text.", field));
  return found->get<std::string>();
}

std::string optionalText(const ordered_json& row, const char* field) {
  const auto found = row.find(field);
  if (found == row.end() || found->is_null()) return {};
  return textField(row, field);
}

}  // namespace alcove::training
