// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Python's "%s, %d" % (…) with the conversions that templates use: s r d i f e g x X o c %.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "chat/jinja/library.h"
#include "chat/jinja/text_split.h"

namespace alcove::chat::jinja {

namespace {

constexpr std::int64_t kMaxPrecision = 300;

// One conversion: %[(name)][flags][width][.precision]letter
struct Conversion {
  bool left = false;
  bool zeros = false;
  bool sign = false;
  bool space = false;
  std::optional<Text> key;  // %(name)s
  std::int64_t width = 0;
  std::int64_t precision = -1;
  char32_t letter = 0;
};

// Reads the one behind the percent sign at `at`, which moves behind it.
Conversion readConversion(const Text& format, std::size_t& at) {
  Conversion conversion;
  const auto current = [&] { return at < format.size() ? plain(format[at]) : U'\0'; };
  const auto number = [&] {
    std::int64_t value = 0;
    for (; current() >= U'0' && current() <= U'9'; ++at) {
      value = std::min<std::int64_t>(value * 10 + static_cast<std::int64_t>(current() - U'0'),
                                     1'000'000'000);
    }
    return value;
  };
  ++at;
  if (current() == U'(') {
    const std::size_t end = findText(format, U")", at);
    if (end == TextView::npos) failRendering("The chat template formats with a name without end.");
    conversion.key = format.substr(at + 1, end - at - 1);
    at = end + 1;
  }
  for (;; ++at) {
    if (current() == U'-') {
      conversion.left = true;
    } else if (current() == U'0') {
      conversion.zeros = true;
    } else if (current() == U'+') {
      conversion.sign = true;
    } else if (current() == U' ') {
      conversion.space = true;
    } else {
      break;
    }
  }
  conversion.width = number();
  if (current() == U'.') {
    ++at;
    conversion.precision = number();
  }
  conversion.letter = current();
  ++at;
  return conversion;
}

std::string formatNumber(const Conversion& conversion, const Value& value) {
  const auto number = value.asNumber();
  if (!number) {
    requireDefined(value);
    failRendering(fmt::format("The chat template formats a {} as a number.", value.typeName()));
  }
  const bool whole = conversion.letter == U'd' || conversion.letter == U'i' ||
                     conversion.letter == U'x' || conversion.letter == U'X' ||
                     conversion.letter == U'o';
  std::string digits;
  bool negative = *number < 0;
  if (whole) {
    if (!value.asInteger() && !(std::abs(*number) < 9.2e18)) {
      failRendering("The chat template formats a number beyond 64 bits.");
    }
    const std::int64_t integer =
        value.asInteger() ? *value.asInteger() : static_cast<std::int64_t>(*number);
    negative = integer < 0;
    const std::uint64_t magnitude =
        negative ? 0 - static_cast<std::uint64_t>(integer) : static_cast<std::uint64_t>(integer);
    switch (conversion.letter) {
      case U'x':
        digits = fmt::format("{:x}", magnitude);
        break;
      case U'X':
        digits = fmt::format("{:X}", magnitude);
        break;
      case U'o':
        digits = fmt::format("{:o}", magnitude);
        break;
      default:
        digits = std::to_string(magnitude);
    }
  } else {
    const auto precision = static_cast<int>(
        conversion.precision < 0 ? 6 : std::min(conversion.precision, kMaxPrecision));
    const double magnitude = std::abs(*number);
    switch (conversion.letter) {
      case U'e':
        digits = fmt::format("{:.{}e}", magnitude, precision);
        break;
      case U'g':
        digits = fmt::format("{:.{}g}", magnitude, precision);
        break;
      default:
        digits = fmt::format("{:.{}f}", magnitude, precision);
    }
  }
  std::string sign = negative ? "-" : conversion.sign ? "+" : conversion.space ? " " : "";
  const auto length = static_cast<std::int64_t>(sign.size() + digits.size());
  if (conversion.zeros && !conversion.left && length < conversion.width) {
    sign.append(static_cast<std::size_t>(conversion.width - length), '0');
  }
  return sign + digits;
}

Text convert(Budget& budget, const Conversion& conversion, const Value& value) {
  Text text;
  switch (conversion.letter) {
    case U's':
    case U'r':
      text = conversion.letter == U's' ? toText(budget, value) : toRepr(budget, value);
      if (conversion.precision >= 0 &&
          static_cast<std::uint64_t>(conversion.precision) < text.size()) {
        text.resize(static_cast<std::size_t>(conversion.precision));
      }
      return text;
    case U'd':
    case U'i':
    case U'f':
    case U'e':
    case U'g':
    case U'x':
    case U'X':
    case U'o':
      appendAscii(text, formatNumber(conversion, value), value.isData() ? kDataMark : 0);
      return text;
    default:
      failRendering("The chat template formats with a conversion that is not known.");
  }
}

}  // namespace

Value formatPercent(Budget& budget, const Value& formatValue, const std::vector<Value>& values) {
  const Text& format = *formatValue.asText();
  const Dict* named = values.size() == 1 ? values[0].asDict() : nullptr;
  Text result;
  std::size_t next = 0;
  for (std::size_t at = 0; at < format.size();) {
    if (plain(format[at]) != U'%') {
      result.push_back(format[at++]);
      continue;
    }
    const Conversion conversion = readConversion(format, at);
    if (conversion.letter == U'%') {
      result.push_back(format[at - 1]);
      continue;
    }
    const Value* value = nullptr;
    if (conversion.key) {
      value = named ? named->find(TextView(*conversion.key)) : nullptr;
      if (!value) failRendering("The chat template formats with a name that is not there.");
      next = values.size();
    } else {
      if (next == values.size()) failRendering("The chat template formats with too few values.");
      value = &values[next++];
    }
    budget.make(static_cast<std::uint64_t>(conversion.width));
    Text text = convert(budget, conversion, *value);
    const bool isText = conversion.letter == U's' || conversion.letter == U'r';
    if (formatValue.isMarkup() && isText && !value->isMarkup()) text = escapedForHtml(budget, text);
    const auto width = static_cast<std::size_t>(conversion.width);
    if (text.size() < width) {
      const Text padding(width - text.size(), U' ');
      text = conversion.left ? text + padding : padding + text;
    }
    budget.make(text.size());
    result += text;
  }
  if (next < values.size() && !named)
    failRendering("The chat template formats with too many values.");
  const Value made = Value::text(budget, std::move(result));
  return formatValue.isMarkup() ? made.asMarkup(budget) : made;
}

}  // namespace alcove::chat::jinja
