// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/forced_calls.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>

namespace alcove::server {
namespace {

using grammar::GrammarBuilder;
using nlohmann::ordered_json;

constexpr std::size_t kLongestName = 128;

const ordered_json& functionOf(const ordered_json& tool) {
  const auto inner = tool.find("function");
  return inner != tool.end() && inner->is_object() ? *inner : tool;
}

std::string nameOf(const ordered_json& tool) {
  const ordered_json& function = functionOf(tool);
  const auto name = function.find("name");
  return name != function.end() && name->is_string() ? name->get<std::string>() : std::string();
}

// Names stand inside JSON and between marks: no quotes, brackets or spaces.
bool isPlain(const std::string& name) {
  return !name.empty() && name.size() <= kLongestName && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
  });
}

// Those that the call may be of; `only` may narrow it to one.
std::vector<const ordered_json*> callable(const ChatRequest& chat, const std::string& only = {}) {
  const std::string& wanted = only.empty() ? chat.toolName : only;
  std::vector<const ordered_json*> found;
  for (const ordered_json& tool : chat.tools)
    if (wanted.empty() ? !nameOf(tool).empty() : nameOf(tool) == wanted) found.push_back(&tool);
  return found;
}

GrammarBuilder::Piece argumentsOf(GrammarBuilder& builder, const ordered_json& tool) {
  const ordered_json& function = functionOf(tool);
  const auto schema = function.find("parameters");
  if (schema == function.end() || schema->is_null() || schema->empty())
    return builder.anyJsonObject();
  const bool strict = function.value("strict", ordered_json()) == true;
  try {
    return builder.schema(*schema);
  } catch (const Error& error) {
    if (strict || error.code() != ErrorCode::Unsupported) throw;
    return builder.anyJsonObject();
  }
}

}  // namespace

std::vector<std::string> callableNames(const ChatRequest& chat) {
  const auto* tools = chat.heardTools();
  if (tools == nullptr)
    throw Error(ErrorCode::InvalidArgument,
                "A call was asked for with 'tool_choice', but there are no 'tools' to call.",
                "tool_choice");
  const auto found = callable(chat);
  if (found.empty())
    throw Error(ErrorCode::InvalidArgument,
                chat.toolName.empty()
                    ? std::string("None of the 'tools' is a function with a name.")
                    : fmt::format("'tool_choice' asks for '{}', which is none of the 'tools'.",
                                  chat.toolName),
                "tool_choice");
  std::vector<std::string> names;
  for (const ordered_json* tool : found) {
    names.push_back(nameOf(*tool));
    if (!isPlain(names.back()))
      throw Error(ErrorCode::InvalidArgument,
                  "The name of a tool must be at most 128 letters, digits, '_', '-' or '.' for a "
                  "call of it to be forced.",
                  "tools");
  }
  return names;
}

std::string onlyToolName(const ChatRequest& chat) {
  const std::vector<std::string> names = callableNames(chat);
  return names.size() == 1 ? names[0] : std::string();
}

std::shared_ptr<const grammar::Grammar> forcedCallGrammar(const ChatRequest& chat,
                                                          const runtime::AnswerReader::Forced& form,
                                                          const std::string& lead,
                                                          const std::string& only) {
  GrammarBuilder builder;
  std::vector<GrammarBuilder::Piece> calls;
  for (const ordered_json* tool : callable(chat, only)) {
    std::vector<GrammarBuilder::Piece> call;
    const std::string name = form.hasName ? std::string() : nameOf(*tool);
    const std::string before = lead + name + form.beforeArguments;
    if (!before.empty()) call.push_back(builder.literal(before));
    call.push_back(argumentsOf(builder, *tool));
    if (!form.afterArguments.empty()) call.push_back(builder.literal(form.afterArguments));
    calls.push_back(builder.sequence(call));
  }
  const std::string key =
      fmt::format("call\n{}\n{}\n{}\n{}\n{}\n", only.empty() ? chat.toolName : only, form.hasName,
                  lead, form.beforeArguments, form.afterArguments);
  return builder.build(builder.choice(calls), key + chat.tools.dump());
}

}  // namespace alcove::server
