// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "server/metrics.h"

namespace alcove::server {

// Writes metrics in the text format of Prometheus, version 0.0.4: each family with its help and
// type, then its samples.
class MetricsText {
 public:
  void family(std::string_view name, std::string_view type, std::string_view help);
  // `labels` as they stand between the braces, or empty.
  void sample(std::string_view name, const std::string& labels, double value);
  void sample(std::string_view name, const std::string& labels, std::uint64_t value);
  // A family of one sample without labels.
  void counter(std::string_view name, std::string_view help, std::uint64_t value);
  void gauge(std::string_view name, std::string_view help, double value);
  void histogram(std::string_view name, std::string_view help, const Histogram& histogram);

  [[nodiscard]] std::string take() { return std::move(m_text); }

 private:
  std::string m_text;
};

// key="value", with what the format wants escaped.
[[nodiscard]] std::string metricsLabel(std::string_view key, std::string_view value);

}  // namespace alcove::server
