// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/jinja/text.h"

#include <utf8proc.h>

#include <algorithm>

#include "tokenizer/utf8.h"

namespace alcove::chat::jinja {

namespace {

bool samePlain(char32_t a, char32_t b) { return plain(a) == plain(b); }

// Knuth, Morris and Pratt: what a long needle needs to stay linear on repetitive text.
std::size_t findLong(TextView text, TextView needle, std::size_t from) {
  std::vector<std::size_t> border(needle.size(), 0);  // longest proper border of each prefix
  for (std::size_t i = 1, k = 0; i < needle.size(); ++i) {
    while (k > 0 && !samePlain(needle[i], needle[k])) k = border[k - 1];
    if (samePlain(needle[i], needle[k])) ++k;
    border[i] = k;
  }
  for (std::size_t i = from, k = 0; i < text.size(); ++i) {
    while (k > 0 && !samePlain(text[i], needle[k])) k = border[k - 1];
    if (samePlain(text[i], needle[k])) ++k;
    if (k == needle.size()) return i + 1 - k;
  }
  return TextView::npos;
}

constexpr std::size_t kLongNeedle = 32;

bool isLineEnd(char32_t c) {
  return (c >= 0x0A && c <= 0x0D) || (c >= 0x1C && c <= 0x1E) || c == 0x85 || c == 0x2028 ||
         c == 0x2029;
}

utf8proc_category_t categoryOf(char32_t c) {
  return utf8proc_category(static_cast<utf8proc_int32_t>(plain(c)));
}

}  // namespace

Text fromUtf8(std::string_view utf8, Origin origin) {
  const char32_t mark = origin == Origin::Data ? kDataMark : 0;
  Text text;
  text.reserve(utf8.size());
  while (!utf8.empty()) {
    const tokenizer::Utf8Step step = tokenizer::nextUtf8(utf8);
    const bool valid = step.kind == tokenizer::Utf8Step::Kind::Character;
    text.push_back((valid ? step.codePoint : U'\uFFFD') | mark);
    utf8.remove_prefix(step.length);
  }
  return text;
}

std::string toUtf8(TextView text) {
  std::string utf8;
  utf8.reserve(text.size());
  for (const char32_t c : text) tokenizer::appendUtf8(utf8, plain(c));
  return utf8;
}

std::string toUtf8(TextView text, std::vector<tokenizer::ByteRange>& dataRanges) {
  std::string utf8;
  utf8.reserve(text.size());
  for (const char32_t c : text) {
    const std::size_t begin = utf8.size();
    tokenizer::appendUtf8(utf8, plain(c));
    if (!(c & kDataMark)) continue;
    if (!dataRanges.empty() && dataRanges.back().end == begin) {
      dataRanges.back().end = utf8.size();
    } else {
      dataRanges.push_back({begin, utf8.size()});
    }
  }
  return utf8;
}

int compare(TextView a, TextView b) noexcept {
  const std::size_t common = std::min(a.size(), b.size());
  for (std::size_t i = 0; i < common; ++i) {
    if (!samePlain(a[i], b[i])) return plain(a[i]) < plain(b[i]) ? -1 : 1;
  }
  if (a.size() == b.size()) return 0;
  return a.size() < b.size() ? -1 : 1;
}

bool same(TextView a, TextView b) noexcept { return a.size() == b.size() && compare(a, b) == 0; }

bool same(TextView a, std::string_view ascii) noexcept {
  return std::equal(a.begin(), a.end(), ascii.begin(), ascii.end(),
                    [](char32_t x, char y) { return plain(x) == static_cast<unsigned char>(y); });
}

bool startsWith(TextView text, TextView start) noexcept {
  return text.size() >= start.size() && same(text.substr(0, start.size()), start);
}

bool endsWith(TextView text, TextView end) noexcept {
  return text.size() >= end.size() && same(text.substr(text.size() - end.size()), end);
}

std::size_t findText(TextView text, TextView needle, std::size_t from) {
  if (from > text.size() || needle.size() > text.size() - from) return TextView::npos;
  if (needle.size() > kLongNeedle) return findLong(text, needle, from);
  const auto found = std::search(text.begin() + static_cast<std::ptrdiff_t>(from), text.end(),
                                 needle.begin(), needle.end(), samePlain);
  if (found == text.end() && !needle.empty()) return TextView::npos;
  return static_cast<std::size_t>(found - text.begin());
}

std::size_t findLastText(TextView text, TextView needle) {
  // The first occurrence in the mirror image.
  const Text mirrored(text.rbegin(), text.rend());
  const Text mirroredNeedle(needle.rbegin(), needle.rend());
  const std::size_t found = findText(mirrored, mirroredNeedle);
  return found == TextView::npos ? found : text.size() - needle.size() - found;
}

Text withoutMarks(TextView text) {
  Text copy(text);
  for (char32_t& c : copy) c = plain(c);
  return copy;
}

void appendAscii(Text& text, std::string_view ascii, char32_t mark) {
  for (const char c : ascii) text.push_back(static_cast<unsigned char>(c) | mark);
}

bool isSpace(char32_t c) noexcept {
  c = plain(c);
  return (c >= 0x09 && c <= 0x0D) || (c >= 0x1C && c <= 0x20) || c == 0x85 || c == 0xA0 ||
         c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
         c == 0x205F || c == 0x3000;
}

bool isLetter(char32_t c) noexcept {
  const utf8proc_category_t category = categoryOf(c);
  return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

bool isDigit(char32_t c) noexcept { return categoryOf(c) == UTF8PROC_CATEGORY_ND; }

bool isNumeric(char32_t c) noexcept {
  const utf8proc_category_t category = categoryOf(c);
  return category == UTF8PROC_CATEGORY_ND || category == UTF8PROC_CATEGORY_NL ||
         category == UTF8PROC_CATEGORY_NO;
}

bool isPrintable(char32_t c) noexcept {
  if (plain(c) == U' ') return true;
  switch (categoryOf(c)) {
    case UTF8PROC_CATEGORY_CN:
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CS:
    case UTF8PROC_CATEGORY_CO:
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
      return false;
    default:
      return true;
  }
}

bool isUpper(char32_t c) noexcept { return categoryOf(c) == UTF8PROC_CATEGORY_LU; }
bool isLower(char32_t c) noexcept { return categoryOf(c) == UTF8PROC_CATEGORY_LL; }

bool isCased(TextView text, bool upper) noexcept {
  bool any = false;
  for (const char32_t c : text) {
    if (upper ? isLower(c) : isUpper(c)) return false;
    any = any || (upper ? isUpper(c) : isLower(c));
  }
  return any;
}

char32_t toUpper(char32_t c) noexcept {
  const auto mapped = utf8proc_toupper(static_cast<utf8proc_int32_t>(plain(c)));
  return static_cast<char32_t>(mapped) | (c & kDataMark);
}

char32_t toLower(char32_t c) noexcept {
  const auto mapped = utf8proc_tolower(static_cast<utf8proc_int32_t>(plain(c)));
  return static_cast<char32_t>(mapped) | (c & kDataMark);
}

Text upperCase(TextView text) {
  Text result;
  result.reserve(text.size());
  for (const char32_t c : text) {
    if (plain(c) == U'\u00DF') {  // sharp s
      result.append(2, U'S' | (c & kDataMark));
    } else {
      result.push_back(toUpper(c));
    }
  }
  return result;
}

Text lowerCase(TextView text) {
  Text result(text);
  for (char32_t& c : result) c = toLower(c);
  return result;
}

Text capitalized(TextView text) {
  Text result = lowerCase(text);
  if (!result.empty()) result[0] = toUpper(text[0]);
  return result;
}

Text swappedCase(TextView text) {
  Text result(text);
  for (char32_t& c : result) c = isUpper(c) ? toLower(c) : toUpper(c);
  return result;
}

TextView strip(TextView text, const Text* characters, bool left, bool right) {
  const auto goes = [&](char32_t c) {
    if (!characters) return isSpace(c);
    return std::any_of(characters->begin(), characters->end(),
                       [c](char32_t x) { return samePlain(c, x); });
  };
  while (left && !text.empty() && goes(text.front())) text.remove_prefix(1);
  while (right && !text.empty() && goes(text.back())) text.remove_suffix(1);
  return text;
}

std::vector<TextView> splitLines(TextView text) {
  std::vector<TextView> lines;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char32_t c = plain(text[i]);
    if (!isLineEnd(c)) continue;
    lines.push_back(text.substr(begin, i - begin));
    if (c == U'\r' && i + 1 < text.size() && plain(text[i + 1]) == U'\n') ++i;
    begin = i + 1;
  }
  if (begin < text.size()) lines.push_back(text.substr(begin));
  return lines;
}

}  // namespace alcove::chat::jinja
