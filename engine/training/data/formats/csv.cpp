// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Tables with commas whose first line names the columns. Source: RFC 4180.
#include "training/data/csv_rows.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <optional>

#include "formats/utf8.h"
#include "training/data/data_format.h"
#include "training/data/formats/row_records.h"

namespace alcove::training {
namespace {

using nlohmann::ordered_json;

using RowRecord = Record (*)(const ordered_json&);

RowRecord rowRecordFor(const FileSample& sample) {
  if (sample.hasColumn("prompt") && sample.hasColumn("completion")) return promptCompletionRecord;
  if (sample.hasColumn("instruction") && sample.hasColumn("output")) return instructionRecord;
  return nullptr;
}

bool recognises(const FileSample& sample) { return rowRecordFor(sample) != nullptr; }

ordered_json objectOf(const CsvRows::Row& row, const std::vector<std::string>& columns,
                      std::size_t maxBytes) {
  if (row.fault) throw Error(ErrorCode::Corrupt, row.fault);
  if (row.cells.size() != columns.size())
    throw Error(ErrorCode::Corrupt, fmt::format("The first line has {} cells, and this row {}.",
                                                columns.size(), row.cells.size()));
  ordered_json object = ordered_json::object();
  std::size_t bytes = 0;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    bytes += row.cells[i].size();
    if (!formats::isUtf8(row.cells[i]))
      throw Error(ErrorCode::Corrupt,
                  "The row is not UTF-8; save the table as UTF-8, then it can be read.");
    // Of two columns with one name the first counts.
    object.emplace(columns[i], row.cells[i]);
  }
  if (bytes > maxBytes)
    throw Error(
        ErrorCode::Corrupt,
        fmt::format("The row has {} bytes; Alcove reads rows of up to {}.", bytes, maxBytes));
  return object;
}

void read(std::string_view content, RecordSink& sink) {
  constexpr std::size_t kMaxColumns = 1'024;
  FileSample sample;
  CsvRows rows(content);
  sample.columns = rows.columns();
  const RowRecord recordOf = rowRecordFor(sample);
  if (!recordOf || sample.columns.size() > kMaxColumns) {
    sink.malformed(1,
                   "The first line should name the columns: prompt and completion, or "
                   "instruction, output and perhaps input.");
    return;
  }
  while (const auto row = rows.next()) {
    std::optional<Record> record;
    try {
      record = recordOf(objectOf(*row, sample.columns, sink.options().maxRowBytes));
    } catch (const Error& error) {
      sink.malformed(row->line, error.sentence());
    }
    if (record) sink.add(std::move(*record), row->line);
  }
}

}  // namespace

extern const DataFormat kCsvFormat;
const DataFormat kCsvFormat = {
    "csv",
    "a table with commas and the columns prompt and completion, or instruction, input and output",
    recognises, read};

}  // namespace alcove::training
