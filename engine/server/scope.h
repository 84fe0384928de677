// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace alcove::server {

// What a caller must be allowed to do to use a route.
enum class Scope {
  Open,        // anybody
  Chat,        // let the model write: chats, completions, messages
  Embeddings,  // let the model embed
  Read,        // see which model there is, and use its tokenizer
  Metrics,     // see the numbers of /metrics
  Owner,       // everything: only with the owner's token, never with a key
};

// Those that a key can have, in the order in which people see them.
[[nodiscard]] std::span<const Scope> keyScopes() noexcept;

// "chat"
[[nodiscard]] const char* scopeName(Scope scope) noexcept;
// Of those that a key can have.
[[nodiscard]] std::optional<Scope> findKeyScope(std::string_view name) noexcept;

}  // namespace alcove::server
