// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/characters.h"

#include <utf8proc.h>

namespace alcove::tokenizer {

namespace {

struct Range {
  char32_t first;
  char32_t last;
};

template <std::size_t N>
bool isIn(const Range (&ranges)[N], char32_t c) {
  for (const Range& range : ranges) {
    if (c >= range.first && c <= range.last) return true;
  }
  return false;
}

utf8proc_category_t categoryOf(char32_t c) {
  return utf8proc_category(static_cast<utf8proc_int32_t>(c));
}

}  // namespace

bool isWhiteSpace(char32_t c) noexcept {
  constexpr Range kRanges[] = {
      {0x9, 0xD},       {0x20, 0x20},     {0x85, 0x85},     {0xA0, 0xA0},     {0x1680, 0x1680},
      {0x2000, 0x200A}, {0x2028, 0x2029}, {0x202F, 0x202F}, {0x205F, 0x205F}, {0x3000, 0x3000}};
  return isIn(kRanges, c);
}

bool isIdeograph(char32_t c) noexcept {
  constexpr Range kRanges[] = {{0x4E00, 0x9FFF},   {0x3400, 0x4DBF},   {0x20000, 0x2A6DF},
                               {0x2A700, 0x2B73F}, {0x2B740, 0x2B81F}, {0x2B920, 0x2CEAF},
                               {0xF900, 0xFAFF},   {0x2F800, 0x2FA1F}};
  return isIn(kRanges, c);
}

bool isOther(char32_t c) noexcept {
  const utf8proc_category_t category = categoryOf(c);
  return category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_CF ||
         category == UTF8PROC_CATEGORY_CO;
}

bool isPunctuation(char32_t c) noexcept {
  if (c < 0x80) {
    constexpr Range kRanges[] = {{0x21, 0x2F}, {0x3A, 0x40}, {0x5B, 0x60}, {0x7B, 0x7E}};
    return isIn(kRanges, c);
  }
  const utf8proc_category_t category = categoryOf(c);
  return category >= UTF8PROC_CATEGORY_PC && category <= UTF8PROC_CATEGORY_PO;
}

bool isNonspacingMark(char32_t c) noexcept { return categoryOf(c) == UTF8PROC_CATEGORY_MN; }

}  // namespace alcove::tokenizer
