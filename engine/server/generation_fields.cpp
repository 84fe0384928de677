// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/generation_fields.h"

#include <alcove/error.h>

#include <limits>

#include "server/adapter_fields.h"
#include "server/sampling_fields.h"

namespace alcove::server {
namespace {

constexpr std::size_t kMostStops = 64;
constexpr std::int64_t kMostInt = std::numeric_limits<int>::max();

void setInt(const JsonReader& reader, const char* name, int& field, std::int64_t low) {
  if (const auto value = reader.integer(name, low, kMostInt)) field = int(*value);
}

runtime::ContextPolicy readPolicy(const JsonReader& reader) {
  const std::string name = reader.string("context_policy").value_or("stop");
  if (name == "stop") return runtime::ContextPolicy::Stop;
  if (name == "slide") return runtime::ContextPolicy::Slide;
  if (name == "middle_out") return runtime::ContextPolicy::MiddleOut;
  throw Error(ErrorCode::InvalidArgument, "'context_policy' must be stop, slide or middle_out.",
              "context_policy");
}

runtime::Priority readPriority(const JsonReader& reader) {
  const std::string name = reader.string("priority").value_or("normal");
  if (name == "interactive") return runtime::Priority::Interactive;
  if (name == "normal") return runtime::Priority::Normal;
  if (name == "background") return runtime::Priority::Background;
  throw Error(ErrorCode::InvalidArgument, "'priority' must be interactive, normal or background.",
              "priority");
}

}  // namespace

runtime::Speculation readSpeculation(const JsonReader& reader) {
  return runtime::speculationOf(reader.string("speculation").value_or("auto"));
}

runtime::GenerationRequest readGenerationFields(const JsonReader& reader, int leastTokens) {
  runtime::GenerationRequest request;
  setInt(reader, "max_tokens", request.maxTokens, leastTokens);
  setInt(reader, "max_completion_tokens", request.maxTokens, leastTokens);
  request.sampling = readSamplingFields(reader);
  request.stop = reader.strings("stop", kMostStops);
  request.contextPolicy = readPolicy(reader);
  request.priority = readPriority(reader);
  request.speculation = readSpeculation(reader);
  request.adapters = readAdapterScales(reader, "lora");
  return request;
}

}  // namespace alcove::server
