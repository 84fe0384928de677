// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <optional>

#include "training/data/sensitive_text.h"

namespace alcove::training {
namespace {

bool isDigit(char c) { return c >= '0' && c <= '9'; }
bool isUpper(char c) { return c >= 'A' && c <= 'Z'; }
bool isWord(char c) { return isDigit(c) || isUpper(c) || (c >= 'a' && c <= 'z'); }

// A.b-c@host.example: at least one dot behind the sign, and letters behind the last.
void findAddresses(std::string_view text, std::vector<SensitiveText>& found) {
  const auto isLocal = [](char c) {
    return isWord(c) || std::string_view("._%+-").find(c) != std::string_view::npos;
  };
  const auto isHost = [](char c) { return isWord(c) || c == '.' || c == '-'; };
  constexpr std::size_t kMaxLocal = 64, kMaxHost = 253;
  for (std::size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
    std::size_t begin = at, end = at + 1;
    while (begin > 0 && at - begin < kMaxLocal && isLocal(text[begin - 1])) --begin;
    while (end < text.size() && end - at < kMaxHost && isHost(text[end])) ++end;
    while (end > at + 1 && !isWord(text[end - 1])) --end;
    const std::string_view host = text.substr(at + 1, end - at - 1);
    const std::size_t dot = host.rfind('.');
    if (begin == at || dot == std::string_view::npos || dot == 0 || host.size() - dot < 3 ||
        std::ranges::any_of(host.substr(dot + 1), isDigit))
      continue;
    found.push_back({"personal_data", "an e-mail address",
                     std::string(text.substr(begin, 1)) + "…@" + std::string(host)});
  }
}

// Digits and capitals from `at` on, single spaces between them left out.
std::string accountCharacters(std::string_view text, std::size_t at, std::size_t most) {
  std::string account;
  for (; at < text.size() && account.size() < most; ++at) {
    if (text[at] == ' ' && at + 1 < text.size() && text[at + 1] != ' ') continue;
    if (!isDigit(text[at]) && !isUpper(text[at])) break;
    account += text[at];
  }
  return account;
}

int ibanLength(std::string_view country) {
  struct Row {
    std::string_view country;
    int length;
  };
  // Source: ISO 13616, the countries' lengths.
  static constexpr Row kLengths[] = {
      {"AD", 24}, {"AE", 23}, {"AT", 20}, {"BE", 16}, {"BG", 22}, {"CH", 21}, {"CY", 28},
      {"CZ", 24}, {"DE", 22}, {"DK", 18}, {"EE", 20}, {"ES", 24}, {"FI", 18}, {"FR", 27},
      {"GB", 22}, {"GR", 27}, {"HR", 21}, {"HU", 28}, {"IE", 22}, {"IL", 23}, {"IS", 26},
      {"IT", 27}, {"LI", 21}, {"LT", 20}, {"LU", 20}, {"LV", 21}, {"MC", 27}, {"MT", 31},
      {"NL", 18}, {"NO", 15}, {"PL", 28}, {"PT", 25}, {"RO", 24}, {"SA", 24}, {"SE", 24},
      {"SI", 19}, {"SK", 24}, {"SM", 27}, {"TR", 26}, {"UA", 29},
  };
  for (const Row& row : kLengths)
    if (row.country == country) return row.length;
  return 0;
}

// The remainder by 97 of the number that country and check digits, moved to the end, make with the
// rest, letters counting from 10.
bool hasIbanChecksum(std::string_view iban) {
  unsigned remainder = 0;
  for (std::size_t i = 0; i < iban.size(); ++i) {
    const char c = iban[(i + 4) % iban.size()];
    remainder = isDigit(c) ? (remainder * 10 + unsigned(c - '0')) % 97
                           : (remainder * 100 + unsigned(c - 'A') + 10) % 97;
  }
  return remainder == 1;
}

void findAccounts(std::string_view text, std::vector<SensitiveText>& found) {
  for (std::size_t at = 0; at + 15 <= text.size(); ++at) {
    if (!isUpper(text[at]) || !isUpper(text[at + 1]) || !isDigit(text[at + 2]) ||
        !isDigit(text[at + 3]) || (at > 0 && isWord(text[at - 1])))
      continue;
    const auto length = std::size_t(ibanLength(text.substr(at, 2)));
    if (length == 0) continue;
    const std::string iban = accountCharacters(text, at, length);
    if (iban.size() == length && hasIbanChecksum(iban))
      found.push_back({"personal_data", "the number of a bank account (IBAN)", masked(iban)});
  }
}

// A run of digits with single separators between them, as people write long numbers.
struct NumberRun {
  std::size_t begin = 0, end = 0;
  std::string digits;
  std::string separators;           // in their order
  std::vector<std::size_t> groups;  // lengths of the digits between separators
};

std::optional<NumberRun> nextNumber(std::string_view text, std::size_t from) {
  constexpr std::string_view kSeparators = " -./()";
  while (from < text.size() && !isDigit(text[from])) ++from;
  if (from == text.size()) return std::nullopt;
  NumberRun run{from, from, {}, {}, {0}};
  std::size_t at = from;
  while (at < text.size()) {
    const std::size_t gap = std::min(text.find_first_not_of(kSeparators, at), text.size());
    // " / " and ") " are the longest that people write.
    if (gap - at > 3 || gap == text.size() || !isDigit(text[gap])) break;
    if (gap > at) run.groups.push_back(0);
    run.separators += text.substr(at, gap - at);
    for (at = gap; at < text.size() && isDigit(text[at]); ++at) {
      run.digits += text[at];
      ++run.groups.back();
    }
    run.end = at;
  }
  return run;
}

// Source: Luhn, US patent 2,950,048, 1960.
bool hasLuhnChecksum(std::string_view digits) {
  unsigned sum = 0;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    unsigned digit = unsigned(digits[digits.size() - 1 - i] - '0');
    if (i % 2 == 1) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return sum % 10 == 0;
}

// Cards have 13 to 19 digits in groups of three to seven, or none; those of payment begin with 2
// to 6.
bool isCard(const NumberRun& run) {
  const bool separated = run.separators.find_first_not_of(" -") == std::string::npos;
  const bool grouped =
      run.groups.size() == 1 ||
      (run.groups.size() <= 5 &&
       std::ranges::all_of(run.groups, [](std::size_t n) { return n >= 3 && n <= 7; }));
  return separated && grouped && run.digits.size() >= 13 && run.digits.size() <= 19 &&
         run.digits[0] >= '2' && run.digits[0] <= '6' && hasLuhnChecksum(run.digits);
}

// +49 30 1234567, 030 1234567, (555) 123-4567: with a country's number, or in groups.
bool isTelephone(const NumberRun& run, std::string_view text) {
  const std::size_t count = run.digits.size();
  const bool international = run.begin > 0 && text[run.begin - 1] == '+';
  if (international) return count >= 8 && count <= 15;
  if (run.separators.find('.') != std::string::npos || run.groups.size() < 2) return false;
  const bool isDate = run.groups.size() == 3 && count <= 8;
  if (run.digits[0] == '0') return count >= 9 && count <= 13 && !isDate;
  return run.groups == std::vector<std::size_t>{3, 3, 4} &&
         run.separators.find('/') == std::string::npos;
}

void findNumbers(std::string_view text, std::vector<SensitiveText>& found) {
  std::size_t at = 0;
  while (const auto run = nextNumber(text, at)) {
    at = run->end;
    const bool insideWord = (run->begin > 0 && isWord(text[run->begin - 1])) ||
                            (run->end < text.size() && isWord(text[run->end]));
    if (insideWord) continue;
    if (isCard(*run))
      found.push_back({"personal_data", "the number of a card", masked(run->digits)});
    else if (isTelephone(*run, text))
      found.push_back({"personal_data", "a telephone number",
                       masked(text.substr(run->begin, run->end - run->begin))});
  }
}

}  // namespace

std::vector<SensitiveText> findPersonalData(std::string_view text) {
  std::vector<SensitiveText> found;
  findAddresses(text, found);
  findAccounts(text, found);
  findNumbers(text, found);
  return found;
}

}  // namespace alcove::training
