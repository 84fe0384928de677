// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// The methods of texts, lists and dictionaries. Those that would change a value are missing on
// purpose: values are immutable, as in the sandbox that the templates are written for.
#include <fmt/format.h>

#include <algorithm>

#include "chat/jinja/library.h"
#include "chat/jinja/text_split.h"

namespace alcove::chat::jinja {

namespace {

using TextMethod = Value (*)(Interpreter&, const Text& self, const Arguments&);
using ListMethod = Value (*)(Interpreter&, const List& self, const Arguments&);
using DictMethod = Value (*)(Interpreter&, const Dict& self, const Arguments&);

Value stripEnds(Interpreter& interpreter, const Text& self, const Arguments& arguments, bool left,
                bool right) {
  const BoundArguments bound("strip", arguments, {"chars"});
  const Text* characters = bound.text(0);
  interpreter.budget().step(self.size() / 16 * (characters ? characters->size() : 1));
  return Value::text(interpreter.budget(), Text(strip(self, characters, left, right)));
}

Value startsOrEnds(Interpreter& interpreter, const Text& self, const Arguments& arguments,
                   bool (*matches)(TextView, TextView) noexcept) {
  const BoundArguments bound("startswith", arguments, {"prefix"});
  const Value& wanted = bound.require(0);
  if (const Text* text = wanted.asText()) {
    interpreter.budget().read(text->size());
    return matches(self, *text);
  }
  for (const ListRef list = interpreter.elements(wanted); const Value& item : list->items) {
    if (item.asText() && matches(self, *item.asText())) return true;
  }
  return false;
}

Value splitText(Interpreter& interpreter, const Text& self, const Arguments& arguments,
                bool fromRight) {
  const BoundArguments bound("split", arguments, {"sep", "maxsplit"});
  const std::int64_t most = bound.integer(1, -1);
  interpreter.budget().make(self.size());
  std::vector<Value> parts;
  for (const TextView part :
       fromRight ? splitRight(self, bound.text(0), most) : split(self, bound.text(0), most)) {
    parts.push_back(Value::text(interpreter.budget(), Text(part)));
  }
  return Value::list(interpreter.budget(), std::move(parts));
}

Value partition(Interpreter& interpreter, const Text& self, const Arguments& arguments,
                bool fromRight) {
  const BoundArguments bound("partition", arguments, {"sep"});
  const Text& separator = bound.requireText(0);
  if (separator.empty()) failRendering("'partition' needs a separator in a chat template.");
  Budget& budget = interpreter.budget();
  budget.make(self.size() * 2);
  const std::size_t at = fromRight ? findLastText(self, separator) : findText(self, separator);
  const TextView view = self;
  TextView parts[3] = {fromRight ? TextView() : view, TextView(), fromRight ? view : TextView()};
  if (at != TextView::npos) {
    parts[0] = view.substr(0, at);
    parts[1] = view.substr(at, separator.size());
    parts[2] = view.substr(at + separator.size());
  }
  std::vector<Value> items;
  for (const TextView part : parts) items.push_back(Value::text(budget, Text(part)));
  return Value::list(budget, std::move(items), true);
}

Value replaceMethod(Interpreter& interpreter, const Text& self, const Arguments& arguments) {
  const BoundArguments bound("replace", arguments, {"old", "new", "count"});
  return Value::text(interpreter.budget(),
                     replaced(interpreter.budget(), self, bound.requireText(0),
                              bound.requireText(1), bound.integer(2, -1)));
}

Value joinMethod(Interpreter& interpreter, const Text& self, const Arguments& arguments) {
  const BoundArguments bound("join", arguments, {"iterable"});
  Text joined;
  bool first = true;
  for (const ListRef list = interpreter.elements(bound.require(0));
       const Value& item : list->items) {
    if (!item.asText()) failRendering("'join' needs texts.");
    interpreter.budget().make(self.size() + item.asText()->size());
    if (!first) joined += self;
    first = false;
    joined += *item.asText();
  }
  return Value::text(interpreter.budget(), std::move(joined));
}

Value findMethod(Interpreter& interpreter, const Text& self, const Arguments& arguments,
                 bool fromRight) {
  const BoundArguments bound("find", arguments, {"sub"});
  const Text& part = bound.requireText(0);
  interpreter.budget().read(self.size() * 2);
  const std::size_t at = fromRight ? findLastText(self, part) : findText(self, part);
  return at == TextView::npos ? std::int64_t{-1} : static_cast<std::int64_t>(at);
}

Value countMethod(Interpreter& interpreter, const Text& self, const Arguments& arguments) {
  const BoundArguments bound("count", arguments, {"sub"});
  const Text& part = bound.requireText(0);
  interpreter.budget().read(self.size());
  if (part.empty()) return static_cast<std::int64_t>(self.size() + 1);
  std::int64_t count = 0;
  for (std::size_t at = 0; (at = findText(self, part, at)) != TextView::npos; at += part.size()) {
    interpreter.budget().step();
    ++count;
  }
  return count;
}

Value splitLinesMethod(Interpreter& interpreter, const Text& self, const Arguments& arguments) {
  const BoundArguments bound("splitlines", arguments, {});
  interpreter.budget().make(self.size());
  std::vector<Value> lines;
  for (const TextView line : splitLines(self)) {
    lines.push_back(Value::text(interpreter.budget(), Text(line)));
  }
  return Value::list(interpreter.budget(), std::move(lines));
}

Value mapped(Interpreter& interpreter, const Text& self, Text (*change)(TextView)) {
  interpreter.budget().make(self.size());
  return Value::text(interpreter.budget(), change(self));
}

Value withoutAffix(Interpreter& interpreter, const Text& self, const Arguments& arguments,
                   bool prefix) {
  const BoundArguments bound("removeprefix", arguments, {"affix"});
  const Text& affix = bound.requireText(0);
  TextView view = self;
  if (prefix && startsWith(view, affix)) view.remove_prefix(affix.size());
  if (!prefix && endsWith(view, affix)) view.remove_suffix(affix.size());
  return Value::text(interpreter.budget(), Text(view));
}

Value all(Interpreter& interpreter, const Text& self, bool (*holds)(char32_t) noexcept) {
  interpreter.budget().read(self.size());
  return !self.empty() && std::all_of(self.begin(), self.end(), holds);
}

bool isLetterOrDigit(char32_t c) noexcept { return isLetter(c) || isDigit(c); }

using I = Interpreter&;
using A = const Arguments&;

constexpr std::pair<std::string_view, TextMethod> kTextMethods[] = {
    {"capitalize", [](I i, const Text& s, A) { return mapped(i, s, capitalized); }},
    {"count", countMethod},
    {"endswith", [](I i, const Text& s, A a) { return startsOrEnds(i, s, a, endsWith); }},
    {"find", [](I i, const Text& s, A a) { return findMethod(i, s, a, false); }},
    {"isalnum", [](I i, const Text& s, A) { return all(i, s, isLetterOrDigit); }},
    {"isalpha", [](I i, const Text& s, A) { return all(i, s, isLetter); }},
    {"isdigit", [](I i, const Text& s, A) { return all(i, s, isDigit); }},
    {"isnumeric", [](I i, const Text& s, A) { return all(i, s, isDigit); }},
    {"isspace", [](I i, const Text& s, A) { return all(i, s, isSpace); }},
    {"join", joinMethod},
    {"lower", [](I i, const Text& s, A) { return mapped(i, s, lowerCase); }},
    {"lstrip", [](I i, const Text& s, A a) { return stripEnds(i, s, a, true, false); }},
    {"partition", [](I i, const Text& s, A a) { return partition(i, s, a, false); }},
    {"removeprefix", [](I i, const Text& s, A a) { return withoutAffix(i, s, a, true); }},
    {"removesuffix", [](I i, const Text& s, A a) { return withoutAffix(i, s, a, false); }},
    {"replace", replaceMethod},
    {"rfind", [](I i, const Text& s, A a) { return findMethod(i, s, a, true); }},
    {"rpartition", [](I i, const Text& s, A a) { return partition(i, s, a, true); }},
    {"rsplit", [](I i, const Text& s, A a) { return splitText(i, s, a, true); }},
    {"rstrip", [](I i, const Text& s, A a) { return stripEnds(i, s, a, false, true); }},
    {"split", [](I i, const Text& s, A a) { return splitText(i, s, a, false); }},
    {"splitlines", splitLinesMethod},
    {"startswith", [](I i, const Text& s, A a) { return startsOrEnds(i, s, a, startsWith); }},
    {"strip", [](I i, const Text& s, A a) { return stripEnds(i, s, a, true, true); }},
    {"title", [](I i, const Text& s, A) { return mapped(i, s, titleCase); }},
    {"upper", [](I i, const Text& s, A) { return mapped(i, s, upperCase); }},
};

Value copyOfList(Interpreter& interpreter, const List& self, const Arguments&) {
  return Value::list(interpreter.budget(), self.items, self.tuple);
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

Value entriesOfDict(Interpreter& interpreter, const Dict& self, bool keys, bool values) {
  std::vector<Value> items;
  interpreter.budget().step(self.entries.size());
  for (const auto& [key, value] : self.entries) {
    items.push_back(keys && values ? Value::list(interpreter.budget(), {key, value}, true)
                    : keys         ? key
                                   : value);
  }
  return Value::list(interpreter.budget(), std::move(items));
}

Value copyOfDict(Interpreter& interpreter, const Dict& self, const Arguments&) {
  return Value::dict(interpreter.budget(), self.entries);
}

constexpr std::pair<std::string_view, DictMethod> kDictMethods[] = {
    {"copy", copyOfDict},
    {"get", getFromDict},
    {"items", [](I i, const Dict& s, A) { return entriesOfDict(i, s, true, true); }},
    {"keys", [](I i, const Dict& s, A) { return entriesOfDict(i, s, true, false); }},
    {"values", [](I i, const Dict& s, A) { return entriesOfDict(i, s, false, true); }},
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

}  // namespace

std::optional<Value> method(const Value& object, std::string_view name) {
  if (const TextRef* text = object.as<TextRef>()) return bind(*text, name, kTextMethods);
  if (const ListRef* list = object.as<ListRef>()) return bind(*list, name, kListMethods);
  if (const DictRef* dict = object.as<DictRef>()) return bind(*dict, name, kDictMethods);
  return std::nullopt;
}

}  // namespace alcove::chat::jinja
