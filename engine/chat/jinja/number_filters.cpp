// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>

#include "alcove/error.h"
#include "chat/jinja/library.h"

namespace alcove::chat::jinja {

namespace {

// The text of a number as Python reads it: white space around it, one sign, `_` between digits.
std::string numberText(const Text& text) {
  const TextView bare = strip(text, nullptr, true, true);
  std::string ascii;
  for (const char32_t c : bare.substr(0, 400)) {
    if (plain(c) > 0x7E) return {};
    if (plain(c) != U'_') ascii.push_back(static_cast<char>(plain(c)));
  }
  if (!ascii.empty() && ascii[0] == '+') ascii.erase(0, 1);
  return ascii;
}

std::optional<double> readFloat(const Text& text) {
  const std::string ascii = numberText(text);
  double number = 0;
  const auto read = std::from_chars(ascii.data(), ascii.data() + ascii.size(), number);
  if (ascii.empty() || read.ec != std::errc{} || read.ptr != ascii.data() + ascii.size()) {
    return std::nullopt;
  }
  return number;
}

std::optional<std::int64_t> readInteger(const Text& text, int base) {
  std::string ascii = numberText(text);
  const bool negative = !ascii.empty() && ascii[0] == '-';
  if (negative) ascii.erase(0, 1);
  const char prefix = base == 16 ? 'x' : base == 8 ? 'o' : base == 2 ? 'b' : '\0';
  if (prefix && ascii.size() > 2 && ascii[0] == '0' && (ascii[1] | 0x20) == prefix) {
    ascii.erase(0, 2);
  }
  std::int64_t number = 0;
  const auto read = std::from_chars(ascii.data(), ascii.data() + ascii.size(), number, base);
  if (ascii.empty() || read.ec != std::errc{} || read.ptr != ascii.data() + ascii.size()) {
    return std::nullopt;
  }
  return negative ? -number : number;
}

std::optional<std::int64_t> truncated(double number) {
  if (!(std::abs(number) < 9.2e18)) return std::nullopt;
  return static_cast<std::int64_t>(number);
}

// What is computed from a foreign number or text is foreign.
bool isForeign(const Value& input) {
  const Text* text = input.asText();
  return input.isData() || (text && std::any_of(text->begin(), text->end(),
                                                [](char32_t c) { return (c & kDataMark) != 0; }));
}

Value toInteger(Interpreter&, const Value& input, const Arguments& arguments) {
  const BoundArguments bound("int", arguments, {"default", "base"});
  const std::int64_t base = bound.integer(1, 10);
  if (base < 2 || base > 36) failRendering("'int' needs a base from 2 to 36 in a chat template.");
  requireDefined(input);
  std::optional<std::int64_t> result = input.asInteger();
  if (const double* number = input.as<double>()) result = truncated(*number);
  if (const Text* text = input.asText()) {
    result = readInteger(*text, static_cast<int>(base));
    if (!result) {
      if (const auto number = readFloat(*text)) result = truncated(*number);
    }
  }
  if (result) return Value(*result).asData(isForeign(input));
  return bound.get(0) ? *bound.get(0) : Value(std::int64_t{0});
}

Value toFloat(Interpreter&, const Value& input, const Arguments& arguments) {
  const BoundArguments bound("float", arguments, {"default"});
  requireDefined(input);
  std::optional<double> result = input.asNumber();
  if (const Text* text = input.asText()) result = readFloat(*text);
  if (result) return Value(*result).asData(isForeign(input));
  return bound.get(0) ? *bound.get(0) : Value(0.0);
}

Value absolute(Interpreter&, const Value& input, const Arguments&) {
  if (const auto integer = input.asInteger()) {
    return (*integer < 0 ? negate(*integer) : Value(*integer)).asData(input.isData());
  }
  if (const auto number = input.asNumber()) return Value(std::abs(*number)).asData(input.isData());
  requireDefined(input);
  failRendering(fmt::format("'abs' needs a number, not a {}.", input.typeName()));
}

// Python rounds the exact decimal value of the number, halves to even: printing does the same.
double roundDecimal(double number, int digits) {
  if (digits > 300 || std::isnan(number) || std::isinf(number)) return number;
  if (digits >= 0) return std::stod(fmt::format("{:.{}f}", number, digits));
  const double scale = std::pow(10.0, -digits);
  return std::nearbyint(number / scale) * scale;
}

Value rounded(const Value& input, const Arguments& arguments) {
  const BoundArguments bound("round", arguments, {"precision", "method"});
  const std::int64_t digits = bound.integer(0, 0);
  const auto number = input.asNumber();
  if (!number) {
    requireDefined(input);
    failRendering(fmt::format("'round' needs a number, not a {}.", input.typeName()));
  }
  if (digits < -300 || digits > 300) failRendering("'round' needs a precision within 300 digits.");
  const Text* method = bound.text(1);
  if (!method || same(*method, "common")) {
    // A whole number stays one, as Python's round keeps it.
    if (input.asInteger() && digits >= 0) return *input.asInteger();
    return roundDecimal(*number, static_cast<int>(digits));
  }
  const double scale = std::pow(10.0, static_cast<double>(digits));
  if (same(*method, "ceil")) return std::ceil(*number * scale) / scale;
  if (same(*method, "floor")) return std::floor(*number * scale) / scale;
  failRendering("'round' knows the methods common, ceil and floor.");
}

Value round(Interpreter&, const Value& input, const Arguments& arguments) {
  return rounded(input, arguments).asData(input.isData());
}

constexpr FilterRow kFilters[] = {
    {"abs", absolute},
    {"float", toFloat},
    {"int", toInteger},
    {"round", round},
};

}  // namespace

std::span<const FilterRow> numberFilters() { return kFilters; }

}  // namespace alcove::chat::jinja
