// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "training/data/finding.h"
#include "training/data/record.h"

namespace alcove::training {

struct DataOptions {
  std::string format;              // a name of dataFormats(); empty: recognised by the content
  std::size_t chunkBytes = 2'000;  // into how long pieces plain text is cut, at ends of paragraphs

  // What is above these is refused: a file with LimitExceeded, a row as malformed.
  std::uint64_t maxFileBytes = std::uint64_t(1) << 30;
  std::size_t maxRowBytes = std::size_t(4) << 20;
  std::size_t maxRecords = 1'000'000;
  std::size_t maxMessages = 1'000;  // of one conversation
};

struct DataFile {
  std::string path;
  std::string format;  // of dataFormats()
  std::size_t records = 0;
  std::size_t malformedRows = 0;
};

struct DataSet {
  std::vector<DataFile> files;
  std::vector<Record> records;  // in the order of the files and of their lines
  Findings findings;            // malformed rows, fields that are ignored
};

// Reads files, and of folders all files that end in .jsonl, .ndjson, .json, .csv, .md, .markdown or
// .txt, sorted by name. A malformed row becomes a finding, and the others go on. Throws Error
// NotFound, Io, Unsupported (a file in no known format; says which there are), InvalidArgument (no
// such format, or nothing to read) or LimitExceeded.
[[nodiscard]] DataSet readDataSet(std::span<const std::filesystem::path> paths,
                                  const DataOptions& options = {});

// The same of one file's content in memory, added to `data`; `path` goes into findings and errors.
void readDataText(std::string_view content, const std::string& path, const DataOptions& options,
                  DataSet& data);

}  // namespace alcove::training
