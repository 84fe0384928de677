// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/byte_alphabet.h"

#include <array>

#include "tokenizer/utf8.h"

namespace alcove::tokenizer {

namespace {

constexpr bool standsForItself(unsigned byte) {
  return (byte >= 0x21 && byte <= 0x7E) || (byte >= 0xA1 && byte != 0xAD);
}

constexpr unsigned kRenamedBytes = 68;
constexpr char32_t kFirstRenamed = 0x100;

struct Alphabet {
  std::array<char32_t, 256> characters{};
  std::array<unsigned char, kRenamedBytes> renamed{};  // byte of U+0100 + index
};

constexpr Alphabet makeAlphabet() {
  Alphabet alphabet;
  unsigned next = 0;
  for (unsigned byte = 0; byte < 256; ++byte) {
    if (standsForItself(byte)) {
      alphabet.characters[byte] = byte;
    } else {
      alphabet.characters[byte] = kFirstRenamed + next;
      alphabet.renamed[next++] = static_cast<unsigned char>(byte);
    }
  }
  return alphabet;
}

constexpr Alphabet kAlphabet = makeAlphabet();

}  // namespace

std::optional<std::string> bytesOfSpelling(std::string_view spelling) {
  std::string bytes;
  bytes.reserve(spelling.size());
  while (!spelling.empty()) {
    const Utf8Step step = nextUtf8(spelling);
    if (step.kind != Utf8Step::Kind::Character) return std::nullopt;
    const char32_t c = step.codePoint;
    if (c < 256 && standsForItself(static_cast<unsigned>(c))) {
      bytes.push_back(static_cast<char>(c));
    } else if (c >= kFirstRenamed && c < kFirstRenamed + kRenamedBytes) {
      bytes.push_back(static_cast<char>(kAlphabet.renamed[c - kFirstRenamed]));
    } else {
      return std::nullopt;
    }
    spelling.remove_prefix(step.length);
  }
  return bytes;
}

std::string spellingOfByte(unsigned char byte) {
  std::string spelling;
  appendUtf8(spelling, kAlphabet.characters[byte]);
  return spelling;
}

}  // namespace alcove::tokenizer
