// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/json_views.h"

#include <nlohmann/json.hpp>

#include "formats/gguf_file.h"
#include "runtime/pooling.h"

namespace alcove::server {
namespace {

using nlohmann::ordered_json;
using runtime::FinishReason;

const char* stopReason(const runtime::GenerationEvent& last) {
  switch (last.reason) {
    case FinishReason::Stop:
      return last.stopString.empty() ? "end of answer" : "stop string";
    case FinishReason::Length:
      return "token limit";
    case FinishReason::ContextFull:
      return "context full";
    case FinishReason::Cancelled:
      return "cancelled";
    case FinishReason::Failed:
      return "failed";
  }
  return "failed";
}

// Tokens per second; 0 where nothing was measured.
double rate(double tokens, double milliseconds) {
  return milliseconds > 0 ? tokens * 1000 / milliseconds : 0;
}

ordered_json timingsJson(const runtime::GenerationStats& stats) {
  // What the cache or the context policy spared was not computed. The first token belongs to the
  // prompt's time.
  const double computed = double(stats.promptTokens) - double(stats.cachedPromptTokens);
  const double generated = stats.completionTokens > 0 ? double(stats.completionTokens) - 1 : 0;
  return {{"prompt_ms", stats.promptMs},
          {"time_to_first_token_ms", stats.timeToFirstTokenMs},
          {"generation_ms", stats.generationMs},
          {"prompt_tokens_per_s", rate(computed, stats.promptMs)},
          {"generation_tokens_per_s", rate(generated, stats.generationMs)},
          {"cached_prompt_tokens", stats.cachedPromptTokens},
          {"drafted_tokens", stats.draftedTokens},
          {"accepted_tokens", stats.acceptedTokens}};
}

}  // namespace

const char* contextPolicyName(runtime::ContextPolicy policy) noexcept {
  switch (policy) {
    case runtime::ContextPolicy::Stop:
      return "stop";
    case runtime::ContextPolicy::Slide:
      return "slide";
    case runtime::ContextPolicy::MiddleOut:
      return "middle_out";
  }
  return "stop";
}

const char* modelKind(bool generates) noexcept { return generates ? "chat" : "embedding"; }

ordered_json deviceJson(const runtime::ModelInfo& info) {
  return {{"kind", info.device}, {"name", info.deviceName}, {"reason", info.deviceReason}};
}

ordered_json modelJson(const runtime::Engine& engine) {
  const runtime::ModelInfo& info = engine.info();
  return {{"path", info.path.string()},
          {"name", info.name},
          {"architecture", info.architecture},
          {"weights_type", info.weightsType},
          {"parameters", info.parameters},
          {"file_bytes", info.fileBytes},
          {"trained_context_tokens", info.trainedContextTokens},
          {"context_tokens", info.contextTokens},
          {"device", deviceJson(info)},
          {"weights_bytes", info.weightsBytes},
          {"cache_bytes", info.cacheBytes},
          {"kv_type_k", info.keyType},
          {"kv_type_v", info.valueType},
          {"speculation", runtime::speculationName(info.speculation)},
          {"draft_model",
           info.draftModel.empty() ? ordered_json() : ordered_json(info.draftModel.string())},
          {"draft_bytes", info.draftBytes},
          {"load_ms", info.loadMs},
          {"kind", modelKind(info.generates)},
          {"embedding_size", info.embeddingSize},
          {"pooling", runtime::poolingName(info.pooling)},
          {"chat_template", info.chatTemplate}};
}

ordered_json cacheJson(const runtime::CacheUsage& usage) {
  return {{"block_tokens", usage.blockTokens},
          {"blocks_total", usage.blocksTotal},
          {"blocks_used", usage.blocksUsed},
          {"blocks_cached", usage.blocksCached},
          {"blocks_shared", usage.blocksShared},
          {"wasted_share", usage.wastedShare},
          {"blocks_spilled_memory", usage.spilledMemoryBlocks},
          {"spill_memory_bytes", usage.spilledMemoryBytes},
          {"blocks_spilled_disk", usage.spilledDiskBlocks},
          {"spill_disk_bytes", usage.spilledDiskBytes},
          {"spill_disk_limit_bytes", usage.spilledDiskLimitBytes},
          {"blocks_restored", usage.restoredBlocks}};
}

ordered_json speculationJson(const runtime::SpeculationUsage& usage) {
  return {{"drafted_tokens", usage.draftedTokens}, {"accepted_tokens", usage.acceptedTokens}};
}

ordered_json usageJson(const TokenUsage& usage) {
  return {{"prompt_tokens", usage.promptTokens},
          {"completion_tokens", usage.completionTokens},
          {"total_tokens", usage.promptTokens + usage.completionTokens},
          {"prompt_tokens_details", {{"cached_tokens", usage.cachedPromptTokens}}},
          {"completion_tokens_details", {{"reasoning_tokens", usage.reasoningTokens}}}};
}

ordered_json answerJson(const runtime::GenerationEvent& last, const runtime::ModelInfo& info,
                        runtime::ContextPolicy policy) {
  const runtime::GenerationStats& stats = last.stats;
  ordered_json device = deviceJson(info);
  if (!stats.deviceChange.empty()) device["change"] = stats.deviceChange;
  return {{"timings", timingsJson(stats)},
          {"context",
           {{"used_tokens", stats.promptTokens + stats.completionTokens - stats.droppedTokens},
            {"limit_tokens", info.contextTokens},
            {"dropped_tokens", stats.droppedTokens},
            {"policy", contextPolicyName(policy)}}},
          {"device", std::move(device)},
          {"stop_reason", stopReason(last)},
          {"seed", stats.seed}};
}

std::string jsonText(const ordered_json& json) {
  return json.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
}

}  // namespace alcove::server
