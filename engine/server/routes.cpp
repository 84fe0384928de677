// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/route.h"

namespace alcove::server {

std::span<const Route> routes() {
  static constexpr Route kRoutes[] = {
      {"GET", "/health", false, getHealth},
      {"GET", "/v1/models", true, getModels},
      {"POST", "/v1/chat/completions", true, postChatCompletions},
      {"POST", "/v1/completions", true, postCompletions},
      {"POST", "/v1/embeddings", true, postEmbeddings},
      {"GET", "/alcove/v1/status", true, getStatus},
      {"POST", "/alcove/v1/load", true, postLoad},
      {"POST", "/alcove/v1/unload", true, postUnload},
      {"POST", "/alcove/v1/inspect", true, postInspect},
      {"POST", "/alcove/v1/plan", true, postPlan},
      {"POST", "/alcove/v1/tokenize", true, postTokenize},
      {"POST", "/alcove/v1/detokenize", true, postDetokenize},
      {"GET", "/alcove/v1/devices", true, getDevices},
  };
  return kRoutes;
}

}  // namespace alcove::server
