// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/utf8.h"

namespace alcove::tokenizer {

namespace {

// What a lead byte promises: the length of its character, and the range of the second byte, which
// is where overlong forms, surrogates and values above U+10FFFF show.
struct Lead {
  std::size_t length;
  unsigned char secondMin;
  unsigned char secondMax;
  unsigned char bits;  // of the lead byte that belong to the value
};

constexpr Lead leadOf(unsigned char byte) {
  if (byte < 0x80) return {1, 0, 0, byte};
  if (byte >= 0xC2 && byte <= 0xDF) return {2, 0x80, 0xBF, static_cast<unsigned char>(byte & 0x1F)};
  if (byte >= 0xE0 && byte <= 0xEF) {
    const unsigned char low = byte == 0xE0 ? 0xA0 : 0x80;
    const unsigned char high = byte == 0xED ? 0x9F : 0xBF;
    return {3, low, high, static_cast<unsigned char>(byte & 0x0F)};
  }
  if (byte >= 0xF0 && byte <= 0xF4) {
    const unsigned char low = byte == 0xF0 ? 0x90 : 0x80;
    const unsigned char high = byte == 0xF4 ? 0x8F : 0xBF;
    return {4, low, high, static_cast<unsigned char>(byte & 0x07)};
  }
  return {0, 0, 0, 0};
}

}  // namespace

Utf8Step nextUtf8(std::string_view text) noexcept {
  using Kind = Utf8Step::Kind;
  const Lead lead = leadOf(static_cast<unsigned char>(text[0]));
  if (lead.length == 0) return {Kind::Invalid, 0, 1};
  char32_t codePoint = lead.bits;
  for (std::size_t i = 1; i < lead.length; ++i) {
    if (i == text.size()) return {Kind::Incomplete, 0, i};
    const auto byte = static_cast<unsigned char>(text[i]);
    const unsigned char low = i == 1 ? lead.secondMin : 0x80;
    const unsigned char high = i == 1 ? lead.secondMax : 0xBF;
    if (byte < low || byte > high) return {Kind::Invalid, 0, i};
    codePoint = (codePoint << 6) | (byte & 0x3F);
  }
  return {Kind::Character, codePoint, lead.length};
}

void appendUtf8(std::string& text, char32_t codePoint) {
  const auto put = [&text](char32_t byte) { text.push_back(static_cast<char>(byte)); };
  if (codePoint < 0x80) {
    put(codePoint);
  } else if (codePoint < 0x800) {
    put(0xC0 | (codePoint >> 6));
    put(0x80 | (codePoint & 0x3F));
  } else if (codePoint < 0x10000) {
    put(0xE0 | (codePoint >> 12));
    put(0x80 | ((codePoint >> 6) & 0x3F));
    put(0x80 | (codePoint & 0x3F));
  } else {
    put(0xF0 | (codePoint >> 18));
    put(0x80 | ((codePoint >> 12) & 0x3F));
    put(0x80 | ((codePoint >> 6) & 0x3F));
    put(0x80 | (codePoint & 0x3F));
  }
}

std::string toValidUtf8(std::string_view bytes) {
  std::string valid;
  valid.reserve(bytes.size());
  while (!bytes.empty()) {
    const Utf8Step step = nextUtf8(bytes);
    valid +=
        step.kind == Utf8Step::Kind::Character ? bytes.substr(0, step.length) : kReplacementUtf8;
    bytes.remove_prefix(step.length);
  }
  return valid;
}

}  // namespace alcove::tokenizer
