// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "chat/jinja/library.h"
#include "chat/jinja/sort_keys.h"

namespace alcove::chat::jinja {

namespace {

Value listOf(Interpreter& interpreter, std::vector<Value> items) {
  return Value::list(interpreter.budget(), std::move(items));
}

Value defaultValue(Interpreter&, const Value& input, const Arguments& arguments) {
  const BoundArguments bound("default", arguments, {"default_value", "boolean"});
  const bool missing = input.is<Undefined>() || (bound.flag(1, false) && !input.isTrue());
  if (!missing) return input;
  return bound.get(0) ? *bound.get(0) : Value(TextRef(std::make_shared<const Text>()));
}

Value iteratorOf(Interpreter& interpreter, std::vector<Value> items) {
  return Value::iterator(interpreter.budget(), std::move(items));
}

Value length(Interpreter&, const Value& input, const Arguments&) {
  if (const Text* text = input.asText()) return static_cast<std::int64_t>(text->size());
  if (const List* list = input.asList()) return static_cast<std::int64_t>(list->items.size());
  if (const Dict* dict = input.asDict()) return static_cast<std::int64_t>(dict->entries.size());
  if (input.is<Undefined>()) return std::int64_t{0};
  failRendering(fmt::format("The chat template asks for the length of a {}.", input.typeName()));
}

Value first(Interpreter& interpreter, const Value& input, const Arguments&) {
  if (const IteratorRef* iterator = input.as<IteratorRef>()) {  // takes only that one
    Iterator& walked = **iterator;
    if (walked.next < walked.items->items.size()) return walked.items->items[walked.next++];
    return Value::undefined("there is no first element");
  }
  const ListRef items = interpreter.elements(input);
  return items->items.empty() ? Value::undefined("there is no first element")
                              : items->items.front();
}

Value last(Interpreter& interpreter, const Value& input, const Arguments&) {
  if (input.is<IteratorRef>()) failRendering("'last' needs a list in a chat template.");
  const ListRef items = interpreter.elements(input);
  return items->items.empty() ? Value::undefined("there is no last element") : items->items.back();
}

Value list(Interpreter& interpreter, const Value& input, const Arguments&) {
  return listOf(interpreter, interpreter.elements(input)->items);
}

std::vector<Value> pairsOf(Interpreter& interpreter, const Value& input) {
  if (input.is<Undefined>()) return {};
  const Dict* dict = input.asDict();
  if (!dict) failRendering("'items' needs a dictionary in a chat template.");
  std::vector<Value> pairs;
  for (const auto& [key, value] : dict->entries) {
    pairs.push_back(Value::list(interpreter.budget(), {key, value}, ListKind::Tuple));
  }
  return pairs;
}

Value items(Interpreter& interpreter, const Value& input, const Arguments&) {
  return iteratorOf(interpreter, pairsOf(interpreter, input));
}

Value join(Interpreter& interpreter, const Value& input, const Arguments& arguments) {
  const BoundArguments bound("join", arguments, {"d", "attribute"});
  const Text separator = bound.get(0) ? toText(interpreter.budget(), *bound.get(0)) : Text();
  Text joined;
  bool isFirst = true;
  for (const ListRef list = interpreter.elements(input); const Value& item : list->items) {
    if (!isFirst) {
      interpreter.budget().make(separator.size());
      joined += separator;
    }
    isFirst = false;
    joined += toText(interpreter.budget(),
                     bound.get(1) ? pathOf(interpreter, item, *bound.get(1)) : item);
  }
  return Value::text(interpreter.budget(), std::move(joined));
}

Value reverse(Interpreter& interpreter, const Value& input, const Arguments&) {
  if (const Text* text = input.asText()) {
    const Value made = Value::text(interpreter.budget(), Text(text->rbegin(), text->rend()));
    return input.isMarkup() ? made.asMarkup(interpreter.budget()) : made;
  }
  const ListRef items = interpreter.elements(input);
  std::vector<Value> reversed(items->items.rbegin(), items->items.rend());
  // Python walks a sequence backwards, but has to collect what it can walk only once.
  if (input.is<IteratorRef>()) return listOf(interpreter, std::move(reversed));
  return iteratorOf(interpreter, std::move(reversed));
}

Value sort(Interpreter& interpreter, const Value& input, const Arguments& arguments) {
  const BoundArguments bound("sort", arguments, {"reverse", "case_sensitive", "attribute"});
  SortOptions options;
  options.reverse = bound.flag(0, false);
  options.caseSensitive = bound.flag(1, false);
  options.attributes = bound.get(2);
  return listOf(interpreter, sorted(interpreter, interpreter.elements(input)->items, options));
}

Value dictSort(Interpreter& interpreter, const Value& input, const Arguments& arguments) {
  const BoundArguments bound("dictsort", arguments, {"case_sensitive", "by", "reverse"});
  const Value byValue(std::int64_t{1});
  const Value byKey(std::int64_t{0});
  SortOptions options;
  options.caseSensitive = bound.flag(0, false);
  options.attributes = bound.text(1) && same(*bound.text(1), "value") ? &byValue : &byKey;
  options.reverse = bound.flag(2, false);
  return listOf(interpreter, sorted(interpreter, pairsOf(interpreter, input), options));
}

Value unique(Interpreter& interpreter, const Value& input, const Arguments& arguments) {
  const BoundArguments bound("unique", arguments, {"case_sensitive", "attribute"});
  const bool caseSensitive = bound.flag(0, false);
  std::vector<Value> keys;
  std::vector<Value> kept;
  for (const ListRef list = interpreter.elements(input); const Value& item : list->items) {
    Value key = sortKey(interpreter, item, bound.get(1), caseSensitive);
    const bool known = std::any_of(keys.begin(), keys.end(), [&](const Value& other) {
      return equals(interpreter.budget(), key, other);
    });
    if (known) continue;
    keys.push_back(std::move(key));
    kept.push_back(item);
  }
  return iteratorOf(interpreter, std::move(kept));
}

Value extreme(Interpreter& interpreter, const Value& input, const Arguments& arguments,
              bool largest) {
  const BoundArguments bound("min", arguments, {"case_sensitive", "attribute"});
  const ListRef items = interpreter.elements(input);
  if (items->items.empty()) return Value::undefined("an empty list has no smallest element");
  const bool caseSensitive = bound.flag(0, false);
  Value best = items->items[0];
  Value bestKey = sortKey(interpreter, best, bound.get(1), caseSensitive);
  for (const Value& item : items->items) {
    Value key = sortKey(interpreter, item, bound.get(1), caseSensitive);
    const bool better = largest ? less(interpreter.budget(), bestKey, key)
                                : less(interpreter.budget(), key, bestKey);
    if (!better) continue;
    best = item;
    bestKey = std::move(key);
  }
  return best;
}

Value sum(Interpreter& interpreter, const Value& input, const Arguments& arguments) {
  const BoundArguments bound("sum", arguments, {"attribute", "start"});
  Value total = bound.get(1) ? *bound.get(1) : Value(std::int64_t{0});
  const bool byAttribute = bound.get(0) && !bound.get(0)->is<None>();
  for (const ListRef list = interpreter.elements(input); const Value& item : list->items) {
    total = applyBinary(interpreter.budget(), BinaryOperator::Add, total,
                        byAttribute ? pathOf(interpreter, item, *bound.get(0)) : item);
  }
  return total;
}

Value attribute(Interpreter& interpreter, const Value& input, const Arguments& arguments) {
  const BoundArguments bound("attr", arguments, {"name"});
  const Text& name = bound.requireText(0);
  // Unlike `.name` this sees no keys.
  if (input.asDict()) {
    const auto found = method(input, toUtf8(name));
    return found ? *found : Value::undefined("a dict has no such attribute");
  }
  return interpreter.attribute(input, toUtf8(name), name);
}

constexpr FilterRow kFilters[] = {
    {"attr", attribute},
    {"count", length},
    {"d", defaultValue},
    {"default", defaultValue},
    {"dictsort", dictSort},
    {"first", first},
    {"items", items},
    {"join", join},
    {"last", last},
    {"length", length},
    {"list", list},
    {"max",
     [](Interpreter& i, const Value& v, const Arguments& a) { return extreme(i, v, a, true); }},
    {"min",
     [](Interpreter& i, const Value& v, const Arguments& a) { return extreme(i, v, a, false); }},
    {"reverse", reverse},
    {"sort", sort},
    {"sum", sum},
    {"unique", unique},
};

}  // namespace

std::span<const FilterRow> sequenceFilters() { return kFilters; }

}  // namespace alcove::chat::jinja
