// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "server/http_server.h"

namespace alcove::server {

// Equal in a time that depends on the lengths only, so that answers do not tell how much of a
// guessed token was right.
[[nodiscard]] bool equalSecrets(std::string_view a, std::string_view b) noexcept;

// Throws Refusal 403 unless the request names this server as its host and comes from no other web
// site: what a page in a browser, or a name that was pointed at 127.0.0.1, could otherwise reach.
void requireLocal(const HttpHead& head, int port);

// Throws Refusal 401 unless the request carries `Authorization: Bearer token`.
void requireToken(const HttpHead& head, const std::string& token);

}  // namespace alcove::server
