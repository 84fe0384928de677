// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Conversations as ShareGPT exported them: who speaks is under 'from', what is said under 'value'.
#include <alcove/error.h>
#include <fmt/format.h>

#include <utility>

#include "formats/utf8.h"
#include "training/data/data_format.h"
#include "training/data/formats/row_records.h"
#include "training/data/json_rows.h"

namespace alcove::training {
namespace {

using nlohmann::ordered_json;

const char* roleOf(std::string_view from) {
  constexpr std::pair<std::string_view, const char*> kRoles[] = {
      {"human", "user"},        {"user", "user"},           {"gpt", "assistant"},
      {"chatgpt", "assistant"}, {"assistant", "assistant"}, {"model", "assistant"},
      {"bot", "assistant"},     {"system", "system"},
  };
  for (const auto& [name, role] : kRoles)
    if (name == from) return role;
  return nullptr;
}

Record recordOf(const ordered_json& row, const DataOptions& options) {
  const auto conversation = row.find("conversations");
  if (conversation == row.end()) throw Error(ErrorCode::Corrupt, "The row has no 'conversations'.");
  checkConversation(*conversation, "conversations", options.maxMessages);
  Record record;
  for (const ordered_json& turn : *conversation) {
    const std::size_t number = record.messages.size() + 1;
    if (!turn.is_object() || !turn.contains("from") || !turn["from"].is_string() ||
        !turn.contains("value") || !turn["value"].is_string())
      throw Error(ErrorCode::Corrupt,
                  fmt::format("Message {} should have 'from' and 'value', both texts.", number));
    const auto& from = turn["from"].get_ref<const std::string&>();
    const char* role = roleOf(from);
    if (!role)
      throw Error(ErrorCode::Corrupt,
                  fmt::format("Message {} is from '{}'; known are human, gpt and system.", number,
                              formats::toUtf8(from.substr(0, 40))));
    record.messages.push_back({role, turn["value"].get<std::string>()});
  }
  addSystem(record, row);
  return record;
}

bool recognises(const FileSample& sample) { return sample.hasFields({"conversations"}); }

void read(std::string_view content, RecordSink& sink) {
  readJsonRows(content, sink, [&](const ordered_json& row, std::size_t line) {
    Record record = recordOf(row, sink.options());
    if (row.contains("tools")) sink.ignored(line, "tools");
    return record;
  });
}

}  // namespace

extern const DataFormat kShareGptFormat;
const DataFormat kShareGptFormat = {
    "sharegpt", "JSON rows with 'conversations' of 'from' and 'value'", recognises, read};

}  // namespace alcove::training
