// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/route.h"

namespace alcove::server {

std::span<const Route> routes() {
  // One row a line, so that additions do not collide.
  // clang-format off
  static constexpr Route kRoutes[] = {
      {"GET", "/health", Scope::Open, getHealth},
      {"GET", "/metrics", Scope::Metrics, getMetrics},
      {"GET", "/v1/models", Scope::Read, getModels},
      {"GET", "/v1/models/*", Scope::Read, getModel},
      {"POST", "/v1/chat/completions", Scope::Chat, postChatCompletions},
      {"POST", "/v1/completions", Scope::Chat, postCompletions},
      {"POST", "/v1/messages", Scope::Chat, postMessages, ErrorShape::Anthropic},
      {"POST", "/v1/messages/count_tokens", Scope::Chat, postCountTokens, ErrorShape::Anthropic},
      {"POST", "/v1/responses", Scope::Chat, postResponses},
      {"POST", "/v1/embeddings", Scope::Embeddings, postEmbeddings},
      {"POST", "/tokenize", Scope::Read, postTokenize},
      {"POST", "/detokenize", Scope::Read, postDetokenize},
      {"GET", "/lora-adapters", Scope::Read, getAdapters},
      {"POST", "/lora-adapters", Scope::Owner, postAdapterScales},
      {"POST", "/alcove/v1/adapters", Scope::Owner, postAdapter},
      {"DELETE", "/alcove/v1/adapters/*", Scope::Owner, deleteAdapter},
      {"GET", "/alcove/v1/status", Scope::Owner, getStatus},
      {"POST", "/alcove/v1/load", Scope::Owner, postLoad},
      {"POST", "/alcove/v1/unload", Scope::Owner, postUnload},
      {"POST", "/alcove/v1/inspect", Scope::Owner, postInspect},
      {"POST", "/alcove/v1/plan", Scope::Owner, postPlan},
      {"POST", "/alcove/v1/tokenize", Scope::Owner, postTokenize},
      {"POST", "/alcove/v1/detokenize", Scope::Owner, postDetokenize},
      {"GET", "/alcove/v1/devices", Scope::Owner, getDevices},
      {"GET", "/alcove/v1/server", Scope::Owner, getServer},
      {"POST", "/alcove/v1/server/start", Scope::Owner, postServerStart},
      {"POST", "/alcove/v1/server/stop", Scope::Owner, postServerStop},
      {"POST", "/alcove/v1/server/cancel", Scope::Owner, postRequestCancel},
      {"GET", "/alcove/v1/keys", Scope::Owner, getKeys},
      {"POST", "/alcove/v1/keys", Scope::Owner, postKeys},
      {"DELETE", "/alcove/v1/keys/*", Scope::Owner, deleteKey},
  };
  // clang-format on
  return kRoutes;
}

bool matchesPath(const Route& route, std::string_view path) noexcept {
  const std::string_view pattern = route.path;
  if (!pattern.ends_with("/*")) return path == pattern;
  const std::string_view front = pattern.substr(0, pattern.size() - 1);
  if (!path.starts_with(front)) return false;
  const std::string_view part = path.substr(front.size());
  return !part.empty() && part.find('/') == std::string_view::npos;
}

}  // namespace alcove::server
