// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Filters that divide a list into lists.
#include "chat/jinja/library.h"
#include "chat/jinja/sort_keys.h"

namespace alcove::chat::jinja {

namespace {

std::int64_t requireCount(const BoundArguments& bound) {
  const std::int64_t count = bound.requireInteger(0);
  if (count < 1) failRendering("A list is divided into at least one part in a chat template.");
  return count;
}

bool fills(const Value* filling) { return filling && !filling->is<None>(); }

// Lists of `linecount` elements each.
Value batch(Interpreter& interpreter, const Value& input, const Arguments& arguments) {
  const BoundArguments bound("batch", arguments, {"linecount", "fill_with"});
  const auto size = static_cast<std::size_t>(requireCount(bound));
  Budget& budget = interpreter.budget();
  std::vector<Value> batches;
  std::vector<Value> current;
  for (const ListRef list = interpreter.elements(input); const Value& item : list->items) {
    current.push_back(item);
    if (current.size() < size) continue;
    batches.push_back(Value::list(budget, std::move(current)));
    current.clear();
  }
  if (!current.empty()) {
    if (fills(bound.get(1))) {
      budget.make((size - current.size()) * 8);
      current.resize(size, *bound.get(1));
    }
    batches.push_back(Value::list(budget, std::move(current)));
  }
  return Value::iterator(budget, std::move(batches));
}

// `slices` lists of as equal length as can be, the longer ones first.
Value slices(Interpreter& interpreter, const Value& input, const Arguments& arguments) {
  const BoundArguments bound("slice", arguments, {"slices", "fill_with"});
  const auto count = static_cast<std::size_t>(requireCount(bound));
  Budget& budget = interpreter.budget();
  const ListRef list = interpreter.elements(input);
  budget.make(count * 8);
  const std::size_t each = list->items.size() / count;
  const std::size_t longer = list->items.size() % count;
  std::vector<Value> parts;
  auto from = list->items.begin();
  for (std::size_t i = 0; i < count; ++i) {
    const auto to = from + static_cast<std::ptrdiff_t>(each + (i < longer ? 1 : 0));
    std::vector<Value> part(from, to);
    if (fills(bound.get(1)) && i >= longer) part.push_back(*bound.get(1));
    parts.push_back(Value::list(budget, std::move(part)));
    from = to;
  }
  return Value::iterator(budget, std::move(parts));
}

Value groupBy(Interpreter& interpreter, const Value& input, const Arguments& arguments) {
  const BoundArguments bound("groupby", arguments, {"attribute", "default", "case_sensitive"});
  const bool caseSensitive = bound.flag(2, false);
  Budget& budget = interpreter.budget();
  std::vector<Value> pairs;  // (key to compare, key to show, element)
  for (const ListRef list = interpreter.elements(input); const Value& item : list->items) {
    Value shown = pathOf(interpreter, item, bound.require(0));
    if (shown.is<Undefined>() && bound.get(1)) shown = *bound.get(1);
    Value compared = sortKey(interpreter, shown, nullptr, caseSensitive);
    pairs.push_back(Value::list(budget, {std::move(compared), std::move(shown), item}));
  }
  const Value byKey(std::int64_t{0});
  SortOptions options;
  options.caseSensitive = true;
  options.attributes = &byKey;
  std::vector<Value> groups;
  std::vector<Value> members;
  const std::vector<Value> ordered = sorted(interpreter, pairs, options);
  for (std::size_t i = 0; i < ordered.size(); ++i) {
    const auto& parts = ordered[i].asList()->items;
    members.push_back(parts[2]);
    const bool more =
        i + 1 < ordered.size() && equals(budget, parts[0], ordered[i + 1].asList()->items[0]);
    if (more) continue;
    const Value& shown = ordered[i + 1 - members.size()].asList()->items[1];
    Value held = Value::list(budget, std::move(members));
    members.clear();
    groups.push_back(Value::list(budget, {shown, std::move(held)}, ListKind::Group));
  }
  return Value::list(budget, std::move(groups));
}

constexpr FilterRow kFilters[] = {
    {"batch", batch},
    {"groupby", groupBy},
    {"slice", slices},
};

}  // namespace

std::span<const FilterRow> groupingFilters() { return kFilters; }

}  // namespace alcove::chat::jinja
