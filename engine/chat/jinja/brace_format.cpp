// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Python's "{}, {name}".format(…): fields by order, number or name, with !r, !s and the usual
// format specifications. Fields that reach into values ("{0.name}", "{0[1]}") are refused: that is
// how such formats are used to break out of sandboxes, and no template needs it.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>

#include "chat/jinja/library.h"

namespace alcove::chat::jinja {

namespace {

constexpr std::int64_t kMaxPrecision = 300;

// [[fill]align][sign][0][width][,][.precision][type]
struct Specification {
  char32_t fill = U' ';
  char32_t align = 0;
  char32_t sign = U'-';
  bool commas = false;
  std::int64_t width = 0;
  std::int64_t precision = -1;
  char32_t type = 0;
};

bool isAlign(char32_t c) { return c == U'<' || c == U'>' || c == U'^' || c == U'='; }

std::int64_t readNumber(TextView text, std::size_t& at) {
  std::int64_t value = 0;
  for (; at < text.size() && plain(text[at]) >= U'0' && plain(text[at]) <= U'9'; ++at) {
    value = std::min<std::int64_t>(value * 10 + static_cast<std::int64_t>(plain(text[at]) - U'0'),
                                   1'000'000'000);
  }
  return value;
}

Specification readSpecification(TextView text) {
  Specification result;
  std::size_t at = 0;
  const auto current = [&] { return at < text.size() ? plain(text[at]) : U'\0'; };
  if (text.size() > 1 && isAlign(plain(text[1]))) {
    result.fill = text[0];
    result.align = plain(text[1]);
    at = 2;
  } else if (isAlign(current())) {
    result.align = plain(text[at++]);
  }
  if (current() == U'+' || current() == U'-' || current() == U' ') result.sign = plain(text[at++]);
  if (current() == U'0') {
    if (result.align == 0) {
      result.fill = U'0';
      result.align = U'=';
    }
    ++at;
  }
  result.width = readNumber(text, at);
  if (current() == U',') {
    result.commas = true;
    ++at;
  }
  if (current() == U'.') {
    ++at;
    result.precision = readNumber(text, at);
  }
  if (at < text.size()) result.type = plain(text[at++]);
  if (at < text.size()) failRendering("The chat template formats with a field that is not known.");
  return result;
}

std::string digitsOfInteger(const Specification& specification, std::uint64_t magnitude) {
  switch (specification.type) {
    case U'x':
      return fmt::format("{:x}", magnitude);
    case U'X':
      return fmt::format("{:X}", magnitude);
    case U'o':
      return fmt::format("{:o}", magnitude);
    case U'b':
      return fmt::format("{:b}", magnitude);
    default:
      return std::to_string(magnitude);
  }
}

std::string digitsOfFloat(const Specification& specification, double magnitude) {
  const auto precision = static_cast<int>(
      specification.precision < 0 ? 6 : std::min(specification.precision, kMaxPrecision));
  switch (specification.type) {
    case 0:
      return specification.precision < 0 ? floatRepr(magnitude)
                                         : fmt::format("{:.{}g}", magnitude, precision);
    case U'f':
    case U'F':
      return fmt::format("{:.{}f}", magnitude, precision);
    case U'e':
      return fmt::format("{:.{}e}", magnitude, precision);
    case U'g':
      return fmt::format("{:.{}g}", magnitude, precision);
    case U'%':
      return fmt::format("{:.{}f}%", magnitude * 100, precision);
    default:
      failRendering("The chat template formats with a type that is not known.");
  }
}

void groupByThousands(std::string& digits) {
  const std::size_t end = std::min(digits.find_first_not_of("0123456789"), digits.size());
  for (std::size_t at = end; at > 3;) digits.insert(at -= 3, 1, ',');
}

Text pad(Budget& budget, const Specification& specification, Text sign, const Text& body,
         char32_t defaultAlign) {
  const std::size_t size = sign.size() + body.size();
  const auto width = static_cast<std::size_t>(specification.width);
  if (width <= size) return sign + body;
  budget.make(width);
  const std::size_t missing = width - size;
  switch (specification.align ? specification.align : defaultAlign) {
    case U'<':
      return sign + body + Text(missing, specification.fill);
    case U'^':
      return Text(missing / 2, specification.fill) + sign + body +
             Text(missing - missing / 2, specification.fill);
    case U'=':
      return sign + Text(missing, specification.fill) + body;
    default:
      return Text(missing, specification.fill) + sign + body;
  }
}

Text formatNumber(Budget& budget, const Specification& specification, const Value& value) {
  const double number = *value.asNumber();
  const bool floating = std::u32string_view(U"fFeg%").find(specification.type) != TextView::npos;
  const bool whole = value.asInteger() && !(floating && specification.type);
  std::string digits;
  if (whole) {
    const std::int64_t integer = *value.asInteger();
    const auto bits = static_cast<std::uint64_t>(integer);
    digits = digitsOfInteger(specification, integer < 0 ? 0 - bits : bits);
  } else {
    digits = digitsOfFloat(specification, std::abs(number));
  }
  if (specification.commas) groupByThousands(digits);
  Text sign;
  if (number < 0) {
    sign.push_back(U'-');
  } else if (specification.sign != U'-') {
    sign.push_back(specification.sign);
  }
  Text body;
  appendAscii(body, digits, value.isData() ? kDataMark : 0);
  return pad(budget, specification, std::move(sign), body, U'>');
}

Text formatField(Budget& budget, const Value& value, TextView specificationText) {
  if (specificationText.empty()) return toText(budget, value);
  const Specification specification = readSpecification(specificationText);
  if (value.asNumber() && !value.is<bool>()) return formatNumber(budget, specification, value);
  requireDefined(value);
  if (!value.asText() || (specification.type && specification.type != U's')) {
    failRendering(fmt::format("The chat template formats a {} in a way that it does not have.",
                              value.typeName()));
  }
  Text text = *value.asText();
  if (specification.precision >= 0 &&
      static_cast<std::uint64_t>(specification.precision) < text.size()) {
    text.resize(static_cast<std::size_t>(specification.precision));
  }
  return pad(budget, specification, {}, text, U'<');
}

// Which value the next field means; counts the fields without a number.
class FieldReader {
 public:
  explicit FieldReader(const Arguments& arguments) : m_arguments(arguments) {}

  const Value& find(TextView name) {
    if (name.empty()) return positional(m_next++);
    if (plain(name[0]) >= U'0' && plain(name[0]) <= U'9') {
      std::size_t at = 0;
      const std::int64_t position = readNumber(name, at);
      if (at == name.size()) return positional(static_cast<std::size_t>(position));
    }
    const std::string wanted = toUtf8(name);
    for (const auto& [known, value] : m_arguments.named) {
      if (known == wanted) return value;
    }
    failRendering(
        fmt::format("The chat template formats with a field '{}' that is not there.", wanted));
  }

 private:
  const Value& positional(std::size_t position) const {
    if (position < m_arguments.positional.size()) return m_arguments.positional[position];
    failRendering("The chat template formats with too few values.");
  }

  const Arguments& m_arguments;
  std::size_t m_next = 0;
};

Text readField(Budget& budget, TextView field, FieldReader& fields) {
  std::size_t colon = 0;
  while (colon < field.size() && plain(field[colon]) != U':') ++colon;
  TextView name = field.substr(0, colon);
  const TextView specification = colon < field.size() ? field.substr(colon + 1) : TextView();
  char32_t conversion = 0;
  if (name.size() >= 2 && plain(name[name.size() - 2]) == U'!') {
    conversion = plain(name.back());
    name.remove_suffix(2);
  }
  const Value& value = fields.find(name);
  if (conversion == 0) return formatField(budget, value, specification);
  if (conversion != U'r' && conversion != U's') {
    failRendering("The chat template formats with a conversion that is not known.");
  }
  const Text text = conversion == U'r' ? toRepr(budget, value) : toText(budget, value);
  return formatField(budget, Value::text(budget, text), specification);
}

}  // namespace

Value formatBraces(Budget& budget, const Text& format, const Arguments& arguments) {
  FieldReader fields(arguments);
  Text result;
  for (std::size_t at = 0; at < format.size(); ++at) {
    budget.make(1);
    const char32_t c = plain(format[at]);
    if (c != U'{' && c != U'}') {
      result.push_back(format[at]);
      continue;
    }
    if (at + 1 < format.size() && plain(format[at + 1]) == c) {
      result.push_back(format[at++]);
      continue;
    }
    const std::size_t end = findText(format, U"}", at);
    if (c == U'}' || end == TextView::npos) {
      failRendering("The chat template formats with a brace that stands alone.");
    }
    const Text field = readField(budget, TextView(format).substr(at + 1, end - at - 1), fields);
    budget.make(field.size());
    result += field;
    at = end;
  }
  return Value::text(budget, std::move(result));
}

}  // namespace alcove::chat::jinja
