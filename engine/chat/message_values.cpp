// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/message_values.h"

#include <algorithm>

#include "alcove/error.h"

namespace alcove::chat {

namespace {

using jinja::Budget;
using jinja::Origin;
using jinja::Value;
using nlohmann::ordered_json;

constexpr std::string_view kKnownRoles[] = {
    "assistant", "critic",      "developer", "environment", "function",      "ipython",
    "model",     "observation", "system",    "tool",        "tool_response", "user",
};

Value textValue(Budget& budget, const std::string& utf8, Origin origin) {
  return Value::text(budget, jinja::fromUtf8(utf8, origin));
}

Value convert(Budget& budget, const ordered_json& json, std::uint32_t depth) {
  if (depth > jinja::kMaxValueDepth) {
    throw Error(ErrorCode::LimitExceeded, "The messages are nested too deeply.");
  }
  switch (json.type()) {
    case ordered_json::value_t::boolean:
      return Value(json.get<bool>()).asData();
    case ordered_json::value_t::number_integer:
      return Value(json.get<std::int64_t>()).asData();
    case ordered_json::value_t::number_unsigned: {
      const auto number = json.get<std::uint64_t>();
      if (number > INT64_MAX) return Value(static_cast<double>(number)).asData();
      return Value(static_cast<std::int64_t>(number)).asData();
    }
    case ordered_json::value_t::number_float:
      return Value(json.get<double>()).asData();
    case ordered_json::value_t::string:
      return textValue(budget, json.get_ref<const std::string&>(), Origin::Data);
    case ordered_json::value_t::array: {
      std::vector<Value> items;
      for (const ordered_json& item : json) items.push_back(convert(budget, item, depth + 1));
      return Value::list(budget, std::move(items));
    }
    case ordered_json::value_t::object: {
      std::vector<std::pair<Value, Value>> entries;
      for (const auto& [key, value] : json.items()) {
        Value keyValue = textValue(budget, key, Origin::Data);
        entries.emplace_back(std::move(keyValue), convert(budget, value, depth + 1));
      }
      return Value::dict(budget, std::move(entries));
    }
    default:
      return jinja::None{};
  }
}

Value messageValue(Budget& budget, const ordered_json& message) {
  if (!message.is_object()) {
    throw Error(ErrorCode::InvalidArgument, "Each message must be an object with a role.");
  }
  std::vector<std::pair<Value, Value>> entries;
  for (const auto& [key, value] : message.items()) {
    const bool known = key == "role" && value.is_string() &&
                       std::find(std::begin(kKnownRoles), std::end(kKnownRoles),
                                 value.get_ref<const std::string&>()) != std::end(kKnownRoles);
    Value keyValue = textValue(budget, key, Origin::Data);
    entries.emplace_back(
        std::move(keyValue),
        known ? textValue(budget, value.get_ref<const std::string&>(), Origin::Template)
              : convert(budget, value, 2));
  }
  return Value::dict(budget, std::move(entries));
}

}  // namespace

Value valueOf(Budget& budget, const ordered_json& json) { return convert(budget, json, 0); }

Value messageValues(Budget& budget, const ordered_json& messages) {
  if (!messages.is_array()) {
    throw Error(ErrorCode::InvalidArgument, "Messages must be a list.");
  }
  std::vector<Value> items;
  for (const ordered_json& message : messages) items.push_back(messageValue(budget, message));
  return Value::list(budget, std::move(items));
}

std::uint64_t measure(const ordered_json& json) {
  // Without recursion: depth is checked only when values are made.
  std::uint64_t total = 0;
  std::vector<const ordered_json*> open{&json};
  while (!open.empty()) {
    const ordered_json& value = *open.back();
    open.pop_back();
    total += 8;
    if (value.is_string()) total += value.get_ref<const std::string&>().size();
    if (value.is_object()) {
      for (const auto& [key, element] : value.items()) {
        total += key.size();
        open.push_back(&element);
      }
    } else if (value.is_array()) {
      for (const ordered_json& element : value) open.push_back(&element);
    }
  }
  return total;
}

}  // namespace alcove::chat
