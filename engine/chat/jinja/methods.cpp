// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// The methods of lists and dictionaries, and how methods are bound. Those that would change a
// value are missing on purpose: values are immutable, as in the sandbox that the templates are
// written for.
#include <algorithm>

#include "chat/jinja/library.h"
#include "chat/jinja/text_methods.h"
#include "chat/jinja/text_split.h"

namespace alcove::chat::jinja {

namespace {

using I = Interpreter&;
using A = const Arguments&;
using ListMethod = Value (*)(Interpreter&, const List& self, const Arguments&);
using DictMethod = Value (*)(Interpreter&, const Dict& self, const Arguments&);

Value copyOfList(Interpreter& interpreter, const List& self, const Arguments&) {
  return Value::list(interpreter.budget(), self.items);
}

Value countInList(Interpreter& interpreter, const List& self, const Arguments& arguments) {
  const BoundArguments bound("count", arguments, {"value"});
  const Value& wanted = bound.require(0);
  return static_cast<std::int64_t>(
      std::count_if(self.items.begin(), self.items.end(),
                    [&](const Value& item) { return equals(interpreter.budget(), item, wanted); }));
}

Value indexInList(Interpreter& interpreter, const List& self, const Arguments& arguments) {
  const BoundArguments bound("index", arguments, {"value"});
  const Value& wanted = bound.require(0);
  for (std::size_t i = 0; i < self.items.size(); ++i) {
    if (equals(interpreter.budget(), self.items[i], wanted)) return static_cast<std::int64_t>(i);
  }
  failRendering("The chat template looks for what is not in a list.");
}

constexpr std::pair<std::string_view, ListMethod> kListMethods[] = {
    {"copy", copyOfList},
    {"count", countInList},
    {"index", indexInList},
};

Value getFromDict(Interpreter&, const Dict& self, const Arguments& arguments) {
  const BoundArguments bound("get", arguments, {"key", "default"});
  if (const Value* value = self.find(bound.require(0))) return *value;
  return bound.get(1) ? *bound.get(1) : Value(None{});
}

Value entriesOfDict(Interpreter& interpreter, const Dict& self, ListKind kind) {
  std::vector<Value> items;
  interpreter.budget().step(self.entries.size());
  for (const auto& [key, value] : self.entries) {
    items.push_back(kind == ListKind::Items
                        ? Value::list(interpreter.budget(), {key, value}, ListKind::Tuple)
                    : kind == ListKind::Keys ? key
                                             : value);
  }
  return Value::list(interpreter.budget(), std::move(items), kind);
}

Value copyOfDict(Interpreter& interpreter, const Dict& self, const Arguments&) {
  return Value::dict(interpreter.budget(), self.entries);
}

constexpr std::pair<std::string_view, DictMethod> kDictMethods[] = {
    {"copy", copyOfDict},
    {"get", getFromDict},
    {"items", [](I i, const Dict& s, A) { return entriesOfDict(i, s, ListKind::Items); }},
    {"keys", [](I i, const Dict& s, A) { return entriesOfDict(i, s, ListKind::Keys); }},
    {"values", [](I i, const Dict& s, A) { return entriesOfDict(i, s, ListKind::Values); }},
};

// The row `name` of `table`, bound to `self`, which the result keeps alive.
template <typename Reference, typename Table>
std::optional<Value> bind(const Reference& self, std::string_view name, const Table& table) {
  for (const auto& [known, function] : table) {
    if (known != name) continue;
    return Value(CallableRef(std::make_shared<const Callable>(
        Callable{std::string(name),
                 [self, call = function](Interpreter& interpreter, const Arguments& arguments) {
                   return call(interpreter, *self, arguments);
                 }})));
  }
  return std::nullopt;
}

// Markup escapes the texts that its methods are given.
Arguments escapedArguments(Interpreter& interpreter, const Arguments& arguments) {
  Arguments escaped = arguments;
  const auto escape = [&](const Value& value) {
    if (!value.asText() || value.isMarkup()) return value;
    return Value::text(interpreter.budget(), escapedForHtml(interpreter.budget(), *value.asText()));
  };
  for (Value& value : escaped.positional) {
    if (const List* list = value.asList()) {
      std::vector<Value> items;
      for (const Value& item : list->items) items.push_back(escape(item));
      value = Value::list(interpreter.budget(), std::move(items), list->kind);
    } else {
      value = escape(value);
    }
  }
  for (auto& [name, value] : escaped.named) value = escape(value);
  return escaped;
}

std::optional<Value> bindText(const TextRef& self, bool markup, std::string_view name) {
  for (const TextMethodRow& row : textMethods()) {
    if (row.name != name) continue;
    return Value(CallableRef(std::make_shared<const Callable>(Callable{
        std::string(name),
        [self, markup, call = row.call](Interpreter& interpreter, const Arguments& arguments) {
          if (!markup) return call(interpreter, *self, arguments);
          return call(interpreter, *self, escapedArguments(interpreter, arguments))
              .asMarkup(interpreter.budget());
        }})));
  }
  return std::nullopt;
}

}  // namespace

std::optional<Value> method(const Value& object, std::string_view name) {
  if (const TextRef* text = object.as<TextRef>()) return bindText(*text, object.isMarkup(), name);
  if (const ListRef* list = object.as<ListRef>()) {
    if (!(*list)->hasIndex()) return std::nullopt;
    if (name == "copy" && (*list)->kind != ListKind::List) return std::nullopt;
    return bind(*list, name, kListMethods);
  }
  if (const DictRef* dict = object.as<DictRef>()) return bind(*dict, name, kDictMethods);
  return std::nullopt;
}

}  // namespace alcove::chat::jinja
