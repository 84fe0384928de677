// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/jinja/value.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "alcove/error.h"

namespace alcove::chat::jinja {

namespace {

// A slot of a list costs more than a character.
constexpr std::uint64_t kSlotCharacters = 8;

// Keys that are equal in Python have the same form: 1, 1.0 and true do. Characters stay below
// this first one, so that a number never meets a text.
constexpr char32_t kNumberKey = 0x7FFF'FFFF;

Text keyOf(const Value& key) {
  if (const Text* text = key.asText()) return withoutMarks(*text);
  Text form(1, kNumberKey);
  if (const auto number = key.asNumber()) {
    appendAscii(form, floatRepr(*number));
  } else if (key.is<None>()) {
    appendAscii(form, "None");
  } else {
    failRendering(fmt::format("The chat template uses a {} as a key.", key.typeName()));
  }
  return form;
}

std::uint32_t checkedDepth(std::uint32_t depth) {
  if (depth > kMaxValueDepth) {
    throw Error(ErrorCode::LimitExceeded,
                fmt::format("Values are nested more than {} deep.", kMaxValueDepth));
  }
  return depth;
}

bool equalLists(Budget& budget, const List& a, const List& b) {
  if (a.isTuple() != b.isTuple() || a.items.size() != b.items.size()) return false;
  for (std::size_t i = 0; i < a.items.size(); ++i) {
    if (!equals(budget, a.items[i], b.items[i])) return false;
  }
  return true;
}

bool equalDicts(Budget& budget, const Dict& a, const Dict& b) {
  if (a.entries.size() != b.entries.size()) return false;
  for (const auto& [key, value] : a.entries) {
    const Value* other = b.find(key);
    if (!other || !equals(budget, value, *other)) return false;
  }
  return true;
}

}  // namespace

Value Value::undefined(std::string what) {
  return Undefined{std::make_shared<const std::string>(std::move(what))};
}

Value Value::text(Budget& budget, Text text) {
  budget.make(text.size() + kSlotCharacters);
  return std::make_shared<const Text>(std::move(text));
}

Value Value::list(Budget& budget, std::vector<Value> items, ListKind kind) {
  budget.make((items.size() + 1) * kSlotCharacters);
  std::uint32_t depth = 0;
  for (const Value& item : items) depth = std::max(depth, item.depth());
  return std::make_shared<const List>(List{std::move(items), kind, checkedDepth(depth + 1)});
}

Value Value::iterator(Budget& budget, std::vector<Value> items) {
  const Value held = list(budget, std::move(items));
  return std::make_shared<Iterator>(Iterator{*held.as<ListRef>()});
}

Value Value::asMarkup(Budget& budget) const {
  if (const List* texts = asList()) {
    std::vector<Value> items;
    for (const Value& item : texts->items) items.push_back(item.asMarkup(budget));
    return list(budget, std::move(items), texts->kind);
  }
  Value marked = *this;
  marked.m_markup = is<TextRef>();
  return marked;
}

Value Value::asData(bool data) const {
  Value marked = *this;
  marked.m_data = data && asNumber().has_value();
  return marked;
}

std::vector<Value> Iterator::takeAll() {
  const std::size_t from = std::exchange(next, items->items.size());
  return {items->items.begin() + static_cast<std::ptrdiff_t>(from), items->items.end()};
}

Value Value::dict(Budget& budget, std::vector<std::pair<Value, Value>> entries) {
  budget.make((entries.size() + 1) * kSlotCharacters * 4);
  auto dict = std::make_shared<Dict>();
  dict->entries.reserve(entries.size());
  std::uint32_t depth = 0;
  for (auto& [key, value] : entries) {
    const auto [slot, added] = dict->index.emplace(keyOf(key), dict->entries.size());
    depth = std::max(depth, value.depth());
    if (added) {
      dict->entries.emplace_back(std::move(key), std::move(value));
    } else {
      dict->entries[slot->second].second = std::move(value);
    }
  }
  dict->depth = checkedDepth(depth + 1);
  return DictRef(std::move(dict));
}

const Value* Dict::find(const Value& key) const {
  const bool hashable = key.asText() || key.asNumber() || key.is<None>();
  if (!hashable) return nullptr;
  const auto found = index.find(keyOf(key));
  return found == index.end() ? nullptr : &entries[found->second].second;
}

const Value* Dict::find(TextView key) const {
  const auto found = index.find(withoutMarks(key));
  return found == index.end() ? nullptr : &entries[found->second].second;
}

const Text* Value::asText() const {
  const TextRef* text = as<TextRef>();
  return text ? text->get() : nullptr;
}

const List* Value::asList() const {
  const ListRef* list = as<ListRef>();
  return list ? list->get() : nullptr;
}

const Dict* Value::asDict() const {
  const DictRef* dict = as<DictRef>();
  return dict ? dict->get() : nullptr;
}

std::optional<std::int64_t> Value::asInteger() const {
  if (const bool* flag = as<bool>()) return *flag ? 1 : 0;
  if (const std::int64_t* integer = as<std::int64_t>()) return *integer;
  return std::nullopt;
}

std::optional<double> Value::asNumber() const {
  if (const double* number = as<double>()) return *number;
  if (const auto integer = asInteger()) return static_cast<double>(*integer);
  return std::nullopt;
}

bool Value::isTrue() const {
  if (const auto number = asNumber()) return *number != 0.0;
  if (const Text* text = asText()) return !text->empty();
  if (const List* list = asList()) return !list->items.empty();
  if (const Dict* dict = asDict()) return !dict->entries.empty();
  return is<CallableRef>() || is<NamespaceRef>() || is<LoopRef>() || is<IteratorRef>();
}

const char* kindName(ListKind kind) noexcept {
  static constexpr const char* kNames[] = {"list",      "tuple",       "tuple",     "range",
                                           "dict_keys", "dict_values", "dict_items"};
  return kNames[static_cast<std::size_t>(kind)];
}

const char* Value::typeName() const {
  if (is<Undefined>()) return "undefined value";
  if (is<None>()) return "None";
  if (is<bool>()) return "bool";
  if (is<std::int64_t>()) return "int";
  if (is<double>()) return "float";
  if (is<TextRef>()) return "str";
  if (const List* list = asList()) return kindName(list->kind);
  if (is<DictRef>()) return "dict";
  if (is<LoopRef>()) return "loop";
  if (is<IteratorRef>()) return "generator";
  return is<CallableRef>() ? "function" : "namespace";
}

std::uint32_t Value::depth() const {
  if (const List* list = asList()) return list->depth;
  if (const Dict* dict = asDict()) return dict->depth;
  if (const IteratorRef* iterator = as<IteratorRef>()) return (*iterator)->items->depth;
  return 0;
}

bool equals(Budget& budget, const Value& a, const Value& b) {
  budget.step();
  const auto integerA = a.asInteger();
  const auto integerB = b.asInteger();
  if (integerA && integerB) return *integerA == *integerB;
  const auto numberA = a.asNumber();
  const auto numberB = b.asNumber();
  if (numberA && numberB) return *numberA == *numberB;
  if (a.asText() && b.asText()) {
    budget.read(std::min(a.asText()->size(), b.asText()->size()));
    return same(*a.asText(), *b.asText());
  }
  if (a.asList() && b.asList()) return equalLists(budget, *a.asList(), *b.asList());
  if (a.asDict() && b.asDict()) return equalDicts(budget, *a.asDict(), *b.asDict());
  if (a.is<CallableRef>() && b.is<CallableRef>()) {
    return *a.as<CallableRef>() == *b.as<CallableRef>();
  }
  if (a.is<NamespaceRef>() && b.is<NamespaceRef>()) {
    return *a.as<NamespaceRef>() == *b.as<NamespaceRef>();
  }
  if (a.is<IteratorRef>() && b.is<IteratorRef>()) {
    return *a.as<IteratorRef>() == *b.as<IteratorRef>();
  }
  return (a.is<None>() && b.is<None>()) || (a.is<Undefined>() && b.is<Undefined>());
}

bool less(Budget& budget, const Value& a, const Value& b) {
  budget.step();
  requireDefined(a);
  requireDefined(b);
  const auto integerA = a.asInteger();
  const auto integerB = b.asInteger();
  if (integerA && integerB) return *integerA < *integerB;
  const auto numberA = a.asNumber();
  const auto numberB = b.asNumber();
  if (numberA && numberB) return *numberA < *numberB;
  if (a.asText() && b.asText()) {
    budget.read(std::min(a.asText()->size(), b.asText()->size()));
    return compare(*a.asText(), *b.asText()) < 0;
  }
  if (a.asList() && b.asList() && a.asList()->isTuple() == b.asList()->isTuple()) {
    const auto& left = a.asList()->items;
    const auto& right = b.asList()->items;
    for (std::size_t i = 0; i < std::min(left.size(), right.size()); ++i) {
      if (!equals(budget, left[i], right[i])) return less(budget, left[i], right[i]);
    }
    return left.size() < right.size();
  }
  failRendering(fmt::format("The chat template compares a {} with a {}, which have no order.",
                            a.typeName(), b.typeName()));
}

void failRendering(std::string sentence) {
  throw Error(ErrorCode::InvalidArgument, std::move(sentence));
}

void requireDefined(const Value& value) {
  const Undefined* undefined = value.as<Undefined>();
  if (!undefined) return;
  failRendering(fmt::format("The chat template needs something that is not there: {}.",
                            undefined->what ? *undefined->what : "a value is undefined"));
}

}  // namespace alcove::chat::jinja
