// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "convert/hf_config.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

namespace alcove::convert {

using nlohmann::json;

HfConfig::HfConfig(json object, std::string where)
    : HfConfig(std::make_shared<const json>(std::move(object)), std::move(where)) {}

HfConfig::HfConfig(std::shared_ptr<const json> object, std::string where)
    : m_object(std::move(object)), m_where(std::move(where)) {}

const json* HfConfig::find(Keys keys) const {
  for (const char* key : keys) {
    const auto found = m_object->find(key);
    if (found != m_object->end() && !found->is_null()) return &*found;
  }
  return nullptr;
}

void HfConfig::corrupt(const std::string& sentence) const {
  throw Error(ErrorCode::Corrupt, sentence, m_where);
}

void HfConfig::unsupported(const std::string& sentence) const {
  throw Error(ErrorCode::Unsupported, sentence, m_where);
}

void HfConfig::wrong(Keys keys, const json& value, std::string_view wanted) const {
  std::string shown = value.dump(-1, ' ', true, json::error_handler_t::replace);
  constexpr std::size_t kShown = 60;
  if (shown.size() > kShown) shown = shown.substr(0, kShown) + "…";
  corrupt(fmt::format("The value '{}' is {}; it must be {}.", *keys.begin(), shown, wanted));
}

std::uint32_t HfConfig::require(Keys keys, std::uint64_t least, std::uint64_t most) const {
  const json* const value = find(keys);
  if (value == nullptr) corrupt(fmt::format("The value '{}' is missing.", *keys.begin()));
  const bool fits = value->is_number_unsigned() && value->get<std::uint64_t>() >= least &&
                    value->get<std::uint64_t>() <= most;
  if (!fits) wrong(keys, *value, fmt::format("a whole number from {} to {}", least, most));
  return std::uint32_t(value->get<std::uint64_t>());
}

std::uint32_t HfConfig::optional(Keys keys, std::uint32_t otherwise, std::uint64_t least,
                                 std::uint64_t most) const {
  return find(keys) != nullptr ? require(keys, least, most) : otherwise;
}

std::optional<float> HfConfig::positive(Keys keys) const {
  const json* const value = find(keys);
  if (value == nullptr) return std::nullopt;
  const double number = value->is_number() ? value->get<double>() : 0;
  if (!(number > 0) || !std::isfinite(float(number))) wrong(keys, *value, "a number above zero");
  return float(number);
}

float HfConfig::requirePositive(Keys keys) const {
  const auto value = positive(keys);
  if (!value) corrupt(fmt::format("The value '{}' is missing.", *keys.begin()));
  return *value;
}

std::optional<bool> HfConfig::boolean(Keys keys) const {
  const json* const value = find(keys);
  if (value == nullptr) return std::nullopt;
  if (!value->is_boolean()) wrong(keys, *value, "true or false");
  return value->get<bool>();
}

std::optional<std::string> HfConfig::string(Keys keys) const {
  const json* const value = find(keys);
  if (value == nullptr) return std::nullopt;
  if (!value->is_string()) wrong(keys, *value, "text");
  return value->get<std::string>();
}

std::vector<float> HfConfig::numbers(const char* key) const {
  const json* const value = find({key});
  std::vector<float> result;
  if (value == nullptr) return result;
  if (!value->is_array()) wrong({key}, *value, "a list of numbers");
  for (const json& element : *value) {
    if (!element.is_number() || !std::isfinite(element.get<float>())) {
      wrong({key}, element, "a list of numbers");
    }
    result.push_back(element.get<float>());
  }
  return result;
}

std::vector<std::string> HfConfig::strings(const char* key) const {
  const json* const value = find({key});
  std::vector<std::string> result;
  if (value == nullptr) return result;
  if (!value->is_array()) wrong({key}, *value, "a list of texts");
  for (const json& element : *value) {
    if (!element.is_string()) wrong({key}, element, "a list of texts");
    result.push_back(element.get<std::string>());
  }
  return result;
}

HfConfig HfConfig::child(const char* key) const {
  const json* const value = find({key});
  if (value == nullptr) return {json(json::object()), m_where};
  if (!value->is_object()) wrong({key}, *value, "an object");
  return {std::shared_ptr<const json>(m_object, value), m_where};
}

HfConfig HfConfig::over(const HfConfig& base) const {
  json merged = *base.m_object;
  for (const auto& [key, value] : m_object->items()) {
    if (!value.is_null()) merged[key] = value;
  }
  return {std::move(merged), m_where};
}

}  // namespace alcove::convert
