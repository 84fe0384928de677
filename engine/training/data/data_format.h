// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string_view>

#include "training/data/record_sink.h"

namespace alcove::training {

// A format that files of data can have: a file in data/formats and a row in data_formats.cpp.
struct DataFormat {
  const char* name;     // "chat"
  const char* summary;  // one line for people
  // Whether a file that begins like this is of the format; the first row that says so is taken.
  bool (*recognises)(const FileSample& sample);
  // Gives records and malformed rows to `sink`.
  void (*read)(std::string_view content, RecordSink& sink);
};

[[nodiscard]] std::span<const DataFormat> dataFormats();

}  // namespace alcove::training
