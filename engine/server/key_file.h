// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "server/key_store.h"

namespace alcove::server {

// The file of keys: {"keys": [{"id", "name", "scopes": ["chat"], "sha256", "created"}]}.
[[nodiscard]] std::string keyFileText(const std::vector<AccessKey>& keys);

// Throws Error Corrupt, with `context` as the place. Scopes that this version does not know are
// left out: they allow nothing.
[[nodiscard]] std::vector<AccessKey> parseKeyFile(std::string_view text,
                                                  const std::string& context);

}  // namespace alcove::server
