// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/metrics_text.h"

#include <fmt/format.h>

namespace alcove::server {
namespace {

std::string braced(const std::string& labels) {
  return labels.empty() ? std::string() : "{" + labels + "}";
}

}  // namespace

void MetricsText::family(std::string_view name, std::string_view type, std::string_view help) {
  m_text += fmt::format("# HELP {0} {1}\n# TYPE {0} {2}\n", name, help, type);
}

void MetricsText::sample(std::string_view name, const std::string& labels, double value) {
  m_text += fmt::format("{}{} {}\n", name, braced(labels), value);
}

void MetricsText::sample(std::string_view name, const std::string& labels, std::uint64_t value) {
  m_text += fmt::format("{}{} {}\n", name, braced(labels), value);
}

void MetricsText::counter(std::string_view name, std::string_view help, std::uint64_t value) {
  family(name, "counter", help);
  sample(name, {}, value);
}

void MetricsText::gauge(std::string_view name, std::string_view help, double value) {
  family(name, "gauge", help);
  sample(name, {}, value);
}

void MetricsText::histogram(std::string_view name, std::string_view help,
                            const Histogram& histogram) {
  family(name, "histogram", help);
  const std::string bucket = fmt::format("{}_bucket", name);
  std::uint64_t below = 0;
  for (std::size_t i = 0; i < histogram.limits().size(); ++i) {
    below += histogram.in(i);
    sample(bucket, metricsLabel("le", fmt::format("{}", histogram.limits()[i])), below);
  }
  sample(bucket, metricsLabel("le", "+Inf"), histogram.count());
  sample(fmt::format("{}_sum", name), {}, histogram.sum());
  sample(fmt::format("{}_count", name), {}, histogram.count());
}

std::string metricsLabel(std::string_view key, std::string_view value) {
  std::string text = fmt::format("{}=\"", key);
  for (const char c : value) {
    if (c == '\n') {
      text += "\\n";
      continue;
    }
    if (c == '\\' || c == '"') text += '\\';
    text += c;
  }
  return text + "\"";
}

}  // namespace alcove::server
