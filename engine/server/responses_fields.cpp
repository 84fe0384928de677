// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/responses_fields.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "server/answer_grammar.h"
#include "server/generation_fields.h"
#include "server/json_members.h"
#include "server/responses_input.h"

namespace alcove::server {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t kMostMetadata = 16;

[[noreturn]] void refuse(const char* name, const std::string& sentence) {
  throw Error(ErrorCode::Unsupported, sentence, name);
}

const ordered_json* findObject(const JsonReader& reader, const char* name) {
  const ordered_json* value = reader.find(name);
  if (value != nullptr) requireObject(*value, name);
  return value;
}

void refuseStored(const JsonReader& reader) {
  if (reader.boolean("store").value_or(false))
    refuse("store", "This server stores no responses; leave 'store' out, or set it to false.");
  if (reader.find("previous_response_id") != nullptr)
    refuse("previous_response_id",
           "This server stores no responses, so 'previous_response_id' leads nowhere; send the "
           "conversation's items as 'input'.");
  if (reader.find("conversation") != nullptr)
    refuse("conversation",
           "This server stores no conversations; send the conversation's items as 'input'.");
  if (reader.find("prompt") != nullptr)
    refuse("prompt",
           "This server stores no prompts; send the words as 'instructions' and 'input'.");
  if (reader.boolean("background").value_or(false))
    refuse("background", "This server answers at once; leave 'background' out.");
}

void refuseLogprobs(const JsonReader& reader) {
  const auto included = reader.strings("include", 16);
  if (reader.integer("top_logprobs", 0, 20).value_or(0) > 0 ||
      std::ranges::find(included, "message.output_text.logprobs") != included.end())
    refuse("top_logprobs",
           "Responses carry no log-probabilities in this version; /v1/chat/completions has them.");
}

std::string functionName(const ordered_json& tool) {
  return tool["function"]["name"].get<std::string>();
}

// Only these tools count, though others are listed.
void allowTools(const ordered_json& choice, ChatRequest& chat) {
  const ordered_json* tools = findMember(choice, "tools");
  if (tools == nullptr || !tools->is_array()) refusePlace("tool_choice.tools", "an array");
  std::vector<std::string> names;
  for (const ordered_json& tool : *tools) {
    requireObject(tool, "tool_choice.tools[]");
    names.push_back(memberText(tool, "name", "tool_choice.tools[]"));
  }
  ordered_json allowed = ordered_json::array();
  for (const ordered_json& tool : chat.tools)
    if (std::ranges::find(names, functionName(tool)) != names.end()) allowed.push_back(tool);
  chat.tools = std::move(allowed);
}

// Sets what the choice asks for; gives it as the response repeats it.
ordered_json readToolChoice(const JsonReader& reader, ChatRequest& chat) {
  const ordered_json* choice = reader.find("tool_choice");
  if (choice == nullptr || *choice == "auto") return "auto";
  if (*choice == "none") chat.toolUse = ToolUse::None;
  if (*choice == "required") chat.toolUse = ToolUse::Required;
  if (*choice == "none" || *choice == "required") return *choice;
  if (!choice->is_object())
    refusePlace("tool_choice", "auto, none, required, or an object that names functions");
  const std::string type = memberText(*choice, "type", "tool_choice");
  if (type == "function") {
    chat.toolUse = ToolUse::Required;
    chat.toolName = memberText(*choice, "name", "tool_choice");
    return {{"type", type}, {"name", chat.toolName}};
  }
  if (type != "allowed_tools") refusePlace("tool_choice.type", "function or allowed_tools");
  const std::string mode = memberText(*choice, "mode", "tool_choice");
  if (mode != "auto" && mode != "required") refusePlace("tool_choice.mode", "auto or required");
  if (mode == "required") chat.toolUse = ToolUse::Required;
  allowTools(*choice, chat);
  return {{"type", type}, {"mode", mode}, {"tools", (*choice)["tools"]}};
}

ordered_json repeatedTools(const ordered_json& tools) {
  ordered_json repeated = ordered_json::array();
  for (const ordered_json& tool : tools) {
    const ordered_json& function = tool["function"];
    repeated.push_back({{"type", "function"},
                        {"name", function["name"]},
                        {"description", function.value("description", ordered_json())},
                        {"parameters", function.value("parameters", ordered_json())},
                        {"strict", function.value("strict", false)}});
  }
  return repeated;
}

// Sets what the answer must keep to; gives `text` as the response repeats it.
ordered_json readText(const JsonReader& reader, ChatRequest& chat) {
  const ordered_json plain = {{"format", {{"type", "text"}}}};
  const ordered_json* text = findObject(reader, "text");
  const ordered_json* format = text == nullptr ? nullptr : findMember(*text, "format");
  if (format == nullptr) return plain;
  const std::string place = "text.format";
  requireObject(*format, place);
  const std::string type = memberText(*format, "type", place);
  if (type == "text") return plain;
  if (type == "json_object") {
    chat.format = grammar::Grammar::anyJsonObject();
    return {{"format", {{"type", type}}}};
  }
  if (type != "json_schema") refusePlace("text.format.type", "text, json_object or json_schema");
  const ordered_json* schema = findMember(*format, "schema");
  if (schema == nullptr || !schema->is_object()) refusePlace("text.format.schema", "an object");
  chat.format = grammar::Grammar::fromJsonSchema(*schema);
  return {{"format",
           {{"type", type},
            {"name", memberTextOr(*format, "name", place, "answer")},
            {"schema", *schema},
            {"strict", memberFlagOr(*format, "strict", place, true)}}}};
}

ordered_json readReasoning(const JsonReader& reader, ChatRequest& chat) {
  const ordered_json* reasoning = findObject(reader, "reasoning");
  if (reasoning == nullptr || findMember(*reasoning, "effort") == nullptr) return nullptr;
  const std::string effort = memberText(*reasoning, "effort", "reasoning");
  chat.variables["reasoning_effort"] = effort;
  return {{"effort", effort}};
}

ordered_json readMetadata(const JsonReader& reader) {
  const ordered_json* metadata = findObject(reader, "metadata");
  if (metadata == nullptr) return ordered_json::object();
  const bool texts = std::ranges::all_of(*metadata, [](const auto& v) { return v.is_string(); });
  if (!texts || metadata->size() > kMostMetadata)
    refusePlace("metadata", fmt::format("an object of at most {} strings", kMostMetadata));
  return *metadata;
}

// Sets how the answer is drawn; gives `truncation` as the response repeats it.
std::string readGeneration(const JsonReader& reader, runtime::GenerationRequest& generation) {
  generation = readGenerationFields(reader);
  if (const auto most = reader.integer("max_output_tokens", 1, std::numeric_limits<int>::max()))
    generation.maxTokens = int(*most);
  const std::string truncation = reader.string("truncation").value_or("disabled");
  if (truncation != "auto" && truncation != "disabled")
    refusePlace("truncation", "auto or disabled");
  if (truncation == "auto" && reader.find("context_policy") == nullptr)
    generation.contextPolicy = runtime::ContextPolicy::Slide;
  return truncation;
}

}  // namespace

