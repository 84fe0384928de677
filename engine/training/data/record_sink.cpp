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

constexpr int kRowsTried = 100;
constexpr std::size_t kHeaderBytes = std::size_t(64) << 10;  // of a table's first line
constexpr std::size_t kBytesTried = std::size_t(16) << 20;

std::vector<FileSample> jsonSamples(std::string_view content) {
  std::vector<FileSample> samples;
  JsonRows rows(content);
  std::size_t bytes = 0;
  for (int i = 0; i < kRowsTried; ++i) {
    const auto row = rows.next();
    if (!row || (bytes += row->text.size()) > kBytesTried) break;
    FileSample sample{content, {}, {}};
    try {
      const nlohmann::ordered_json object = parseRow(row->text, kBytesTried);
      for (const auto& [name, value] : object.items()) sample.fields.push_back(name);
    } catch (const Error&) {
      continue;
    }
    samples.push_back(std::move(sample));
  }
  return samples;
}

}  // namespace

bool FileSample::hasFields(std::initializer_list<std::string_view> names) const {
  return std::ranges::all_of(names, [&](std::string_view name) {
    return std::ranges::find(fields, name) != fields.end();
  });
}

bool FileSample::hasColumn(std::string_view name) const {
  return std::ranges::find(columns, name) != columns.end();
}

std::vector<FileSample> samplesOf(std::string_view content) {
  const std::size_t first = content.find_first_not_of(" \t\r\n");
  const bool mayBeJson =
      first != std::string_view::npos && (content[first] == '{' || content[first] == '[');
  std::vector<FileSample> samples;
  if (mayBeJson) samples = jsonSamples(content);
  if (samples.empty())
    samples.push_back({content, {}, CsvRows(content.substr(0, kHeaderBytes)).columns()});
  return samples;
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
