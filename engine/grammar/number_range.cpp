// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "grammar/number_range.h"

#include <alcove/error.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace alcove::grammar {
namespace {

constexpr std::size_t kWholeDigits = 18;
// A double keeps 15 digits: with more, a number below a bound could be read as the bound itself.
constexpr std::size_t kExactDigits = 15;
constexpr std::size_t kMostDigits = 100;

int compareWhole(const std::string& a, const std::string& b) {
  if (a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
  return a.compare(b);
}

std::string plusOne(std::string digits) {
  std::size_t i = digits.size();
  while (i > 0 && digits[i - 1] == '9') digits[--i] = '0';
  if (i == 0) return "1" + digits;
  ++digits[i - 1];
  return digits;
}

// REQUIRES: not zero.
std::string minusOne(std::string digits) {
  std::size_t i = digits.size();
  while (digits[i - 1] == '0') digits[--i] = '9';
  --digits[i - 1];
  if (digits.size() > 1 && digits[0] == '0') digits.erase(0, 1);
  return digits;
}

// Magnitudes from `low` to `high`; no `high` means no end.
struct Magnitudes {
  NumberBound low;
  std::optional<NumberBound> high;
};

// Writes digit ranges as expressions.
class Digits {
 public:
  explicit Digits(RuleSet& rules) : m_rules(rules) {}

  ExprId magnitudes(const Magnitudes& range, bool integers) {
    return integers ? wholeNumbers(range) : decimals(range);
  }

 private:
  using Text = std::string_view;

  ExprId nothing() { return m_rules.choice({}); }
  ExprId empty() { return m_rules.sequence({}); }
  ExprId digit(char low, char high) {
    return low > high ? nothing() : m_rules.chars({{char32_t(low), char32_t(high)}});
  }
  ExprId anyDigits(std::size_t least, std::size_t most) {
    return m_rules.repeat(digit('0', '9'), int(least), int(most));
  }
  ExprId after(char first, ExprId rest) { return m_rules.sequence({digit(first, first), rest}); }

  // Numbers of as many digits as the bounds, which have equally many.
  ExprId atLeast(Text low) {
    if (low.empty()) return empty();
    const Text rest = low.substr(1);
    return m_rules.choice(
        {after(low[0], atLeast(rest)),
         m_rules.sequence({digit(char(low[0] + 1), '9'), anyDigits(rest.size(), rest.size())})});
  }
  ExprId atMost(Text high) {
    if (high.empty()) return empty();
    const Text rest = high.substr(1);
    return m_rules.choice(
        {after(high[0], atMost(rest)),
         m_rules.sequence({digit('0', char(high[0] - 1)), anyDigits(rest.size(), rest.size())})});
  }
  ExprId sameLength(Text low, Text high) {
    if (low.empty()) return empty();
    if (low[0] == high[0]) return after(low[0], sameLength(low.substr(1), high.substr(1)));
    const std::size_t rest = low.size() - 1;
    return m_rules.choice(
        {after(low[0], atLeast(low.substr(1))),
         m_rules.sequence({digit(char(low[0] + 1), char(high[0] - 1)), anyDigits(rest, rest)}),
         after(high[0], atMost(high.substr(1)))});
  }

  ExprId wholes(const std::string& low, const std::string& high) {
    if (compareWhole(low, high) > 0) return nothing();
    if (low.size() == high.size()) return sameLength(low, high);
    std::vector<ExprId> options{sameLength(low, std::string(low.size(), '9'))};
    if (high.size() > low.size() + 1)
      options.push_back(
          m_rules.sequence({digit('1', '9'), anyDigits(low.size(), high.size() - 2)}));
    options.push_back(sameLength("1" + std::string(high.size() - 1, '0'), high));
    return m_rules.choice(std::move(options));
  }

  static std::string lastWhole(const std::string& low) {
    return std::string(std::max(kWholeDigits, low.size() + 1), '9');
  }

  ExprId wholeNumbers(const Magnitudes& range) {
    std::string low = range.low.value.whole;
    if (!range.low.value.fraction.empty() || !range.low.included) low = plusOne(low);
    if (!range.high) return wholes(low, lastWhole(low));
    std::string high = range.high->value.whole;
    if (range.high->value.fraction.empty() && !range.high->included) {
      if (high == "0") return nothing();
      high = minusOne(high);
    }
    return wholes(low, high);
  }

  ExprId decimals(const Magnitudes& range) {
    m_limit = fractionDigits(range);
    const Decimal& low = range.low.value;
    const std::string high = range.high ? range.high->value.whole : lastWhole(low.whole);
    const int order = compareWhole(low.whole, high);
    if (order > 0) return nothing();
    if (range.high && order == 0)
      return m_rules.sequence({m_rules.literal(low.whole), fraction(&range.low, &*range.high)});
    std::vector<ExprId> options{
        m_rules.sequence({m_rules.literal(low.whole), fraction(&range.low, nullptr)})};
    const std::string between = range.high ? minusOne(high) : high;
    options.push_back(
        m_rules.sequence({wholes(plusOne(low.whole), between), fraction(nullptr, nullptr)}));
    if (range.high)
      options.push_back(m_rules.sequence({m_rules.literal(high), fraction(nullptr, &*range.high)}));
    return m_rules.choice(std::move(options));
  }

  // How many digits there may be behind the point.
  static std::size_t fractionDigits(const Magnitudes& range) {
    std::size_t whole = range.low.value.whole.size();
    std::size_t fraction = range.low.value.fraction.size();
    if (range.high) {
      whole = std::max(whole, range.high->value.whole.size());
      fraction = std::max(fraction, range.high->value.fraction.size());
    }
    return std::max(fraction + 1, kExactDigits - std::min(whole, kExactDigits));
  }

  // The point and what follows it, or nothing, where the wholes of the bounds given are met.
  ExprId fraction(const NumberBound* low, const NumberBound* high) {
    const ExprId some = m_rules.sequence({m_rules.literal("."), digitsFrom(low, high, 0, true)});
    return endsWell(low, high, 0) ? m_rules.optional(some) : some;
  }

  static char digitAt(const NumberBound& bound, std::size_t i) {
    return i < bound.value.fraction.size() ? bound.value.fraction[i] : '0';
  }
  static bool zeroFrom(const NumberBound& bound, std::size_t i) {
    return i >= bound.value.fraction.size();
  }

  // Whether a number that has met all of its bounds' first `i` digits may end there.
  static bool endsWell(const NumberBound* low, const NumberBound* high, std::size_t i) {
    if (low != nullptr && !(zeroFrom(*low, i) && low->included)) return false;
    return high == nullptr || !zeroFrom(*high, i) || high->included;
  }

  // Digits from the i-th on, where both bounds' digits before were met. `first`: one at least.
  ExprId digitsFrom(const NumberBound* low, const NumberBound* high, std::size_t i, bool first) {
    const std::size_t room = m_limit - std::min(m_limit, i);
    if (low == nullptr && high == nullptr)
      return anyDigits(first ? 1 : 0, std::max<std::size_t>(room, 1));
    if (room == 0) return endsWell(low, high, i) && !first ? empty() : nothing();
    std::vector<ExprId> options;
    if (!first && endsWell(low, high, i)) options.push_back(empty());
    const char least = low != nullptr ? digitAt(*low, i) : '0';
    const char most = high != nullptr ? digitAt(*high, i) : '9';
    if (least > most) return m_rules.choice(std::move(options));
    if (least == most) {
      options.push_back(after(least, digitsFrom(low, high, i + 1, false)));
      return m_rules.choice(std::move(options));
    }
    const char inFrom = low != nullptr ? char(least + 1) : least;
    const char inTo = high != nullptr ? char(most - 1) : most;
    if (low != nullptr) options.push_back(after(least, digitsFrom(low, nullptr, i + 1, false)));
    if (inFrom <= inTo)
      options.push_back(m_rules.sequence({digit(inFrom, inTo), anyDigits(0, room)}));
    if (high != nullptr) options.push_back(after(most, digitsFrom(nullptr, high, i + 1, false)));
    return m_rules.choice(std::move(options));
  }

  RuleSet& m_rules;
  std::size_t m_limit = 1;
};

const NumberBound kZero = {{false, "0", ""}, true};

NumberBound magnitudeOf(NumberBound bound) {
  bound.value.negative = false;
  return bound;
}

bool isZero(const Decimal& value) { return value.whole == "0" && value.fraction.empty(); }

}  // namespace

Decimal Decimal::fromJson(const nlohmann::ordered_json& number) {
  std::string text = number.dump();
  Decimal value;
  value.negative = text.starts_with('-');
  if (value.negative) text.erase(0, 1);
  int exponent = 0;
  if (const std::size_t e = text.find_first_of("eE"); e != text.npos) {
    exponent = std::stoi(text.substr(e + 1));
    text.resize(e);
  }
  const std::size_t point = text.find('.');
  value.whole = text.substr(0, point);
  if (point != text.npos) value.fraction = text.substr(point + 1);
  if (value.whole.size() + value.fraction.size() + std::size_t(std::abs(exponent)) > kMostDigits)
    throw Error(ErrorCode::LimitExceeded,
                "A bound of a number in the schema has more than a hundred digits.");
  for (; exponent > 0; --exponent) {
    value.whole += value.fraction.empty() ? '0' : value.fraction[0];
    value.fraction.erase(0, 1);
  }
  for (; exponent < 0; ++exponent) {
    value.fraction.insert(value.fraction.begin(), value.whole.empty() ? '0' : value.whole.back());
    if (!value.whole.empty()) value.whole.pop_back();
  }
  while (value.fraction.ends_with('0')) value.fraction.pop_back();
  value.whole.erase(0, std::min(value.whole.find_first_not_of('0'), value.whole.size()));
  if (value.whole.empty()) value.whole = "0";
  if (isZero(value)) value.negative = false;
  return value;
}

int Decimal::compare(const Decimal& other) const {
  if (negative != other.negative) return negative ? -1 : 1;
  int order = compareWhole(whole, other.whole);
  if (order == 0) order = fraction.compare(other.fraction);
  return negative ? -order : order;
}

ExprId numberRange(RuleSet& rules, const std::optional<NumberBound>& low,
                   const std::optional<NumberBound>& high, bool integers) {
  Digits digits(rules);
  std::vector<ExprId> options;
  if (!low || low->value.negative) {
    // Mirrored at zero, which is written without a sign.
    Magnitudes range{kZero, std::nullopt};
    range.low.included = false;
    if (high && high->value.negative) range.low = magnitudeOf(*high);
    if (low) range.high = magnitudeOf(*low);
    options.push_back(rules.sequence({rules.literal("-"), digits.magnitudes(range, integers)}));
  }
  if (!high || !high->value.negative) {
    Magnitudes range{kZero, high};
    if (low && !low->value.negative) range.low = *low;
    options.push_back(digits.magnitudes(range, integers));
  }
  return rules.choice(std::move(options));
}

}  // namespace alcove::grammar
