// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/jinja/sort_keys.h"

#include <algorithm>
#include <optional>

#include "chat/jinja/text_split.h"

namespace alcove::chat::jinja {

namespace {

std::optional<std::int64_t> positionOf(TextView part) {
  if (part.empty() || part.size() > 9) return std::nullopt;
  std::int64_t position = 0;
  for (const char32_t c : part) {
    if (plain(c) < U'0' || plain(c) > U'9') return std::nullopt;
    position = position * 10 + static_cast<std::int64_t>(plain(c) - U'0');
  }
  return position;
}

Value ignoringCase(Interpreter& interpreter, const Value& value, bool caseSensitive) {
  const Text* text = value.asText();
  if (caseSensitive || !text) return value;
  return Value::text(interpreter.budget(), lowerCase(*text));
}

// Several paths, "a,b", order by the first and then by the second.
Value keyOf(Interpreter& interpreter, const Value& item, const SortOptions& options) {
  const Text* paths = options.attributes ? options.attributes->asText() : nullptr;
  const Text comma(U",");
  if (!paths || findText(*paths, comma) == TextView::npos) {
    return sortKey(interpreter, item, options.attributes, options.caseSensitive);
  }
  std::vector<Value> keys;
  for (const TextView path : split(*paths, &comma, -1)) {
    const Value pathValue = Value::text(interpreter.budget(), Text(path));
    keys.push_back(sortKey(interpreter, item, &pathValue, options.caseSensitive));
  }
  return Value::list(interpreter.budget(), std::move(keys));
}

}  // namespace

Value pathOf(Interpreter& interpreter, const Value& item, const Value& path) {
  const Text* text = path.asText();
  if (!text) return interpreter.item(item, path);
  const Text dot(U".");
  Value value = item;
  for (const TextView part : split(*text, &dot, -1)) {
    if (const auto position = positionOf(part)) {
      value = interpreter.item(value, *position);
    } else {
      value = interpreter.item(value, Value::text(interpreter.budget(), Text(part)));
    }
  }
  return value;
}

Value sortKey(Interpreter& interpreter, const Value& item, const Value* path, bool caseSensitive) {
  if (!path || path->is<None>()) return ignoringCase(interpreter, item, caseSensitive);
  return ignoringCase(interpreter, pathOf(interpreter, item, *path), caseSensitive);
}

std::vector<Value> sorted(Interpreter& interpreter, const std::vector<Value>& items,
                          const SortOptions& options) {
  Budget& budget = interpreter.budget();
  budget.make(items.size() * 24);
  std::vector<std::pair<Value, const Value*>> keyed;
  for (const Value& item : items) keyed.emplace_back(keyOf(interpreter, item, options), &item);
  std::stable_sort(keyed.begin(), keyed.end(), [&](const auto& a, const auto& b) {
    return options.reverse ? less(budget, b.first, a.first) : less(budget, a.first, b.first);
  });
  std::vector<Value> result;
  result.reserve(items.size());
  for (const auto& [key, item] : keyed) result.push_back(*item);
  return result;
}

}  // namespace alcove::chat::jinja
