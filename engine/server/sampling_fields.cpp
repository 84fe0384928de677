// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/sampling_fields.h"

#include <alcove/error.h>

#include <charconv>
#include <limits>

#include "sampling/sampler_step.h"

namespace alcove::server {
namespace {

constexpr std::size_t kMostBiases = 1'024;
constexpr std::size_t kMostBreakers = 64;
constexpr std::int64_t kMostInt = std::numeric_limits<int>::max();

void setFloat(const JsonReader& reader, const char* name, float& field) {
  if (const auto value = reader.number(name)) field = float(*value);
}

void setInt(const JsonReader& reader, const char* name, int& field, std::int64_t low) {
  if (const auto value = reader.integer(name, low, kMostInt)) field = int(*value);
}

// {"15496": -100, …}, token ids as text.
std::vector<sampling::LogitBias> readBias(const JsonReader& reader) {
  std::vector<sampling::LogitBias> biases;
  const nlohmann::ordered_json* map = reader.find("logit_bias");
  if (map == nullptr) return biases;
  const auto refuse = [] {
    throw Error(
        ErrorCode::InvalidArgument,
        "'logit_bias' must be an object of at most 1024 token ids with numbers from -100 to "
        "100.",
        "logit_bias");
  };
  if (!map->is_object() || map->size() > kMostBiases) refuse();
  for (const auto& [key, value] : map->items()) {
    std::int32_t id = -1;
    const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), id);
    if (error != std::errc() || end != key.data() + key.size() || id < 0 || !value.is_number())
      refuse();
    biases.push_back({id, value.get<float>()});
  }
  return biases;
}

}  // namespace

sampling::SamplingOptions readSamplingFields(const JsonReader& reader) {
  sampling::SamplingOptions options;
  setFloat(reader, "temperature", options.temperature);
  setFloat(reader, "top_p", options.topP);
  setFloat(reader, "min_p", options.minP);
  setFloat(reader, "typical_p", options.typicalP);
  setFloat(reader, "repetition_penalty", options.repetitionPenalty);
  setFloat(reader, "frequency_penalty", options.frequencyPenalty);
  setFloat(reader, "presence_penalty", options.presencePenalty);
  setInt(reader, "top_k", options.topK, 0);
  setFloat(reader, "xtc_probability", options.xtcProbability);
  setFloat(reader, "xtc_threshold", options.xtcThreshold);
  setFloat(reader, "dry_multiplier", options.dryMultiplier);
  setFloat(reader, "dry_base", options.dryBase);
  setInt(reader, "dry_allowed_length", options.dryAllowedLength, 1);
  setInt(reader, "dry_penalty_last_n", options.dryWindow, -1);
  if (reader.find("dry_sequence_breakers") != nullptr)
    options.dryBreakers = reader.strings("dry_sequence_breakers", kMostBreakers);
  setInt(reader, "mirostat", options.mirostat, 0);
  setFloat(reader, "mirostat_tau", options.mirostatTau);
  setFloat(reader, "mirostat_eta", options.mirostatEta);
  options.logitBias = readBias(reader);
  const auto seed = reader.integer("seed", std::numeric_limits<std::int64_t>::min(),
                                   std::numeric_limits<std::int64_t>::max());
  options.seed = std::uint64_t(seed.value_or(0));
  sampling::checkSamplingOptions(options);
  return options;
}

}  // namespace alcove::server
