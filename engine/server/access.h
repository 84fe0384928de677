// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/http_server.h"

namespace alcove::server {

// Equal in a time that depends on the lengths only, so that answers do not tell how much of a
// guessed token was right.
[[nodiscard]] bool equalSecrets(std::string_view a, std::string_view b) noexcept;

// The names by which a listener is to be called, and the web sites whose pages may.
struct CallerRules {
  int port = 0;
  std::vector<std::string> hosts;    // beside 127.0.0.1 and localhost, without port
  std::vector<std::string> origins;  // "https://notes.example", beside the listener's own
};

// Throws Refusal 403 unless the request names this server as its host and comes from no other web
// site: what a page in a browser, or a name that was pointed at 127.0.0.1, could otherwise reach.
void requireKnownCaller(const HttpHead& head, const CallerRules& rules);

// The origin of the request if it is one of `rules.origins`.
[[nodiscard]] std::optional<std::string> allowedOrigin(const HttpHead& head,
                                                       const CallerRules& rules);

// What stands in `Authorization: Bearer …`, or else in `x-api-key`; empty if neither is there.
[[nodiscard]] std::string secretOf(const HttpHead& head);

// Throws Refusal 401 unless the request carries `token` as its secret.
void requireToken(const HttpHead& head, const std::string& token);

}  // namespace alcove::server
