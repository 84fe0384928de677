// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "tokenizer/normalizer_map.h"

#include <algorithm>

#include "alcove/error.h"

namespace alcove::tokenizer {

namespace {

[[noreturn]] void corrupt(const char* sentence) {
  throw Error(ErrorCode::Corrupt, sentence, "tokenizer.ggml.precompiled_charsmap");
}

// No key of a published map is half as long. In a damaged one the units may lead round in circles.
constexpr std::size_t kMaxKeyBytes = 256;

std::uint32_t littleEndian(const std::byte* bytes) {
  std::uint32_t value = 0;
  for (int i = 3; i >= 0; --i) value = value << 8 | std::to_integer<std::uint32_t>(bytes[i]);
  return value;
}

bool hasValue(std::uint32_t unit) { return (unit >> 8 & 1) != 0; }
std::uint32_t valueOf(std::uint32_t unit) { return unit & 0x7FFFFFFF; }
std::size_t offsetOf(std::uint32_t unit) {
  return std::size_t{unit >> 10} << ((unit & 0x200) != 0 ? 8 : 0);
}

}  // namespace

NormalizerMap::NormalizerMap(std::span<const std::byte> bytes) {
  if (bytes.empty()) return;
  if (bytes.size() < 4) corrupt("The normaliser's map ends before its size.");
  const std::size_t arrayBytes = littleEndian(bytes.data());
  const auto rest = bytes.subspan(4);
  if (arrayBytes > rest.size() || arrayBytes % 4 != 0 || arrayBytes == 0) {
    corrupt("The normaliser's map claims more bytes than it has.");
  }
  for (std::size_t at = 0; at < arrayBytes; at += 4) {
    m_units.push_back(littleEndian(rest.data() + at));
  }
  const auto replacements = rest.subspan(arrayBytes);
  m_replacements.assign(reinterpret_cast<const char*>(replacements.data()), replacements.size());
  if (!m_replacements.empty() && m_replacements.back() != '\0') {
    corrupt("The last replacement of the normaliser's map has no end.");
  }
  check();
}

bool NormalizerMap::isChild(std::size_t unit, unsigned char label) const {
  // A unit that is a value has bit 31 set and so no label.
  return unit < m_units.size() && (m_units[unit] & 0x800000FF) == label;
}

void NormalizerMap::check() const {
  std::vector<bool> seen(m_units.size());
  std::vector<std::size_t> waiting{0};
  seen[0] = true;
  while (!waiting.empty()) {
    const std::size_t parent = waiting.back();
    waiting.pop_back();
    const std::size_t base = parent ^ offsetOf(m_units[parent]);
    if (parent != 0 && hasValue(m_units[parent]) &&
        (base >= m_units.size() || valueOf(m_units[base]) >= m_replacements.size())) {
      corrupt("The normaliser's map points outside its replacements.");
    }
    for (unsigned label = 1; label < 256; ++label) {
      const std::size_t child = base ^ label;
      if (!isChild(child, static_cast<unsigned char>(label)) || seen[child]) continue;
      seen[child] = true;
      waiting.push_back(child);
    }
  }
}

NormalizerMap::Match NormalizerMap::longestAt(std::string_view text) const {
  Match best;
  if (m_units.empty()) return best;
  std::size_t base = offsetOf(m_units[0]);
  const std::size_t end = std::min(text.size(), kMaxKeyBytes);
  for (std::size_t i = 0; i < end && text[i] != '\0'; ++i) {
    const auto label = static_cast<unsigned char>(text[i]);
    const std::size_t unit = base ^ label;
    if (!isChild(unit, label)) break;
    base = unit ^ offsetOf(m_units[unit]);
    if (hasValue(m_units[unit])) {
      best.length = i + 1;
      // Ends at its zero byte, which the constructor made sure of.
      best.replacement = m_replacements.c_str() + valueOf(m_units[base]);
    }
  }
  return best;
}

}  // namespace alcove::tokenizer
