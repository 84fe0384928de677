// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "training/data/data_set.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <system_error>

#include "base/mapped_file.h"
#include "formats/utf8.h"
#include "training/data/data_format.h"

namespace alcove::training {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxFiles = 10'000;
constexpr int kMaxFolderDepth = 32;

std::string extensionOf(const fs::path& path) {
  std::string extension = path.extension().string();
  std::ranges::transform(extension, extension.begin(),
                         [](char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : c; });
  return extension;
}

bool isDataFile(const fs::path& path) {
  constexpr std::array kExtensions = {".jsonl", ".ndjson",   ".json", ".csv",
                                      ".md",    ".markdown", ".txt"};
  return std::ranges::find(kExtensions, extensionOf(path)) != kExtensions.end();
}

// Files whose names say that they hold rows are never taken for prose.
bool promisesRows(const fs::path& path) {
  constexpr std::array kExtensions = {".jsonl", ".ndjson", ".json", ".csv", ".tsv"};
  return std::ranges::find(kExtensions, extensionOf(path)) != kExtensions.end();
}

std::vector<fs::path> filesIn(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code error;
  auto entry = fs::recursive_directory_iterator(folder, error);
  for (; !error && entry != fs::recursive_directory_iterator(); entry.increment(error)) {
    if (entry.depth() >= kMaxFolderDepth) entry.disable_recursion_pending();
    std::error_code unreadable;
    if (!entry->is_regular_file(unreadable) || !isDataFile(entry->path())) continue;
    if (files.size() == kMaxFiles)
      throw Error(ErrorCode::LimitExceeded,
                  fmt::format("The folder has more than {} files of data.", kMaxFiles),
                  folder.string());
    files.push_back(entry->path());
  }
  if (error)
    throw Error(ErrorCode::Io, fmt::format("The folder cannot be read: {}.", error.message()),
                folder.string());
  std::ranges::sort(files);
  return files;
}

std::string formatList() {
  std::string list;
  for (const DataFormat& format : dataFormats())
    list += fmt::format("{}{} ({})", list.empty() ? "" : "; ", format.name, format.summary);
  return list;
}

const DataFormat& namedFormat(const std::string& name) {
  for (const DataFormat& format : dataFormats())
    if (name == format.name) return format;
  throw Error(ErrorCode::InvalidArgument,
              fmt::format("There is no format '{}'; there are: {}.", name, formatList()));
}

const DataFormat& recognisedFormat(std::string_view content, const std::string& path) {
  const std::vector<FileSample> samples = samplesOf(content);
  for (const FileSample& sample : samples)
    for (const DataFormat& format : dataFormats()) {
      if (&format == &dataFormats().back() && promisesRows(path)) break;
      if (format.recognises(sample)) return format;
    }
  std::string fields;
  for (const std::string& name : samples.front().fields) {
    if (fields.size() > 200) break;
    fields += (fields.empty() ? "" : ", ") + formats::toUtf8(name.substr(0, 40));
  }
  const std::string found = fields.empty() ? "" : fmt::format(" Its rows have: {}.", fields);
  throw Error(ErrorCode::Unsupported,
              fmt::format("The file is in no format that models are trained from.{} Known are: {}.",
                          found, formatList()),
              path);
}

std::string_view withoutMark(std::string_view content) {
  constexpr std::string_view kByteOrderMark = "\xef\xbb\xbf";
  if (content.starts_with(kByteOrderMark)) content.remove_prefix(kByteOrderMark.size());
  return content;
}

}  // namespace

void readDataText(std::string_view content, const std::string& path, const DataOptions& options,
                  DataSet& data) {
  if (content.size() > options.maxFileBytes)
    throw Error(ErrorCode::LimitExceeded,
                fmt::format("The file has {} bytes; Alcove reads files of data of up to {}.",
                            content.size(), options.maxFileBytes),
                path);
  content = withoutMark(content);
  const bool isEmpty = content.find_first_not_of(" \t\r\n") == std::string_view::npos;
  const DataFormat& format = !options.format.empty() ? namedFormat(options.format)
                             : isEmpty               ? dataFormats().back()
                                                     : recognisedFormat(content, path);
  data.files.push_back({path, format.name});
  if (isEmpty) data.findings.add({Severity::Warning, "empty_file", path, 0, "The file is empty."});
  RecordSink sink(data, data.files.size() - 1, options);
  format.read(content, sink);
}

DataSet readDataSet(std::span<const fs::path> paths, const DataOptions& options) {
  std::vector<fs::path> files;
  for (const fs::path& path : paths) {
    std::error_code error;
    if (!fs::is_directory(path, error)) {
      files.push_back(path);
      continue;
    }
    const std::vector<fs::path> inside = filesIn(path);
    if (inside.empty())
      throw Error(ErrorCode::InvalidArgument,
                  "The folder has no files of data: they end in .jsonl, .json, .csv, .md or .txt.",
                  path.string());
    files.insert(files.end(), inside.begin(), inside.end());
  }
  if (files.empty()) throw Error(ErrorCode::InvalidArgument, "No files of data were named.");
  DataSet data;
  for (const fs::path& path : files) {
    const auto file = base::MappedFile::open(path);
    const auto bytes = file->bytes();
    readDataText({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, path.string(),
                 options, data);
    file->verifySize();
  }
  return data;
}

}  // namespace alcove::training
