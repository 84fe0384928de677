// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>
#include <fmt/format.h>

#include <cmath>
#include <vector>

#include "formats/gguf_file.h"
#include "models/model_config.h"

namespace alcove::models {

ConfigReader::ConfigReader(const formats::GgufFile& file) : m_file(file) {
  const auto architecture = file.string("general.architecture");
  if (!architecture || architecture->empty())
    throw Error(ErrorCode::Corrupt, "The file does not say which architecture the model has.",
                file.path().string());
  m_architecture = *architecture;
}

std::string ConfigReader::fullKey(std::string_view key) const {
  return m_architecture + "." + std::string(key);
}

void ConfigReader::corrupt(const std::string& sentence) const {
  throw Error(ErrorCode::Corrupt, sentence, m_file.path().string());
}

std::uint32_t ConfigReader::require(std::string_view key, std::uint64_t least,
                                    std::uint64_t most) const {
  const auto value = m_file.uint(fullKey(key));
  if (!value) corrupt(fmt::format("The model's '{}' is missing.", fullKey(key)));
  if (*value < least || *value > most)
    corrupt(fmt::format("The model's '{}' is {}; it must be from {} to {}.", fullKey(key), *value,
                        least, most));
  return std::uint32_t(*value);
}

std::uint32_t ConfigReader::optional(std::string_view key, std::uint32_t otherwise,
                                     std::uint64_t least, std::uint64_t most) const {
  return m_file.find(fullKey(key)) ? require(key, least, most) : otherwise;
}

std::uint32_t ConfigReader::requireAlike(std::string_view key, std::uint32_t layers,
                                         std::uint64_t least, std::uint64_t most) const {
  const formats::GgufValue* const value = m_file.find(fullKey(key));
  if (!value || value->type != formats::GgufType::Array) return require(key, least, most);
  const std::vector<std::int64_t> values = m_file.ints(fullKey(key)).value();
  if (values.size() < layers)
    corrupt(fmt::format("The model's '{}' has {} values for {} layers.", fullKey(key),
                        values.size(), layers));
  for (std::uint32_t i = 0; i < layers; ++i) {
    if (values[i] < std::int64_t(least) || values[i] > std::int64_t(most))
      corrupt(fmt::format("The model's '{}' of layer {} is {}; it must be from {} to {}.",
                          fullKey(key), i, values[i], least, most));
    if (values[i] != values[0])
      throw Error(ErrorCode::Unsupported,
                  fmt::format("The model's '{}' differs from layer to layer, which this version "
                              "cannot run.",
                              fullKey(key)),
                  m_file.path().string());
  }
  return std::uint32_t(values[0]);
}

std::optional<std::vector<bool>> ConfigReader::optionalFlags(std::string_view key,
                                                             std::uint32_t layers) const {
  const formats::GgufValue* const value = m_file.find(fullKey(key));
  if (!value || value->type != formats::GgufType::Array) return std::nullopt;
  if (value->count < layers)
    corrupt(fmt::format("The model's '{}' has {} values for {} layers.", fullKey(key), value->count,
                        layers));
  std::vector<bool> flags(layers);
  if (value->elementType == formats::GgufType::Bool) {
    for (std::uint32_t i = 0; i < layers; ++i) flags[i] = value->bytes[i] != std::byte(0);
  } else {
    const std::vector<std::int64_t> values = m_file.ints(fullKey(key)).value();
    for (std::uint32_t i = 0; i < layers; ++i) flags[i] = values[i] != 0;
  }
  return flags;
}

bool ConfigReader::has(std::string_view key) const { return m_file.find(fullKey(key)) != nullptr; }

float ConfigReader::requirePositive(std::string_view key) const {
  const auto value = m_file.number(fullKey(key));
  if (!value) corrupt(fmt::format("The model's '{}' is missing.", fullKey(key)));
  if (!std::isfinite(*value) || *value <= 0 || *value > 1e30)
    corrupt(
        fmt::format("The model's '{}' is {}; it must be a positive number.", fullKey(key), *value));
  return float(*value);
}

float ConfigReader::optionalPositive(std::string_view key, float otherwise) const {
  return m_file.find(fullKey(key)) ? requirePositive(key) : otherwise;
}

bool ConfigReader::optionalFlag(std::string_view key, bool otherwise) const {
  return m_file.boolean(fullKey(key)).value_or(otherwise);
}

float ConfigReader::optionalCap(std::string_view key, float otherwise) const {
  const auto value = m_file.number(fullKey(key));
  return value && *value == 0 ? 0 : optionalPositive(key, otherwise);
}

std::string ConfigReader::optionalString(std::string_view key, std::string_view otherwise) const {
  return std::string(m_file.string(fullKey(key)).value_or(otherwise));
}

}  // namespace alcove::models
