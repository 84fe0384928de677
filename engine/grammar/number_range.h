// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>

#include "grammar/rule_set.h"

namespace alcove::grammar {

// A number as its decimal digits, which are exact.
struct Decimal {
  bool negative = false;  // false for zero
  std::string whole;      // without leading zeros; "0" if nothing is left
  std::string fraction;   // without trailing zeros

  // Throws Error LimitExceeded if writing it out takes more than a hundred digits. REQUIRES: a JSON
  // number.
  [[nodiscard]] static Decimal fromJson(const nlohmann::ordered_json& number);
  [[nodiscard]] int compare(const Decimal& other) const;
};

struct NumberBound {
  Decimal value;
  bool included = true;
};

// The numbers from `low` to `high`, in JSON's spelling without exponents. Without a bound there are
// up to 18 digits before the point, or as many as the other bound needs, and always a limit behind
// it. May stand for no number at all.
[[nodiscard]] ExprId numberRange(RuleSet& rules, const std::optional<NumberBound>& low,
                                 const std::optional<NumberBound>& high, bool integers);

}  // namespace alcove::grammar
