// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "training/data/record_sink.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>

#include "training/data/csv_rows.h"
#include "training/data/json_rows.h"

namespace alcove::training {
namespace {

// A file may begin with rows that are damaged.
constexpr int kRowsTried = 100;
constexpr std::size_t kMaxSampleRowBytes = std::size_t(4) << 20;

std::optional<nlohmann::ordered_json> firstObject(std::string_view content) {
  JsonRows rows(content);
  for (int i = 0; i < kRowsTried; ++i) {
    const auto row = rows.next();
    if (!row) break;
    try {
      return parseRow(row->text, kMaxSampleRowBytes);
    } catch (const Error&) {
      continue;
    }
  }
  return std::nullopt;
}

}  // namespace

bool FileSample::has(const char* field) const { return firstRow && firstRow->contains(field); }

bool FileSample::hasColumn(std::string_view name) const {
  return std::ranges::find(columns, name) != columns.end();
}

FileSample sampleOf(std::string_view content) {
  FileSample sample{content, std::nullopt, {}};
  const std::size_t first = content.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return sample;
  if (content[first] == '{' || content[first] == '[')
    sample.firstRow = firstObject(content);
  else
    sample.columns = CsvRows(content).columns();
  return sample;
}

RecordSink::RecordSink(DataSet& data, std::size_t file, const DataOptions& options)
    : m_data(data), m_file(file), m_options(options) {}

const std::string& RecordSink::path() const { return m_data.files[m_file].path; }

void RecordSink::add(Record record, std::size_t line) {
  if (m_data.records.size() >= m_options.maxRecords)
    throw Error(
        ErrorCode::LimitExceeded,
        fmt::format("There are more than {} examples; take a part of them.", m_options.maxRecords),
        path());
  record.file = m_file;
  record.line = line;
  m_data.records.push_back(std::move(record));
  ++m_data.files[m_file].records;
}

void RecordSink::malformed(std::size_t line, std::string sentence) {
  ++m_data.files[m_file].malformedRows;
  m_data.findings.add({Severity::Warning, "malformed_row", path(), line, std::move(sentence)});
}

void RecordSink::ignored(std::size_t line, const std::string& what) {
  if (!m_ignored.insert(what).second) return;
  m_data.findings.add({Severity::Note, "ignored_field", path(), line,
                       fmt::format("What rows say under '{}' is not used.", what)});
}

}  // namespace alcove::training
