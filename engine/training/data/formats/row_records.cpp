// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "training/data/formats/row_records.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "training/data/json_rows.h"

namespace alcove::training {

using nlohmann::ordered_json;

void addSystem(Record& record, const ordered_json& row) {
  std::string system = optionalText(row, "system");
  if (!system.empty())
    record.messages.insert(record.messages.begin(), {"system", std::move(system)});
}

void checkConversation(const ordered_json& messages, const char* field, std::size_t most) {
  if (!messages.is_array())
    throw Error(ErrorCode::Corrupt, fmt::format("'{}' should be an array of messages.", field));
  if (messages.empty()) throw Error(ErrorCode::Corrupt, fmt::format("'{}' is empty.", field));
  if (messages.size() > most)
    throw Error(ErrorCode::Corrupt,
                fmt::format("The conversation has {} messages; Alcove reads up to {}.",
                            messages.size(), most));
}

Record instructionRecord(const ordered_json& row) {
  Record record;
  std::string question = textField(row, "instruction");
  const std::string input = optionalText(row, "input");
  if (!input.empty()) question += "\n\n" + input;
  record.messages = {{"user", std::move(question)}, {"assistant", textField(row, "output")}};
  addSystem(record, row);
  return record;
}

Record promptCompletionRecord(const ordered_json& row) {
  Record record;
  record.messages = {{"user", textField(row, "prompt")},
                     {"assistant", textField(row, "completion")}};
  addSystem(record, row);
  return record;
}

}  // namespace alcove::training
