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

bool allLetters(const Value& value, bool (*wanted)(char32_t), bool (*unwanted)(char32_t)) {
  const Text* text = value.asText();
  if (!text) return false;
  bool any = false;
  for (const char32_t c : *text) {
    if (unwanted(c)) return false;
    any = any || wanted(c);
  }
  return any;
}

// Undefined values count, as Python's are: they are empty sequences.
bool isSequence(const Value& value) {
  return value.asText() || value.asList() || value.asDict() || value.is<Undefined>();
}

bool isSame(Interpreter& interpreter, const Value& a, const Value& b) {
  const bool sameKind = std::string_view(a.typeName()) == b.typeName();
  return sameKind && equals(interpreter.budget(), a, b);
}

bool filterExists(const std::string& name) {
  for (const auto rows : {textFilters(), numberFilters(), sequenceFilters(), selectionFilters()}) {
    for (const FilterRow& row : rows) {
      if (row.name == name) return true;
    }
  }
  return false;
}

bool testExists(const std::string& name) {
  for (const TestRow& row : tests()) {
    if (row.name == name) return true;
  }
  return false;
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
    {"callable",
     [](Interpreter&, const Value& v, const Arguments&) { return v.is<CallableRef>(); }},
    {"defined", [](Interpreter&, const Value& v, const Arguments&) { return !v.is<Undefined>(); }},
    {"divisibleby", divisible},
    {"eq", equal},
    {"equalto", equal},
    {"==", equal},
    {"even", [](Interpreter&, const Value& v, const Arguments&) { return integerModulo(v, 2, 0); }},
    {"false",
     [](Interpreter&, const Value& v, const Arguments&) { return v.is<bool>() && !v.isTrue(); }},
    {"filter", [](Interpreter&, const Value& v,
                  const Arguments&) { return v.asText() && filterExists(toUtf8(*v.asText())); }},
    {"float", [](Interpreter&, const Value& v, const Arguments&) { return v.is<double>(); }},
    {"ge", atLeast},
    {">=", atLeast},
    {"gt", greaterThan},
    {"greaterthan", greaterThan},
    {">", greaterThan},
    {"in", [](Interpreter& i, const Value& v,
              const Arguments& a) { return contains(i.budget(), other(a), v); }},
    {"integer", [](Interpreter&, const Value& v, const Arguments&) { return isInteger(v); }},
    {"iterable", [](Interpreter&, const Value& v, const Arguments&) { return isSequence(v); }},
    {"le", atMost},
    {"<=", atMost},
    {"lower", [](Interpreter&, const Value& v,
                 const Arguments&) { return allLetters(v, isLower, isUpper); }},
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
    {"upper", [](Interpreter&, const Value& v,
                 const Arguments&) { return allLetters(v, isUpper, isLower); }},
};

}  // namespace

std::span<const TestRow> tests() { return kTests; }

}  // namespace alcove::chat::jinja
