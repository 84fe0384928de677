// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace alcove::tokenizer {

// SentencePiece's precompiled normaliser: which beginnings of a text are replaced by what. Stored
// as the size of a double array in bytes, the array of 32-bit units, and the replacements, each
// ending with a zero byte. Of a unit, bits 0 … 7 and 31 are the label, bit 8 says that a value
// hangs on it, bit 9 that the offset in bits 10 … 30 counts in steps of 256; a value is bits 0
// … 30. Source: the file format of darts-clone, which SentencePiece stores. Immutable; safe to use
// from any thread.
class NormalizerMap {
 public:
  // Empty bytes map nothing. Every unit that can be reached is looked at once: throws Error Corrupt
  // if sizes do not fit or a value points outside the replacements.
  explicit NormalizerMap(std::span<const std::byte> bytes);

  struct Match {
    std::size_t length = 0;  // bytes of the text; 0: no beginning of it is in the map
    std::string_view replacement;
  };
  // The longest beginning of `text` that is in the map.
  [[nodiscard]] Match longestAt(std::string_view text) const;

 private:
  [[nodiscard]] bool isChild(std::size_t unit, unsigned char label) const;
  void check() const;

  std::vector<std::uint32_t> m_units;
  std::string m_replacements;
};

}  // namespace alcove::tokenizer
