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

bool namesThisServer(const std::string& authority, int port) {
  return authority == fmt::format("127.0.0.1:{}", port) ||
         authority == fmt::format("localhost:{}", port);
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

void requireLocal(const HttpHead& head, int port) {
  const auto host = head.header("Host");
  if (!host || !namesThisServer(lowered(*host), port))
    throw Refusal(
        403, "forbidden",
        fmt::format("The request must name 127.0.0.1:{} or localhost:{} as its host.", port, port));
  if (!head.hasHeader("Origin")) return;
  constexpr std::string_view kScheme = "http://";
  const std::string origin = lowered(head.header("Origin").value_or(""));
  if (!origin.starts_with(kScheme) || !namesThisServer(origin.substr(kScheme.size()), port))
    throw Refusal(403, "forbidden", "Pages of other web sites may not use this server.");
}

void requireToken(const HttpHead& head, const std::string& token) {
  constexpr std::string_view kScheme = "bearer ";
  const std::string given = head.header("Authorization").value_or("");
  const bool bearer = lowered(given.substr(0, kScheme.size())) == kScheme;
  if (!bearer || !equalSecrets(std::string_view(given).substr(kScheme.size()), token))
    throw Refusal(401, "unauthorized",
                  "The request needs the header 'Authorization: Bearer' with this server's token.");
}

}  // namespace alcove::server
