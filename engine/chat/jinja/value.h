// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <variant>
#include <vector>

#include "chat/jinja/budget.h"
#include "chat/jinja/text.h"

namespace alcove::chat::jinja {

class Interpreter;
class Value;
struct Callable;
struct Dict;
struct Iterator;
struct List;
struct Loop;
struct Namespace;

// A name, key or field that is not there: prints as nothing, is false and empty; anything else
// that is done with it is an error.
struct Undefined {
  std::shared_ptr<const std::string> what;  // "'tools' is undefined"; may be null
};
struct None {};

using TextRef = std::shared_ptr<const Text>;
using ListRef = std::shared_ptr<const List>;
using DictRef = std::shared_ptr<const Dict>;
using CallableRef = std::shared_ptr<const Callable>;
using NamespaceRef = std::shared_ptr<Namespace>;
using LoopRef = std::shared_ptr<Loop>;
using IteratorRef = std::shared_ptr<Iterator>;

template <typename T, typename... Types>
concept OneOf = (std::is_same_v<T, Types> || ...);

// The sequences of Python, which print, compare and are indexed differently.
enum class ListKind : std::uint8_t {
  List,
  Tuple,
  Group,  // a tuple whose fields are also `grouper` and `list`
  Range,  // of range()
  Keys,   // of a dictionary; likewise the next two
  Values,
  Items,
};

// A value with Python's semantics. Immutable but for namespaces and iterators; copies share. There
// is nothing in it that reaches into the host: no attributes but keys, fields and the methods of
// methods.cpp.
class Value {
 public:
  using Variant = std::variant<Undefined, None, bool, std::int64_t, double, TextRef, ListRef,
                               DictRef, CallableRef, NamespaceRef, LoopRef, IteratorRef>;

  Value() = default;
  // Only from exactly these types: a pointer or an int must not become a bool.
  template <OneOf<Undefined, None, bool, std::int64_t, double, TextRef, ListRef, DictRef,
                  CallableRef, NamespaceRef, LoopRef, IteratorRef>
                T>
  Value(T value) : m_variant(std::in_place_type<T>, std::move(value)) {}

  [[nodiscard]] static Value undefined(std::string what);
  // Counts against `budget` what it allocates; likewise below.
  [[nodiscard]] static Value text(Budget& budget, Text text);
  [[nodiscard]] static Value list(Budget& budget, std::vector<Value> items,
                                  ListKind kind = ListKind::List);
  [[nodiscard]] static Value dict(Budget& budget, std::vector<std::pair<Value, Value>> entries);
  // What Python computes only as it is walked over, once: true, without length or index.
  [[nodiscard]] static Value iterator(Budget& budget, std::vector<Value> items);

  // True for a text that came through the filter `safe` or `escape`: what is added to it, or it is
  // added to, is escaped for HTML, as Markup does.
  [[nodiscard]] bool isMarkup() const { return m_markup; }
  // This text, or the texts of this list, as markup.
  [[nodiscard]] Value asMarkup(Budget& budget) const;

  // True for a number or boolean that came from outside, or was computed from one: it prints as
  // data. Texts carry that in their characters.
  [[nodiscard]] bool isData() const { return m_data; }
  [[nodiscard]] Value asData(bool data = true) const;

  template <typename T>
  [[nodiscard]] bool is() const {
    return std::holds_alternative<T>(m_variant);
  }
  // Null if it holds something else.
  template <typename T>
  [[nodiscard]] const T* as() const {
    return std::get_if<T>(&m_variant);
  }
  [[nodiscard]] const Text* asText() const;
  [[nodiscard]] const List* asList() const;
  [[nodiscard]] const Dict* asDict() const;
  // Integers and booleans, which count as 0 and 1.
  [[nodiscard]] std::optional<std::int64_t> asInteger() const;
  // Also floats.
  [[nodiscard]] std::optional<double> asNumber() const;

  [[nodiscard]] bool isTrue() const;
  // How Python names the type ("str", "dict"), for error sentences.
  [[nodiscard]] const char* typeName() const;
  // How deeply lists and dictionaries lie inside each other; 0 for the rest.
  [[nodiscard]] std::uint32_t depth() const;

 private:
  Variant m_variant;
  bool m_markup = false;
  bool m_data = false;
};

// "list", "tuple", "dict_keys", …
[[nodiscard]] const char* kindName(ListKind kind) noexcept;

struct List {
  std::vector<Value> items;
  ListKind kind = ListKind::List;
  std::uint32_t depth = 1;

  [[nodiscard]] bool isTuple() const { return kind == ListKind::Tuple || kind == ListKind::Group; }
  // False for the views of a dictionary, which have no order to count in.
  [[nodiscard]] bool hasIndex() const { return kind <= ListKind::Range; }
};

struct Iterator {
  ListRef items;
  std::size_t next = 0;

  // What is left, which is then used up.
  [[nodiscard]] std::vector<Value> takeAll();
};

// Keeps the order in which keys were first set.
struct Dict {
  std::vector<std::pair<Value, Value>> entries;
  std::unordered_map<Text, std::size_t> index;  // of hashable keys, see keyOf
  std::uint32_t depth = 1;

  // Null if absent.
  [[nodiscard]] const Value* find(const Value& key) const;
  [[nodiscard]] const Value* find(TextView key) const;
};

// What `{% set ns.x = … %}` changes.
struct Namespace {
  std::unordered_map<std::string, Value> fields;
};

struct Arguments {
  std::vector<Value> positional;
  std::vector<std::pair<std::string, Value>> named;
  // From here on the names are keys of a dictionary, passed on with **: they may be data.
  std::size_t foreignFrom = SIZE_MAX;

  // The name of the i-th named argument, as text.
  [[nodiscard]] Text nameAt(std::size_t i) const {
    return fromUtf8(named[i].first, i < foreignFrom ? Origin::Template : Origin::Data);
  }
};

struct Callable {
  std::string name;
  std::function<Value(Interpreter&, const Arguments&)> call;
};

// Python's ==; elements are counted.
[[nodiscard]] bool equals(Budget& budget, const Value& a, const Value& b);
// Python's <, which is an Error InvalidArgument between types that have no order.
[[nodiscard]] bool less(Budget& budget, const Value& a, const Value& b);

// Python's str() and repr().
[[nodiscard]] Text toText(Budget& budget, const Value& value);
[[nodiscard]] Text toRepr(Budget& budget, const Value& value);
// Python's repr of a float: the shortest digits that read back as the same number.
[[nodiscard]] std::string floatRepr(double value);

// Throws Error InvalidArgument: the template or what it was given does not work.
[[noreturn]] void failRendering(std::string sentence);
// Throws it if `value` is undefined.
void requireDefined(const Value& value);

}  // namespace alcove::chat::jinja
