// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/scope.h"

namespace alcove::server {

std::span<const Scope> keyScopes() noexcept {
  static constexpr Scope kScopes[] = {Scope::Chat, Scope::Embeddings, Scope::Read, Scope::Metrics};
  return kScopes;
}

const char* scopeName(Scope scope) noexcept {
  switch (scope) {
    case Scope::Open:
      return "open";
    case Scope::Chat:
      return "chat";
    case Scope::Embeddings:
      return "embeddings";
    case Scope::Read:
      return "read";
    case Scope::Metrics:
      return "metrics";
    case Scope::Owner:
      return "owner";
  }
  return "owner";
}

std::optional<Scope> findKeyScope(std::string_view name) noexcept {
  for (const Scope scope : keyScopes())
    if (name == scopeName(scope)) return scope;
  return std::nullopt;
}

}  // namespace alcove::server
