// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <cmath>

#include "chat/jinja/library.h"

namespace alcove::chat::jinja {

namespace {

const Value& other(const Arguments& arguments) {
  if (arguments.positional.empty()) failRendering("A test in the chat template needs a value.");
  return arguments.positional[0];
}

bool isInteger(const Value& value) { return value.is<std::int64_t>(); }

bool integerModulo(const Value& value, std::int64_t divisor, std::int64_t rest) {
  const auto integer = value.asInteger();
  if (!integer) {
    requireDefined(value);
    failRendering("A test in the chat template needs a whole number.");
  }
  return *integer % divisor == rest || *integer % divisor == -rest;
}

bool divisible(Interpreter&, const Value& value, const Arguments& arguments) {
  const auto divisor = other(arguments).asInteger();
  if (!divisor || *divisor == 0) failRendering("'divisibleby' needs a whole number but zero.");
  return *divisor == -1 || integerModulo(value, *divisor, 0);
}

// What prints in that case.
bool isCasedText(Interpreter& interpreter, const Value& value, bool upper) {
  return isCased(toText(interpreter.budget(), value), upper);
}

// Undefined values count, as Python's are: they are empty sequences.
bool isSequence(const Value& value) {
  const List* list = value.asList();
  return value.asText() || (list && list->hasIndex()) || value.asDict() || value.is<Undefined>();
}

bool isIterable(const Value& value) {
  return isSequence(value) || value.asList() || value.is<IteratorRef>();
}

bool isSame(Interpreter& interpreter, const Value& a, const Value& b) {
  const bool sameKind = std::string_view(a.typeName()) == b.typeName();
  return sameKind && equals(interpreter.budget(), a, b);
}

bool testExists(const std::string& name) {
  for (const TestRow& row : tests()) {
    if (row.name == name) return true;
  }
  return false;
}

// Python counts undefined values: calling one is what fails.
bool isCallable(Interpreter&, const Value& value, const Arguments&) {
  return value.is<CallableRef>() || value.is<LoopRef>() || value.is<Undefined>();
}

bool equal(Interpreter& interpreter, const Value& value, const Arguments& arguments) {
  return equals(interpreter.budget(), value, other(arguments));
}
bool notEqual(Interpreter& interpreter, const Value& value, const Arguments& arguments) {
  return !equals(interpreter.budget(), value, other(arguments));
}
bool lessThan(Interpreter& interpreter, const Value& value, const Arguments& arguments) {
  return less(interpreter.budget(), value, other(arguments));
}
bool greaterThan(Interpreter& interpreter, const Value& value, const Arguments& arguments) {
  return less(interpreter.budget(), other(arguments), value);
}
bool atMost(Interpreter& interpreter, const Value& value, const Arguments& arguments) {
  return lessThan(interpreter, value, arguments) || equal(interpreter, value, arguments);
}
bool atLeast(Interpreter& interpreter, const Value& value, const Arguments& arguments) {
  return greaterThan(interpreter, value, arguments) || equal(interpreter, value, arguments);
}

constexpr TestRow kTests[] = {
    {"boolean", [](Interpreter&, const Value& v, const Arguments&) { return v.is<bool>(); }},
    {"callable", isCallable},
    {"defined", [](Interpreter&, const Value& v, const Arguments&) { return !v.is<Undefined>(); }},
    {"divisibleby", divisible},
    {"eq", equal},
    {"equalto", equal},
    {"==", equal},
    {"escaped", [](Interpreter&, const Value& v, const Arguments&) { return v.isMarkup(); }},
    {"even", [](Interpreter&, const Value& v, const Arguments&) { return integerModulo(v, 2, 0); }},
    {"false",
     [](Interpreter&, const Value& v, const Arguments&) { return v.is<bool>() && !v.isTrue(); }},
    {"filter",
     [](Interpreter&, const Value& v, const Arguments&) {
       return v.asText() && findFilter(toUtf8(*v.asText())) != nullptr;
     }},
    {"float", [](Interpreter&, const Value& v, const Arguments&) { return v.is<double>(); }},
    {"ge", atLeast},
    {">=", atLeast},
    {"gt", greaterThan},
    {"greaterthan", greaterThan},
    {">", greaterThan},
    {"in", [](Interpreter& i, const Value& v,
              const Arguments& a) { return contains(i.budget(), other(a), v); }},
    {"integer", [](Interpreter&, const Value& v, const Arguments&) { return isInteger(v); }},
    {"iterable", [](Interpreter&, const Value& v, const Arguments&) { return isIterable(v); }},
    {"le", atMost},
    {"<=", atMost},
    {"lower",
     [](Interpreter& i, const Value& v, const Arguments&) { return isCasedText(i, v, false); }},
    {"lt", lessThan},
    {"lessthan", lessThan},
    {"<", lessThan},
    {"mapping",
     [](Interpreter&, const Value& v, const Arguments&) { return v.asDict() != nullptr; }},
    {"ne", notEqual},
    {"!=", notEqual},
    {"none", [](Interpreter&, const Value& v, const Arguments&) { return v.is<None>(); }},
    {"number",
     [](Interpreter&, const Value& v, const Arguments&) { return v.asNumber().has_value(); }},
    {"odd", [](Interpreter&, const Value& v, const Arguments&) { return integerModulo(v, 2, 1); }},
    {"sameas",
     [](Interpreter& i, const Value& v, const Arguments& a) { return isSame(i, v, other(a)); }},
    {"sequence", [](Interpreter&, const Value& v, const Arguments&) { return isSequence(v); }},
    {"string",
     [](Interpreter&, const Value& v, const Arguments&) { return v.asText() != nullptr; }},
    {"test", [](Interpreter&, const Value& v,
                const Arguments&) { return v.asText() && testExists(toUtf8(*v.asText())); }},
    {"true",
     [](Interpreter&, const Value& v, const Arguments&) { return v.is<bool>() && v.isTrue(); }},
    {"undefined", [](Interpreter&, const Value& v, const Arguments&) { return v.is<Undefined>(); }},
    {"upper",
     [](Interpreter& i, const Value& v, const Arguments&) { return isCasedText(i, v, true); }},
};

}  // namespace

std::span<const TestRow> tests() { return kTests; }

}  // namespace alcove::chat::jinja
