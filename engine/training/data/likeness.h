// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace alcove::training {

// The text in lower-case letters and digits with single spaces between them: what counts for how
// alike two texts are. Bytes beyond ASCII stay as they are.
[[nodiscard]] std::string comparableText(std::string_view text);

// Finds texts that are nearly the same as earlier ones, by the share of runs of five characters
// that they have in common (MinHash of 64 numbers, in bands). Works for a bounded time: beyond
// kMaxTexts texts or kMaxBytes of text it takes in and finds nothing more. Source: Broder, "On the
// resemblance and containment of documents", 1997. Not thread-safe.
class LikenessIndex {
 public:
  static constexpr double kAlike = 0.8;  // from this estimated share on
  static constexpr std::size_t kMaxTexts = 200'000;
  static constexpr std::size_t kMaxBytes = std::size_t(48) << 20;
  static constexpr std::size_t kMaxTextBytes = std::size_t(16) << 10;  // looked at of one text

  struct Match {
    std::size_t id = 0;
    double likeness = 0;  // 0 … 1
  };

  explicit LikenessIndex(std::size_t maxBytes = kMaxBytes) : m_maxBytes(maxBytes) {}

  // The most alike of the texts added so far, if one is nearly the same.
  [[nodiscard]] std::optional<Match> find(std::string_view text);
  void add(std::size_t id, std::string_view text);
  // Both, for the price of one.
  std::optional<Match> findThenAdd(std::size_t id, std::string_view text);

  // Whether some text was not looked at.
  [[nodiscard]] bool isExhausted() const { return m_exhausted; }

 private:
  static constexpr std::size_t kHashes = 64, kBands = 16, kBucket = 4;
  using Sketch = std::array<std::uint32_t, kHashes>;
  struct Bucket {
    std::array<std::uint32_t, kBucket> entries;  // indices of m_sketches
    std::uint32_t count = 0;
  };

  // Nothing for a text without letters and digits, and where the bounds are met.
  [[nodiscard]] std::optional<Sketch> sketchOf(std::string_view text);
  [[nodiscard]] std::optional<Match> find(const Sketch& sketch) const;
  void add(std::size_t id, const Sketch& sketch);

  std::vector<Sketch> m_sketches;
  std::vector<std::size_t> m_ids;
  std::unordered_map<std::uint64_t, Bucket> m_buckets;
  std::size_t m_maxBytes;
  std::size_t m_bytes = 0;
  bool m_exhausted = false;
};

}  // namespace alcove::training
