// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Filters that apply a filter or a test to every element: map, select and their kin.
#include <algorithm>

#include "chat/jinja/library.h"
#include "chat/jinja/sort_keys.h"

namespace alcove::chat::jinja {

namespace {

// The first argument as a name, and the arguments behind it.
std::pair<std::string, Arguments> nameAndRest(std::string_view filter, const Arguments& arguments,
                                              std::size_t position) {
  const auto& values = arguments.positional;
  if (position >= values.size() || !values[position].asText()) {
    failRendering("'" + std::string(filter) + "' needs a name in a chat template.");
  }
  Arguments rest;
  rest.positional.assign(values.begin() + static_cast<std::ptrdiff_t>(position) + 1, values.end());
  rest.named = arguments.named;
  return {toUtf8(*values[position].asText()), std::move(rest)};
}

// Jinja looks inside only what is true, so that None counts as empty here.
ListRef elementsIfTrue(Interpreter& interpreter, const Value& input) {
  return input.isTrue() ? interpreter.elements(input) : std::make_shared<const List>();
}

Value map(Interpreter& interpreter, const Value& input, const Arguments& arguments) {
  std::vector<Value> mapped;
  const ListRef items = elementsIfTrue(interpreter, input);
  if (arguments.positional.empty()) {
    const BoundArguments bound("map", arguments, {"attribute", "default"});
    const Value& path = bound.require(0);
    for (const Value& item : items->items) {
      Value value = pathOf(interpreter, item, path);
      if (value.is<Undefined>() && bound.get(1)) value = *bound.get(1);
      mapped.push_back(std::move(value));
    }
  } else {
    const auto [name, rest] = nameAndRest("map", arguments, 0);
    for (const Value& item : items->items) {
      mapped.push_back(interpreter.applyFilter(name, item, rest));
    }
  }
  return Value::iterator(interpreter.budget(), std::move(mapped));
}

// Keeps the elements for which the test gives `wanted`; without a test, truth is the test.
Value filtered(Interpreter& interpreter, const Value& input, const Arguments& arguments,
               bool byAttribute, bool wanted) {
  const std::size_t testPosition = byAttribute ? 1 : 0;
  if (byAttribute && arguments.positional.empty()) {
    failRendering("'selectattr' needs an attribute in a chat template.");
  }
  const bool hasTest = arguments.positional.size() > testPosition;
  std::pair<std::string, Arguments> test;
  if (hasTest) test = nameAndRest("select", arguments, testPosition);
  std::vector<Value> kept;
  for (const ListRef list = elementsIfTrue(interpreter, input); const Value& item : list->items) {
    const Value value = byAttribute ? pathOf(interpreter, item, arguments.positional[0]) : item;
    const bool holds =
        hasTest ? interpreter.applyTest(test.first, value, test.second) : value.isTrue();
    if (holds == wanted) kept.push_back(item);
  }
  return Value::iterator(interpreter.budget(), std::move(kept));
}

using I = Interpreter&;
using V = const Value&;
using A = const Arguments&;

constexpr FilterRow kFilters[] = {
    {"map", map},
    {"reject", [](I i, V v, A a) { return filtered(i, v, a, false, false); }},
    {"rejectattr", [](I i, V v, A a) { return filtered(i, v, a, true, false); }},
    {"select", [](I i, V v, A a) { return filtered(i, v, a, false, true); }},
    {"selectattr", [](I i, V v, A a) { return filtered(i, v, a, true, true); }},
};

}  // namespace

std::span<const FilterRow> selectionFilters() { return kFilters; }

}  // namespace alcove::chat::jinja
