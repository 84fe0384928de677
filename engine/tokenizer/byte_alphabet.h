// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace alcove::tokenizer {

// Byte-level BPE vocabularies are written in an alphabet of 256 printable characters, one per
// byte: the printable characters of Latin-1 stand for themselves, and the other 68 bytes, in
// ascending order, are U+0100, U+0101 and so on.
// Source: "Language Models are Unsupervised Multitask Learners" (GPT-2), its published encoder.

// The bytes that `spelling` stands for; nothing if a character of it is not in the alphabet.
[[nodiscard]] std::optional<std::string> bytesOfSpelling(std::string_view spelling);

// The character, as UTF-8, that stands for `byte`.
[[nodiscard]] std::string spellingOfByte(unsigned char byte);

}  // namespace alcove::tokenizer
