// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "adapters/adapter_config.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "convert/hf_config.h"
#include "formats/json_document.h"

namespace alcove::adapters {
namespace {

constexpr std::uint32_t kMaxRank = 1u << 16;

bool endsIn(std::string_view module, std::string_view end) {
  if (!module.ends_with(end)) return false;
  return module.size() == end.size() || module[module.size() - end.size() - 1] == '.';
}

// The value of the first key that the layer's name ends in.
template <class T>
T valueFor(const std::map<std::string, T>& values, std::string_view module, T otherwise) {
  for (const auto& [end, value] : values)
    if (endsIn(module, end)) return value;
  return otherwise;
}

// PEFT takes keys of these for regular expressions.
void refuseExpressions(const convert::HfConfig& config, const std::string& key) {
  if (key.find_first_of("*+?^$[]()|\\{}") == std::string::npos) return;
  config.unsupported(fmt::format(
      "The adapter names layers by the expression '{}'; only ends of names are understood.", key));
}

void requireOff(const convert::HfConfig& config, const char* key) {
  const nlohmann::json* value = config.find({key});
  if (!value || *value == false || value->empty()) return;
  config.unsupported(fmt::format("The adapter uses '{}', which Alcove cannot train.", key));
}

template <class T, class Read>
std::map<std::string, T> readPattern(const convert::HfConfig& config, const char* key,
                                     Read&& read) {
  std::map<std::string, T> values;
  const nlohmann::json* object = config.find({key});
  if (!object) return values;
  if (!object->is_object()) config.corrupt(fmt::format("The value '{}' should be an object.", key));
  const convert::HfConfig child = config.child(key);
  for (const auto& [name, value] : object->items()) {
    refuseExpressions(config, name);
    values[name] = read(child, name.c_str());
  }
  return values;
}

}  // namespace

bool AdapterConfig::adapts(std::string_view module) const {
  return targets.empty() || std::ranges::any_of(targets, [&](const std::string& target) {
           return endsIn(module, target);
         });
}

std::uint32_t AdapterConfig::rankOf(std::string_view module) const {
  return valueFor(ranks, module, rank);
}

double AdapterConfig::scaleOf(std::string_view module, std::int64_t rankOfLayer) const {
  const double size = double(rankOfLayer);
  return valueFor(alphas, module, alpha) / (rankStabilized ? std::sqrt(size) : size);
}

AdapterConfig readAdapterConfig(const std::filesystem::path& folder) {
  const auto path = folder / "adapter_config.json";
  const convert::HfConfig config(formats::readJsonFile(path), path.string());
  if (const auto kind = config.string({"peft_type"}); kind && *kind != "LORA")
    config.unsupported(fmt::format("The adapter is a {}; Alcove trains LORA.", *kind));
  if (const auto bias = config.string({"bias"}); bias && *bias != "none")
    config.unsupported("The adapter trains biases too, which Alcove does not.");
  for (const char* key :
       {"fan_in_fan_out", "lora_bias", "modules_to_save", "layer_replication", "use_qalora",
        "use_bdlora", "target_parameters", "trainable_token_indices", "alora_invocation_tokens"})
    requireOff(config, key);
  AdapterConfig adapter;
  adapter.rank = config.require({"r"}, 1, kMaxRank);
  adapter.alpha = config.requirePositive({"lora_alpha"});
  adapter.rankStabilized = config.boolean({"use_rslora"}).value_or(false);
  adapter.dora = config.boolean({"use_dora"}).value_or(false);
  adapter.ranks = readPattern<std::uint32_t>(
      config, "rank_pattern",
      [](const auto& child, const char* key) { return child.require({key}, 1, kMaxRank); });
  adapter.alphas = readPattern<double>(
      config, "alpha_pattern",
      [](const auto& child, const char* key) { return double(child.requirePositive({key})); });
  return adapter;
}

}  // namespace alcove::adapters
