// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// How values print, as Python's str() and repr() do.
#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <string>

#include "chat/jinja/value.h"

namespace alcove::chat::jinja {

namespace {

// Writes into one text and counts as it grows: shared values can print exponentially long. What
// holds values together (brackets, commas, quotes) counts as data: its shape may be foreign.
class Printer {
 public:
  explicit Printer(Budget& budget) : m_budget(budget) {}

  void print(const Value& value, bool quoted);
  Text take() { return std::move(m_text); }

 private:
  void ascii(std::string_view text, bool data = true) {
    m_budget.make(text.size());
    appendAscii(m_text, text, data ? kDataMark : 0);
  }
  void quote(const Text& text);
  void printList(const List& list);
  void printRange(const List& list);
  void printDict(const Dict& dict);

  Budget& m_budget;
  Text m_text;
};

void Printer::quote(const Text& text) {
  m_budget.make(text.size() + 2);
  const bool single =
      findText(text, U"'") != TextView::npos && findText(text, U"\"") == TextView::npos;
  const char32_t mark = single ? U'"' : U'\'';
  m_text.push_back(mark | kDataMark);
  for (const char32_t marked : text) {
    const char32_t c = plain(marked);
    const char32_t origin = marked & kDataMark;
    if (c == mark || c == U'\\') {
      m_text.push_back(U'\\' | origin);
      m_text.push_back(marked);
    } else if (c == U'\n' || c == U'\r' || c == U'\t') {
      m_text.push_back(U'\\' | origin);
      m_text.push_back((c == U'\n' ? U'n' : c == U'\r' ? U'r' : U't') | origin);
    } else if (!isPrintable(c)) {
      const auto code = static_cast<unsigned>(c);
      appendAscii(m_text,
                  c <= 0xFF     ? fmt::format("\\x{:02x}", code)
                  : c <= 0xFFFF ? fmt::format("\\u{:04x}", code)
                                : fmt::format("\\U{:08x}", code),
                  origin);
    } else {
      m_text.push_back(marked);
    }
  }
  m_text.push_back(mark | kDataMark);
}

// As its canonical bounds, which are those that it was made with if its length is their distance.
void Printer::printRange(const List& list) {
  const auto number = [&](std::size_t i) { return *list.items[i].asInteger(); };
  const std::size_t size = list.items.size();
  const std::int64_t step = size > 1 ? number(1) - number(0) : 1;
  const std::int64_t begin = size > 0 ? number(0) : 0;
  const std::int64_t end = size > 0 ? number(size - 1) + step : 0;
  ascii(fmt::format("range({}, {}", begin, end));
  ascii(step == 1 ? std::string(")") : fmt::format(", {})", step));
}

void Printer::printList(const List& list) {
  if (list.kind == ListKind::Range) {
    printRange(list);
    return;
  }
  const bool named = !list.hasIndex();
  if (named) ascii(std::string(kindName(list.kind)) + "(");
  ascii(list.isTuple() ? "(" : "[");
  for (std::size_t i = 0; i < list.items.size(); ++i) {
    if (i > 0) ascii(", ");
    print(list.items[i], true);
  }
  if (list.isTuple() && list.items.size() == 1) ascii(",");
  ascii(list.isTuple() ? ")" : "]");
  if (named) ascii(")");
}

void Printer::printDict(const Dict& dict) {
  ascii("{");
  bool first = true;
  for (const auto& [key, value] : dict.entries) {
    if (!first) ascii(", ");
    first = false;
    print(key, true);
    ascii(": ");
    print(value, true);
  }
  ascii("}");
}

void Printer::print(const Value& value, bool quoted) {
  m_budget.step();
  if (const Text* text = value.asText()) {
    if (quoted) {
      quote(*text);
    } else {
      m_budget.make(text->size());
      m_text += *text;
    }
  } else if (const List* list = value.asList()) {
    printList(*list);
  } else if (const Dict* dict = value.asDict()) {
    printDict(*dict);
  } else if (const bool* flag = value.as<bool>()) {
    ascii(*flag ? "True" : "False", value.isData());
  } else if (const std::int64_t* integer = value.as<std::int64_t>()) {
    ascii(std::to_string(*integer), value.isData());
  } else if (const double* number = value.as<double>()) {
    ascii(floatRepr(*number), value.isData());
  } else if (value.is<None>()) {
    ascii("None", false);
  } else if (value.is<Undefined>()) {
    if (quoted) ascii("Undefined");
  } else {
    ascii("<");
    ascii(value.typeName());
    ascii(">");
  }
}

}  // namespace

Text toText(Budget& budget, const Value& value) {
  Printer printer(budget);
  printer.print(value, false);
  return printer.take();
}

Text toRepr(Budget& budget, const Value& value) {
  Printer printer(budget);
  printer.print(value, true);
  return printer.take();
}

std::string floatRepr(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  std::array<char, 64> buffer;
  const auto written = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value,
                                     std::chars_format::scientific);
  std::string_view shortest(buffer.data(), static_cast<std::size_t>(written.ptr - buffer.data()));
  std::string sign;
  if (shortest.front() == '-') {
    sign = "-";
    shortest.remove_prefix(1);
  }
  const std::size_t e = shortest.find('e');
  const int exponent = std::atoi(std::string(shortest.substr(e + 1)).c_str());
  std::string digits(1, shortest[0]);
  if (e > 2) digits += shortest.substr(2, e - 2);
  const int count = static_cast<int>(digits.size());
  // Python switches to an exponent below 1e-4 and from 1e16 on.
  if (exponent < -4 || exponent >= 16) {
    std::string mantissa = digits.substr(0, 1);
    if (count > 1) mantissa += "." + digits.substr(1);
    return fmt::format("{}{}e{}{:02}", sign, mantissa, exponent < 0 ? '-' : '+',
                       std::abs(exponent));
  }
  if (exponent < 0)
    return sign + "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
  if (count <= exponent + 1) {
    return sign + digits + std::string(static_cast<std::size_t>(exponent + 1 - count), '0') + ".0";
  }
  const auto point = static_cast<std::size_t>(exponent + 1);
  return sign + digits.substr(0, point) + "." + digits.substr(point);
}

}  // namespace alcove::chat::jinja
