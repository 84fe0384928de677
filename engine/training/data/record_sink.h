// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <initializer_list>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "training/data/data_set.h"

namespace alcove::training {

// What a format is recognised by.
struct FileSample {
  std::string_view content;          // all of the file
  std::vector<std::string> fields;   // of one row, if that is a JSON object
  std::vector<std::string> columns;  // the first line as one of a table with commas

  [[nodiscard]] bool hasFields(std::initializer_list<std::string_view> names) const;
  [[nodiscard]] bool hasColumn(std::string_view name) const;
};

// One for each of the first rows that are JSON objects; of other files one. A file may begin with
// rows that are damaged or incomplete.
[[nodiscard]] std::vector<FileSample> samplesOf(std::string_view content);

// Where the reader of a format puts what it finds in one file.
class RecordSink {
 public:
  RecordSink(DataSet& data, std::size_t file, const DataOptions& options);

  [[nodiscard]] const DataOptions& options() const { return m_options; }

  // Throws Error LimitExceeded when there are more than DataOptions::maxRecords.
  void add(Record record, std::size_t line);
  // `sentence` says what is wrong and what the row should be.
  void malformed(std::size_t line, std::string sentence);
  // Something of a row is left out; said once for each `what` and file.
  void ignored(std::size_t line, const std::string& what);

 private:
  [[nodiscard]] const std::string& path() const;

  DataSet& m_data;
  std::size_t m_file;
  const DataOptions& m_options;
  std::set<std::string> m_ignored;
};

}  // namespace alcove::training