ResponsesRequest readResponsesFields(const JsonReader& reader) {
  refuseStored(reader);
  refuseLogprobs(reader);
  ResponsesRequest request;
  ChatRequest& chat = request.chat;
  const std::string truncation = readGeneration(reader, chat.generation);
  chat.messages = readResponsesMessages(reader);
  chat.tools = readResponsesTools(reader);
  chat.parallelCalls = reader.boolean("parallel_tool_calls").value_or(true);
  if (const ordered_json* variables = findObject(reader, "chat_template_kwargs"))
    chat.variables = *variables;
  chat.grammar = readGbnf(reader);
  request.stream = reader.boolean("stream").value_or(false);
  const auto orNull = [](auto value) { return value ? ordered_json(*value) : ordered_json(); };
  ordered_json tools = repeatedTools(chat.tools);  // before a choice among them
  ordered_json choice = readToolChoice(reader, chat);
  request.settings = {
      {"instructions", orNull(reader.string("instructions"))},
      {"max_output_tokens",
       orNull(reader.integer("max_output_tokens", 1, std::numeric_limits<int>::max()))},
      {"metadata", readMetadata(reader)},
      {"parallel_tool_calls", chat.parallelCalls},
      {"previous_response_id", nullptr},
      {"reasoning", readReasoning(reader, chat)},
      {"temperature", chat.generation.sampling.temperature},
      {"text", readText(reader, chat)},
      {"tool_choice", std::move(choice)},
      {"tools", std::move(tools)},
      {"top_p", chat.generation.sampling.topP},
      {"truncation", truncation}};
  requireOneGrammar(chat.format, chat.grammar, "text.format");
  return request;
}

}  // namespace alcove::server
