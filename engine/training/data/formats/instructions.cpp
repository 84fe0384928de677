// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Instruction triples as Alpaca has them. Source: Taori et al., "Stanford Alpaca", 2023.
#include "training/data/data_format.h"
#include "training/data/formats/row_records.h"
#include "training/data/json_rows.h"

namespace alcove::training {
namespace {

bool recognises(const FileSample& sample) { return sample.hasFields({"instruction", "output"}); }

void read(std::string_view content, RecordSink& sink) {
  readJsonRows(content, sink, [](const nlohmann::ordered_json& row, std::size_t) {
    return instructionRecord(row);
  });
}

}  // namespace

extern const DataFormat kInstructionsFormat;
const DataFormat kInstructionsFormat = {
    "instructions", "JSON rows with 'instruction', 'output' and perhaps 'input'", recognises, read};

}  // namespace alcove::training
