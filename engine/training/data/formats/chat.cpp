// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Conversations as chat programs and OpenAI's fine-tuning have them.
#include <alcove/error.h>
#include <fmt/format.h>

#include "training/data/data_format.h"
#include "training/data/formats/row_records.h"
#include "training/data/json_rows.h"

namespace alcove::training {
namespace {

using nlohmann::ordered_json;

[[noreturn]] void malformed(std::size_t number, const char* what) {
  throw Error(ErrorCode::Corrupt, fmt::format("Message {} {}.", number, what));
}

// A text, or OpenAI's array of parts that are text.
std::string contentText(const ordered_json& content, std::size_t number) {
  if (content.is_string()) return content.get<std::string>();
  if (!content.is_array()) malformed(number, "should have a text as its 'content'");
  std::string text;
  for (const ordered_json& part : content) {
    if (!part.is_object() || part.value("type", ordered_json()) != "text" ||
        !part.contains("text") || !part["text"].is_string())
      malformed(number, "has a part that is not text; models are trained on text only");
    text += part["text"].get_ref<const std::string&>();
  }
  return text;
}

Message messageOf(const ordered_json& message, std::size_t number) {
  if (!message.is_object()) malformed(number, "is no object");
  const auto role = message.find("role");
  if (role == message.end() || !role->is_string() || role->get_ref<const std::string&>().empty())
    malformed(number, "has no 'role'");
  const auto calls = message.find("tool_calls");
  if (calls != message.end() && !calls->empty())
    malformed(number, "calls a tool; models are not trained on calls");
  const auto content = message.find("content");
  if (content == message.end()) malformed(number, "has no 'content'");
  return {role->get<std::string>(), contentText(*content, number)};
}

Record recordOf(const ordered_json& row, std::size_t line, RecordSink& sink) {
  const auto messages = row.find("messages");
  if (messages == row.end()) throw Error(ErrorCode::Corrupt, "The row has no 'messages'.");
  checkConversation(*messages, "messages", sink.options().maxMessages);
  Record record;
  for (const ordered_json& message : *messages) {
    record.messages.push_back(messageOf(message, record.messages.size() + 1));
    for (const char* field : {"weight", "reasoning_content", "thinking"})
      if (message.contains(field)) sink.ignored(line, field);
  }
  for (const char* field : {"tools", "functions"})
    if (row.contains(field)) sink.ignored(line, field);
  addSystem(record, row);
  return record;
}

bool recognises(const FileSample& sample) { return sample.hasFields({"messages"}); }

void read(std::string_view content, RecordSink& sink) {
  readJsonRows(content, sink, [&](const ordered_json& row, std::size_t line) {
    return recordOf(row, line, sink);
  });
}

}  // namespace

extern const DataFormat kChatFormat;
const DataFormat kChatFormat = {"chat", "JSON rows with 'messages' of 'role' and 'content'",
                                recognises, read};

}  // namespace alcove::training
