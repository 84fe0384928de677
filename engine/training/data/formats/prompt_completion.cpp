// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "training/data/data_format.h"
#include "training/data/formats/row_records.h"
#include "training/data/json_rows.h"

namespace alcove::training {
namespace {

bool recognises(const FileSample& sample) { return sample.hasFields({"prompt", "completion"}); }

void read(std::string_view content, RecordSink& sink) {
  readJsonRows(content, sink, [](const nlohmann::ordered_json& row, std::size_t) {
    return promptCompletionRecord(row);
  });
}

}  // namespace

extern const DataFormat kPromptCompletionFormat;
const DataFormat kPromptCompletionFormat = {
    "prompt_completion", "JSON rows with 'prompt' and 'completion'", recognises, read};

}  // namespace alcove::training
