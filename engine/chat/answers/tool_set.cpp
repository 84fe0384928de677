// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/answers/tool_set.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace alcove::chat::answers {
namespace {

using nlohmann::ordered_json;

// The member `name` of an object; null for none and for what is no object.
const ordered_json* member(const ordered_json* json, const char* name) {
  if (json == nullptr || !json->is_object()) return nullptr;
  const auto at = json->find(name);
  return at == json->end() ? nullptr : &*at;
}

ToolParameter parameterOf(const std::string& name, const ordered_json& schema) {
  ToolParameter parameter{name, false, true};
  const ordered_json* type = member(&schema, "type");
  if (type == nullptr) return parameter;
  parameter.text = *type == "string";
  parameter.anyText =
      parameter.text || (type->is_array() && std::ranges::find(*type, "string") != type->end());
  return parameter;
}

Tool toolOf(const ordered_json& function, const std::string& name) {
  Tool tool{name, {}};
  const ordered_json* schema = member(&function, "parameters");
  const ordered_json* properties = member(schema, "properties");
  if (properties == nullptr || !properties->is_object()) return tool;
  for (const auto& [key, value] : properties->items())
    tool.parameters.push_back(parameterOf(key, value));
  return tool;
}

}  // namespace

const ToolParameter* Tool::parameter(std::string_view wanted) const {
  const auto at = std::ranges::find(parameters, wanted, &ToolParameter::name);
  return at == parameters.end() ? nullptr : &*at;
}

ToolSet::ToolSet(const ordered_json* tools) {
  if (tools == nullptr || !tools->is_array()) return;
  for (const ordered_json& tool : *tools) {
    const ordered_json* inner = member(&tool, "function");
    const ordered_json& function = inner != nullptr ? *inner : tool;
    const ordered_json* name = member(&function, "name");
    if (name == nullptr || !name->is_string()) continue;
    const auto& text = name->get_ref<const std::string&>();
    m_tools.emplace(text, toolOf(function, text));
  }
}

const Tool* ToolSet::find(std::string_view name) const {
  const auto at = m_tools.find(name);
  return at == m_tools.end() ? nullptr : &at->second;
}

}  // namespace alcove::chat::answers
