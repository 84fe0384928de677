// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "runtime/engine.h"

namespace alcove::server {

// What docs/api.md calls `model`. Reads the engine's chat template, if it has one.
[[nodiscard]] nlohmann::ordered_json modelJson(const runtime::Engine& engine);

// What a model is for: "chat", or "embedding" if it cannot generate.
[[nodiscard]] const char* modelKind(bool generates) noexcept;

// What answers took: several answers to one prompt count it once.
struct TokenUsage {
  std::uint64_t promptTokens = 0;
  std::uint64_t cachedPromptTokens = 0;  // of these, found in the KV cache
  std::uint64_t completionTokens = 0;
  std::uint64_t reasoningTokens = 0;  // of these, thoughts
};

// {"kind", "name", "reason"} of where a model runs.
[[nodiscard]] nlohmann::ordered_json deviceJson(const runtime::ModelInfo& info);

[[nodiscard]] nlohmann::ordered_json cacheJson(const runtime::CacheUsage& usage);

[[nodiscard]] nlohmann::ordered_json speculationJson(const runtime::SpeculationUsage& usage);

// What docs/api.md calls `usage`, and `alcove`, of answers that have ended.
[[nodiscard]] nlohmann::ordered_json usageJson(const TokenUsage& usage);
[[nodiscard]] nlohmann::ordered_json answerJson(const runtime::GenerationEvent& last,
                                                const runtime::ModelInfo& info,
                                                runtime::ContextPolicy policy);

// As text; what is not UTF-8 (a file's path, perhaps) is repaired, not refused.
[[nodiscard]] std::string jsonText(const nlohmann::ordered_json& json);

[[nodiscard]] const char* contextPolicyName(runtime::ContextPolicy policy) noexcept;

}  // namespace alcove::server
