// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Reads the input as data for training. The first byte says in which format; above them it is to be
// recognised. Every other byte is content.
#include <alcove/error.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "formats/utf8.h"
#include "fuzz/memory_file.h"
#include "training/data/data_format.h"
#include "training/data/duplicates.h"
#include "training/data/sensitive_text.h"
#include "training/data/split.h"

namespace {

using namespace alcove;
using namespace alcove::training;

void checkRecords(const DataSet& data, std::string_view content) {
  const std::size_t lines = 1 + std::size_t(std::count(content.begin(), content.end(), '\n'));
  for (const Record& record : data.records) {
    fuzz::require(record.line >= 1 && record.line <= lines);
    fuzz::require(record.file == 0);
    fuzz::require(record.isText() || record.messages.size() <= 1'001);
    fuzz::require(formats::isUtf8(contentOf(record)));
    for (const auto& found : findSecrets(contentOf(record))) fuzz::require(!found.masked.empty());
    for (const auto& found : findPersonalData(contentOf(record)))
      fuzz::require(formats::isUtf8(found.masked));
  }
  for (const Finding& finding : data.findings.listed()) {
    fuzz::require(finding.line <= lines);
    fuzz::require(!finding.sentence.empty());
  }
  const Split split = splitRecords(data.records);
  fuzz::require(split.training.size() + split.heldOut.size() == data.records.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  DataOptions options;
  options.maxRecords = 10'000;
  options.chunkBytes = 64;
  if (data[0] < dataFormats().size()) options.format = dataFormats()[data[0]].name;
  const std::string_view content(reinterpret_cast<const char*>(data) + 1, size - 1);
  DataSet read;
  try {
    readDataText(content, "input", options, read);
    checkRecords(read, content);
  } catch (const Error& error) {
    fuzz::require(!error.sentence().empty());
  }
  return 0;
}
