// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "alcove/error.h"
#include "chat/jinja/library.h"
#include "chat/jinja/text_split.h"

namespace alcove::chat::jinja {

namespace {

[[noreturn]] void failTypes(std::string_view sign, const Value& left, const Value& right) {
  requireDefined(left);
  requireDefined(right);
  failRendering(fmt::format("The chat template cannot compute {} {} {}.", left.typeName(), sign,
                            right.typeName()));
}

[[noreturn]] void failRange() {
  throw Error(ErrorCode::LimitExceeded, "The chat template computes a number beyond 64 bits.");
}

void requireNonZero(bool nonZero) {
  if (!nonZero) failRendering("The chat template divides by zero.");
}

std::string_view signOf(BinaryOperator operation) {
  switch (operation) {
    case BinaryOperator::Add:
      return "+";
    case BinaryOperator::Subtract:
      return "-";
    case BinaryOperator::Multiply:
      return "*";
    case BinaryOperator::Divide:
      return "/";
    case BinaryOperator::FloorDivide:
      return "//";
    case BinaryOperator::Modulo:
      return "%";
    case BinaryOperator::Power:
      break;
  }
  return "**";
}

// Python rounds the quotient down; C++ towards zero.
std::int64_t floorDivide(std::int64_t a, std::int64_t b) {
  requireNonZero(b != 0);
  if (b == -1) {
    if (a == INT64_MIN) failRange();
    return -a;
  }
  const std::int64_t quotient = a / b;
  return quotient - ((a % b != 0 && (a < 0) != (b < 0)) ? 1 : 0);
}

std::int64_t floorModulo(std::int64_t a, std::int64_t b) {
  requireNonZero(b != 0);
  if (b == -1) return 0;
  const std::int64_t rest = a % b;
  return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
}

std::int64_t integerPower(std::int64_t base, std::int64_t exponent) {
  std::int64_t result = 1;
  while (exponent > 0) {
    if ((exponent & 1) && __builtin_mul_overflow(result, base, &result)) failRange();
    exponent >>= 1;
    if (exponent > 0 && __builtin_mul_overflow(base, base, &base)) failRange();
  }
  return result;
}

Value integers(BinaryOperator operation, std::int64_t a, std::int64_t b) {
  std::int64_t result = 0;
  bool overflow = false;
  switch (operation) {
    case BinaryOperator::Add:
      overflow = __builtin_add_overflow(a, b, &result);
      break;
    case BinaryOperator::Subtract:
      overflow = __builtin_sub_overflow(a, b, &result);
      break;
    case BinaryOperator::Multiply:
      overflow = __builtin_mul_overflow(a, b, &result);
      break;
    case BinaryOperator::FloorDivide:
      return floorDivide(a, b);
    case BinaryOperator::Modulo:
      return floorModulo(a, b);
    case BinaryOperator::Divide:
      requireNonZero(b != 0);
      return static_cast<double>(a) / static_cast<double>(b);
    case BinaryOperator::Power:
      if (b >= 0) return integerPower(a, b);
      requireNonZero(a != 0);
      return std::pow(static_cast<double>(a), static_cast<double>(b));
  }
  if (overflow) failRange();
  return result;
}

Value floats(BinaryOperator operation, double a, double b) {
  switch (operation) {
    case BinaryOperator::Add:
      return a + b;
    case BinaryOperator::Subtract:
      return a - b;
    case BinaryOperator::Multiply:
      return a * b;
    case BinaryOperator::Divide:
      requireNonZero(b != 0);
      return a / b;
    case BinaryOperator::FloorDivide:
      requireNonZero(b != 0);
      return std::floor(a / b);
    case BinaryOperator::Modulo: {
      requireNonZero(b != 0);
      const double rest = std::fmod(a, b);
      return rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest;
    }
    case BinaryOperator::Power:
      break;
  }
  return std::pow(a, b);
}

// Markup if `input` is.
Value likeInput(Budget& budget, const Value& input, Value result) {
  return input.isMarkup() ? result.asMarkup(budget) : result;
}

std::optional<Value> addSequences(Budget& budget, const Value& left, const Value& right) {
  if (left.asText() && right.asText()) {
    budget.make(left.asText()->size() + right.asText()->size());
    if (!left.isMarkup() && !right.isMarkup()) {
      return Value::text(budget, *left.asText() + *right.asText());
    }
    const auto escaped = [&](const Value& part) {
      return part.isMarkup() ? *part.asText() : escapedForHtml(budget, *part.asText());
    };
    return Value::text(budget, escaped(left) + escaped(right)).asMarkup(budget);
  }
  const List* a = left.asList();
  const List* b = right.asList();
  if (!a || !b || a->isTuple() != b->isTuple() || a->kind > ListKind::Group ||
      b->kind > ListKind::Group)
    return std::nullopt;
  budget.make((a->items.size() + b->items.size()) * 8);
  std::vector<Value> items = a->items;
  items.insert(items.end(), b->items.begin(), b->items.end());
  return Value::list(budget, std::move(items), a->isTuple() ? ListKind::Tuple : ListKind::List);
}

std::optional<Value> repeat(Budget& budget, const Value& left, const Value& right) {
  if (!left.asInteger() && right.asInteger()) {
    const auto count = static_cast<std::uint64_t>(std::max<std::int64_t>(0, *right.asInteger()));
    // Checked by division: the product could wrap.
    const auto total = [&](std::size_t size, std::uint64_t unit) {
      if (size > 0 && count > (std::uint64_t{1} << 40) / size / unit) budget.make(UINT64_MAX);
      budget.make(size * count * unit);
    };
    if (const Text* text = left.asText()) {
      total(text->size(), 1);
      Text repeated;
      for (std::uint64_t i = 0; i < count && !text->empty(); ++i) repeated += *text;
      return likeInput(budget, left, Value::text(budget, std::move(repeated)));
    }
    if (const List* list = left.asList()) {
      total(list->items.size(), 8);
      std::vector<Value> items;
      for (std::uint64_t i = 0; i < count && !list->items.empty(); ++i) {
        items.insert(items.end(), list->items.begin(), list->items.end());
      }
      return Value::list(budget, std::move(items),
                         list->isTuple() ? ListKind::Tuple : ListKind::List);
    }
  }
  return std::nullopt;
}

// A bound of a slice, moved into [low, high].
std::int64_t sliceBound(const Value& bound, std::int64_t size, std::int64_t otherwise,
                        std::int64_t low, std::int64_t high) {
  if (bound.is<None>()) return otherwise;
  const auto index = bound.asInteger();
  if (!index) {
    requireDefined(bound);
    failRendering(fmt::format("The chat template cuts with a {}.", bound.typeName()));
  }
  return std::clamp(*index < 0 ? *index + size : *index, low, high);
}

}  // namespace

Value applyBinary(Budget& budget, BinaryOperator operation, const Value& left, const Value& right) {
  const auto integerA = left.asInteger();
  const auto integerB = right.asInteger();
  const bool data = left.isData() || right.isData();
  if (integerA && integerB) return integers(operation, *integerA, *integerB).asData(data);
  const auto numberA = left.asNumber();
  const auto numberB = right.asNumber();
  if (numberA && numberB) return floats(operation, *numberA, *numberB).asData(data);
  std::optional<Value> result;
  if (operation == BinaryOperator::Add) result = addSequences(budget, left, right);
  if (operation == BinaryOperator::Multiply) {
    result = repeat(budget, left, right);
    if (!result) result = repeat(budget, right, left);
  }
  if (operation == BinaryOperator::Modulo && left.asText()) {
    const List* several = right.asList();
    const bool tuple = several && several->isTuple();
    return formatPercent(budget, left, tuple ? several->items : std::vector<Value>{right});
  }
  if (!result) failTypes(signOf(operation), left, right);
  return *result;
}

Value negate(const Value& value) {
  if (const auto integer = value.asInteger()) {
    if (*integer == INT64_MIN) failRange();
    return Value(-*integer).asData(value.isData());
  }
  if (const auto number = value.asNumber()) return Value(-*number).asData(value.isData());
  requireDefined(value);
  failRendering(fmt::format("The chat template puts a minus before a {}.", value.typeName()));
}

bool contains(Budget& budget, const Value& container, const Value& value) {
  if (const Text* text = container.asText()) {
    const Text* part = value.asText();
    if (!part) {
      requireDefined(value);
      failRendering(
          fmt::format("The chat template looks for a {} inside a text.", value.typeName()));
    }
    budget.read(text->size() + part->size());
    return findText(*text, *part) != TextView::npos;
  }
  if (const List* list = container.asList()) {
    return std::any_of(list->items.begin(), list->items.end(),
                       [&](const Value& item) { return equals(budget, item, value); });
  }
  if (const Dict* dict = container.asDict()) return dict->find(value) != nullptr;
  if (const IteratorRef* iterator = container.as<IteratorRef>()) {
    Iterator& walked = **iterator;
    while (walked.next < walked.items->items.size()) {
      if (equals(budget, walked.items->items[walked.next++], value)) return true;
    }
    return false;
  }
  if (container.is<Undefined>()) return false;
  failRendering(fmt::format("The chat template looks inside a {}, which holds nothing.",
                            container.typeName()));
}

Value slice(Budget& budget, const Value& object, const Value& begin, const Value& end,
            const Value& step) {
  const Text* text = object.asText();
  const List* list = object.asList();
  if (!text && !(list && list->hasIndex())) {
    requireDefined(object);
    failRendering(fmt::format("The chat template cuts a {} into pieces.", object.typeName()));
  }
  const std::int64_t stride =
      sliceBound(step, 0, 1, -(std::int64_t{1} << 40), std::int64_t{1} << 40);
  if (stride == 0) failRendering("The chat template cuts with a step of zero.");
  const auto size = static_cast<std::int64_t>(text ? text->size() : list->items.size());
  const bool forward = stride > 0;
  const std::int64_t low = forward ? 0 : -1;
  const std::int64_t high = forward ? size : size - 1;
  const std::int64_t from = sliceBound(begin, size, forward ? low : high, low, high);
  const std::int64_t to = sliceBound(end, size, forward ? high : low, low, high);
  Text characters;
  std::vector<Value> items;
  budget.step(static_cast<std::uint64_t>(size) / 16);
  for (std::int64_t i = from; forward ? i < to : i > to; i += stride) {
    if (text) {
      characters.push_back((*text)[static_cast<std::size_t>(i)]);
    } else {
      items.push_back(list->items[static_cast<std::size_t>(i)]);
    }
  }
  if (text) return likeInput(budget, object, Value::text(budget, std::move(characters)));
  return Value::list(budget, std::move(items),
                     list->kind == ListKind::Group ? ListKind::Tuple : list->kind);
}

}  // namespace alcove::chat::jinja
