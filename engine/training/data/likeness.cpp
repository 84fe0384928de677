// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "training/data/likeness.h"

#include <algorithm>
#include <limits>

namespace alcove::training {
namespace {

constexpr std::size_t kShingleBytes = 5;

std::uint64_t mixed(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
  return x ^ (x >> 31);
}

bool isWordByte(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80;
}

std::uint64_t bandKey(const std::uint32_t* rows, std::size_t count, std::size_t band) {
  std::uint64_t key = mixed(band + 1);
  for (std::size_t i = 0; i < count; ++i) key = mixed(key ^ rows[i]);
  return key;
}

}  // namespace

std::string comparableText(std::string_view text) {
  std::string comparable;
  comparable.reserve(text.size());
  bool gap = false;
  for (const char character : text) {
    auto c = static_cast<unsigned char>(character);
    if (c >= 'A' && c <= 'Z') c = static_cast<unsigned char>(c + 32);
    if (!isWordByte(c)) {
      gap = !comparable.empty();
      continue;
    }
    if (gap) comparable += ' ';
    gap = false;
    comparable += char(c);
  }
  return comparable;
}

std::optional<LikenessIndex::Sketch> LikenessIndex::sketchOf(std::string_view text) {
  const std::string comparable = comparableText(text.substr(0, kMaxTextBytes));
  if (comparable.empty()) return std::nullopt;
  if (m_bytes + comparable.size() > m_maxBytes) {
    m_exhausted = true;
    return std::nullopt;
  }
  m_bytes += comparable.size();
  Sketch sketch;
  sketch.fill(std::numeric_limits<std::uint32_t>::max());
  const std::size_t length = std::min(kShingleBytes, comparable.size());
  for (std::size_t i = 0; i + length <= comparable.size(); ++i) {
    std::uint64_t shingle = 0;
    for (std::size_t k = 0; k < length; ++k)
      shingle = shingle << 8 | static_cast<unsigned char>(comparable[i + k]);
    const std::uint64_t hash = mixed(shingle + 0x9e3779b97f4a7c15u);
    const auto low = std::uint32_t(hash), high = std::uint32_t(hash >> 32) | 1;
    // Multiples of one half added to the other stand for as many independent hashes.
    for (std::uint32_t k = 0; k < kHashes; ++k)
      sketch[k] = std::min(sketch[k], (low + k * high) * 0x9e3779b1u ^ low >> 15);
  }
  return sketch;
}

std::optional<LikenessIndex::Match> LikenessIndex::find(const Sketch& sketch) const {
  std::optional<Match> best;
  constexpr std::size_t kRows = kHashes / kBands;
  for (std::size_t band = 0; band < kBands; ++band) {
    const auto bucket = m_buckets.find(bandKey(&sketch[band * kRows], kRows, band));
    if (bucket == m_buckets.end()) continue;
    for (std::uint32_t i = 0; i < bucket->second.count; ++i) {
      const std::uint32_t entry = bucket->second.entries[i];
      std::size_t equal = 0;
      for (std::size_t k = 0; k < kHashes; ++k) equal += m_sketches[entry][k] == sketch[k];
      const double likeness = double(equal) / kHashes;
      if (likeness >= kAlike && (!best || likeness > best->likeness))
        best = Match{m_ids[entry], likeness};
    }
  }
  return best;
}

void LikenessIndex::add(std::size_t id, const Sketch& sketch) {
  constexpr std::size_t kRows = kHashes / kBands;
  if (m_sketches.size() == kMaxTexts) {
    m_exhausted = true;
    return;
  }
  const auto entry = std::uint32_t(m_sketches.size());
  m_sketches.push_back(sketch);
  m_ids.push_back(id);
  for (std::size_t band = 0; band < kBands; ++band) {
    Bucket& bucket = m_buckets[bandKey(&sketch[band * kRows], kRows, band)];
    if (bucket.count < kBucket) bucket.entries[bucket.count++] = entry;
  }
}

std::optional<LikenessIndex::Match> LikenessIndex::find(std::string_view text) {
  const auto sketch = sketchOf(text);
  return sketch ? find(*sketch) : std::nullopt;
}

void LikenessIndex::add(std::size_t id, std::string_view text) {
  if (const auto sketch = sketchOf(text)) add(id, *sketch);
}

std::optional<LikenessIndex::Match> LikenessIndex::findThenAdd(std::size_t id,
                                                               std::string_view text) {
  const auto sketch = sketchOf(text);
  if (!sketch) return std::nullopt;
  const auto match = find(*sketch);
  add(id, *sketch);
  return match;
}

}  // namespace alcove::training
