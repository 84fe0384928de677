// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace alcove::server {

// How often a measured value fell below each of some limits.
class Histogram {
 public:
  // `limits` ascending.
  explicit Histogram(std::vector<double> limits);

  void add(double value);

  [[nodiscard]] const std::vector<double>& limits() const noexcept { return m_limits; }
  // Values not above limits()[i], and not above the limit before it.
  [[nodiscard]] std::uint64_t in(std::size_t i) const { return m_counts[i]; }
  [[nodiscard]] std::uint64_t count() const noexcept { return m_count; }
  [[nodiscard]] double sum() const noexcept { return m_sum; }

 private:
  std::vector<double> m_limits;
  std::vector<std::uint64_t> m_counts;  // one for each limit
  std::uint64_t m_count = 0;
  double m_sum = 0;
};

// What this process counted since it began. Safe to call from any thread.
class Metrics {
 public:
  struct Totals {
    std::map<std::pair<std::string, int>, std::uint64_t> requests;  // by route and status
    std::uint64_t promptTokens = 0;
    std::uint64_t cachedTokens = 0;
    std::uint64_t completionTokens = 0;
    std::uint64_t draftedTokens = 0;
    std::uint64_t acceptedTokens = 0;
    Histogram firstToken;  // seconds from the request to its first token
    Histogram perToken;    // seconds from one token of an answer to the next
    Histogram whole;       // seconds of requests that used the model
  };

  Metrics();

  void countRequest(const std::string& route, int status);
  void countDuration(double seconds);
  void countPrompt(std::uint64_t tokens);
  void countCached(std::uint64_t tokens);
  void countDrafts(std::uint64_t drafted, std::uint64_t accepted);
  // A token of an answer came `seconds` after the one before, or after the request began.
  void countToken(bool first, double seconds);

  [[nodiscard]] Totals totals() const;

 private:
  mutable std::mutex m_mutex;
  Totals m_totals;  // guarded by m_mutex
};

}  // namespace alcove::server
