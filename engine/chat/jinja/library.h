// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "chat/jinja/interpreter.h"

// The filters, tests, methods and functions that templates may use: explicit tables, one row each.
namespace alcove::chat::jinja {

using Filter = Value (*)(Interpreter&, const Value& input, const Arguments&);
struct FilterRow {
  std::string_view name;
  Filter apply;
  bool keepsMarkup = false;  // what it makes of markup is markup
};
[[nodiscard]] std::span<const FilterRow> textFilters();
[[nodiscard]] std::span<const FilterRow> numberFilters();
[[nodiscard]] std::span<const FilterRow> sequenceFilters();
[[nodiscard]] std::span<const FilterRow> selectionFilters();
[[nodiscard]] std::span<const FilterRow> groupingFilters();
// The filter of that name among all of them; null if there is none.
[[nodiscard]] const FilterRow* findFilter(std::string_view name);

using Test = bool (*)(Interpreter&, const Value& input, const Arguments&);
struct TestRow {
  std::string_view name;
  Test holds;
};
[[nodiscard]] std::span<const TestRow> tests();

// The bound method `name` of `object`; nothing if it has none of that name.
[[nodiscard]] std::optional<Value> method(const Value& object, std::string_view name);

// range, namespace, dict, raise_exception, strftime_now …
void defineFunctions(Interpreter& interpreter);

// Arguments by position or name, as Python binds them. Throws Error InvalidArgument for too many
// or unknown ones.
class BoundArguments {
 public:
  BoundArguments(std::string_view function, const Arguments& arguments,
                 std::initializer_list<std::string_view> names);

  // Null if it was not given.
  [[nodiscard]] const Value* get(std::size_t index) const { return m_values[index]; }
  // Throw if it was not given or has another type.
  [[nodiscard]] const Value& require(std::size_t index) const;
  [[nodiscard]] const Text& requireText(std::size_t index) const;
  [[nodiscard]] std::int64_t requireInteger(std::size_t index) const;
  [[nodiscard]] bool flag(std::size_t index, bool otherwise) const;
  [[nodiscard]] std::int64_t integer(std::size_t index, std::int64_t otherwise) const;
  // Null if it was not given or is None; throws if it is no text.
  [[nodiscard]] const Text* text(std::size_t index) const;

 private:
  std::string m_function;
  std::vector<std::string_view> m_names;
  std::vector<const Value*> m_values;
};

// Operators of expressions.
[[nodiscard]] Value applyBinary(Budget& budget, BinaryOperator operation, const Value& left,
                                const Value& right);
[[nodiscard]] Value negate(const Value& value);
[[nodiscard]] bool contains(Budget& budget, const Value& container, const Value& value);
[[nodiscard]] Value slice(Budget& budget, const Value& object, const Value& begin, const Value& end,
                          const Value& step);

// Python's "%" on text, which the filter `format` shares. What is put into markup is escaped.
[[nodiscard]] Value formatPercent(Budget& budget, const Value& format,
                                  const std::vector<Value>& values);
// Python's str.format, without attributes and indices in its fields.
[[nodiscard]] Value formatBraces(Budget& budget, const Text& format, const Arguments& arguments);

// As json.dumps with the options that transformers gives its `tojson` filter.
struct JsonOptions {
  std::optional<Text> indent;  // of one level; absent: all in one line
  bool asciiOnly = false;
  bool sortKeys = false;
  std::optional<Text> itemSeparator;
  std::optional<Text> keySeparator;
};
[[nodiscard]] Value toJson(Budget& budget, const Value& value, const JsonOptions& options);

}  // namespace alcove::chat::jinja
