// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "formats/gguf_lookup.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <limits>

namespace alcove::formats {
namespace {

template <class T>
T load(const std::byte* bytes) {
  T value;
  std::memcpy(&value, bytes, sizeof value);
  return value;
}

}  // namespace

std::optional<std::int64_t> asInt(GgufType type, const std::byte* bytes) {
  switch (type) {
    case GgufType::Uint8:
      return load<std::uint8_t>(bytes);
    case GgufType::Int8:
      return load<std::int8_t>(bytes);
    case GgufType::Uint16:
      return load<std::uint16_t>(bytes);
    case GgufType::Int16:
      return load<std::int16_t>(bytes);
    case GgufType::Uint32:
      return load<std::uint32_t>(bytes);
    case GgufType::Int32:
      return load<std::int32_t>(bytes);
    case GgufType::Int64:
      return load<std::int64_t>(bytes);
    case GgufType::Uint64: {
      const auto value = load<std::uint64_t>(bytes);
      if (value > std::uint64_t(std::numeric_limits<std::int64_t>::max())) return std::nullopt;
      return std::int64_t(value);
    }
    default:
      return std::nullopt;
  }
}

std::optional<std::uint64_t> asUint(const GgufValue& value) {
  if (value.type == GgufType::Uint64) return load<std::uint64_t>(value.bytes.data());
  const auto number = asInt(value.type, value.bytes.data());
  if (!number || *number < 0) return std::nullopt;
  return std::uint64_t(*number);
}

std::optional<double> asNumber(GgufType type, const std::byte* bytes) {
  if (type == GgufType::Float32) return load<float>(bytes);
  if (type == GgufType::Float64) return load<double>(bytes);
  if (type == GgufType::Uint64) return double(load<std::uint64_t>(bytes));
  const auto number = asInt(type, bytes);
  return number ? std::optional(double(*number)) : std::nullopt;
}

void GgufLookup::wrongType(std::string_view key, std::string_view wanted,
                           const GgufValue& value) const {
  std::string actual = ggufTypeName(value.type);
  if (value.type == GgufType::Array) {
    actual = fmt::format("an array of {}", ggufTypeName(value.elementType));
  }
  throw Error(
      ErrorCode::Corrupt,
      fmt::format("The metadata value {} must be {}, but is {}.", inQuotes(key), wanted, actual),
      m_context);
}

const GgufValue* GgufLookup::findArray(std::string_view key, std::string_view wanted) const {
  const GgufValue* const value = find(key);
  if (value == nullptr) return nullptr;
  if (value->type != GgufType::Array) wrongType(key, wanted, *value);
  return value;
}

std::optional<std::string_view> GgufLookup::string(std::string_view key) const {
  const GgufValue* const value = find(key);
  if (value == nullptr) return std::nullopt;
  if (value->type != GgufType::String) wrongType(key, "a string", *value);
  return std::string_view(reinterpret_cast<const char*>(value->bytes.data()), value->bytes.size());
}

std::optional<std::uint64_t> GgufLookup::uint(std::string_view key) const {
  const GgufValue* const value = find(key);
  if (value == nullptr) return std::nullopt;
  if (const auto number = asUint(*value)) return number;
  if (const auto number = asInt(value->type, value->bytes.data())) {
    throw Error(ErrorCode::Corrupt,
                fmt::format("The metadata value {} is {}, but must not be negative.", inQuotes(key),
                            *number),
                m_context);
  }
  wrongType(key, "a whole number", *value);
}

std::optional<double> GgufLookup::number(std::string_view key) const {
  const GgufValue* const value = find(key);
  if (value == nullptr) return std::nullopt;
  if (const auto number = asNumber(value->type, value->bytes.data())) return number;
  wrongType(key, "a number", *value);
}

std::optional<bool> GgufLookup::boolean(std::string_view key) const {
  const GgufValue* const value = find(key);
  if (value == nullptr) return std::nullopt;
  if (value->type != GgufType::Bool) wrongType(key, "a truth value", *value);
  return value->bytes[0] != std::byte{0};
}

std::optional<std::vector<std::string_view>> GgufLookup::strings(std::string_view key) const {
  constexpr std::string_view kWanted = "an array of strings";
  const GgufValue* const value = findArray(key, kWanted);
  if (value == nullptr) return std::nullopt;
  if (value->elementType != GgufType::String) wrongType(key, kWanted, *value);
  std::vector<std::string_view> result;
  result.reserve(value->count);
  GgufCursor cursor(value->bytes);
  for (std::uint64_t i = 0; i < value->count; ++i) result.push_back(cursor.readString(key));
  return result;
}

std::optional<std::vector<std::int64_t>> GgufLookup::ints(std::string_view key) const {
  constexpr std::string_view kWanted = "an array of whole numbers";
  const GgufValue* const value = findArray(key, kWanted);
  if (value == nullptr) return std::nullopt;
  const std::uint64_t each = elementBytes(value->elementType);
  std::vector<std::int64_t> result;
  result.reserve(value->count);
  for (std::uint64_t i = 0; i < value->count; ++i) {
    const auto number = asInt(value->elementType, value->bytes.data() + i * each);
    if (!number) wrongType(key, kWanted, *value);
    result.push_back(*number);
  }
  return result;
}

std::optional<std::vector<float>> GgufLookup::floats(std::string_view key) const {
  constexpr std::string_view kWanted = "an array of numbers";
  const GgufValue* const value = findArray(key, kWanted);
  if (value == nullptr) return std::nullopt;
  const std::uint64_t each = elementBytes(value->elementType);
  std::vector<float> result;
  result.reserve(value->count);
  for (std::uint64_t i = 0; i < value->count; ++i) {
    const auto number = asNumber(value->elementType, value->bytes.data() + i * each);
    if (!number) wrongType(key, kWanted, *value);
    result.push_back(float(*number));
  }
  return result;
}

}  // namespace alcove::formats
