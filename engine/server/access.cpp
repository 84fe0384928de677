// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/access.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "server/refusal.h"

namespace alcove::server {
namespace {

std::string lowered(std::string text) {
  std::ranges::transform(text, text.begin(), [](unsigned char c) { return char(std::tolower(c)); });
  return text;
}

bool namesThisServer(const std::string& authority, const CallerRules& rules) {
  const auto named = [&](const std::string& host) {
    return authority == fmt::format("{}:{}", lowered(host), rules.port);
  };
  return named("127.0.0.1") || named("localhost") || std::ranges::any_of(rules.hosts, named);
}

bool isOwnOrigin(const std::string& origin, const CallerRules& rules) {
  constexpr std::string_view kScheme = "http://";
  return origin.starts_with(kScheme) && namesThisServer(origin.substr(kScheme.size()), rules);
}

}  // namespace

bool equalSecrets(std::string_view a, std::string_view b) noexcept {
  unsigned different = a.size() != b.size();
  for (std::size_t i = 0; i < a.size(); ++i) {
    const char other = b.empty() ? '\0' : b[i % b.size()];
    different |= unsigned(static_cast<unsigned char>(a[i]) ^ static_cast<unsigned char>(other));
  }
  return different == 0;
}

void requireKnownCaller(const HttpHead& head, const CallerRules& rules) {
  const auto host = head.header("Host");
  if (!host || !namesThisServer(lowered(*host), rules))
    throw Refusal(403, "forbidden",
                  fmt::format("The request must name 127.0.0.1:{} or localhost:{} as its host.",
                              rules.port, rules.port));
  if (!head.hasHeader("Origin") || allowedOrigin(head, rules)) return;
  if (!isOwnOrigin(lowered(head.header("Origin").value_or("")), rules))
    throw Refusal(403, "forbidden", "Pages of other web sites may not use this server.");
}

std::optional<std::string> allowedOrigin(const HttpHead& head, const CallerRules& rules) {
  const auto origin = head.header("Origin");
  if (!origin) return std::nullopt;
  const auto equal = [&](const std::string& allowed) {
    return lowered(allowed) == lowered(*origin);
  };
  if (!std::ranges::any_of(rules.origins, equal)) return std::nullopt;
  return origin;
}

std::string secretOf(const HttpHead& head) {
  constexpr std::string_view kScheme = "bearer ";
  const std::string given = head.header("Authorization").value_or("");
  if (lowered(given.substr(0, kScheme.size())) == kScheme) return given.substr(kScheme.size());
  return given.empty() ? head.header("x-api-key").value_or("") : std::string();
}

void requireToken(const HttpHead& head, const std::string& token) {
  if (!equalSecrets(secretOf(head), token))
    throw Refusal(401, "unauthorized",
                  "The request needs the header 'Authorization: Bearer' with this server's token.");
}

}  // namespace alcove::server
