// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Typed look-ups: what a metadata value is worth as the type that the caller wants.
#include <alcove/error.h>
#include <fmt/format.h>

#include <limits>

#include "formats/gguf_header.h"

namespace alcove::formats {
namespace {

template <class T>
T load(const std::byte* bytes) {
  T value;
  std::memcpy(&value, bytes, sizeof value);
  return value;
}

// "The metadata value 'llama.block_count' must be a whole number, but is string."
[[noreturn]] void wrongType(const GgufFile& file, std::string_view key, std::string_view wanted,
                            const GgufValue& value) {
  std::string actual = ggufTypeName(value.type);
  if (value.type == GgufType::Array) {
    actual = fmt::format("an array of {}", ggufTypeName(value.elementType));
  }
  throw Error(
      ErrorCode::Corrupt,
      fmt::format("The metadata value {} must be {}, but is {}.", quoted(key), wanted, actual),
      file.path().string());
}

const GgufValue* findArray(const GgufFile& file, std::string_view key, std::string_view wanted) {
  const GgufValue* const value = file.find(key);
  if (value == nullptr) return nullptr;
  if (value->type != GgufType::Array) wrongType(file, key, wanted, *value);
  if (value->count > kMaxArrayElements) {
    throw Error(ErrorCode::LimitExceeded,
                fmt::format("The array {} has {} elements; Alcove reads at most {}.", quoted(key),
                            value->count, kMaxArrayElements),
                file.path().string());
  }
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

std::optional<std::string_view> GgufFile::string(std::string_view key) const {
  const GgufValue* const value = find(key);
  if (value == nullptr) return std::nullopt;
  if (value->type != GgufType::String) wrongType(*this, key, "a string", *value);
  return std::string_view(reinterpret_cast<const char*>(value->bytes.data()), value->bytes.size());
}

std::optional<std::uint64_t> GgufFile::uint(std::string_view key) const {
  const GgufValue* const value = find(key);
  if (value == nullptr) return std::nullopt;
  if (const auto number = asUint(*value)) return number;
  if (const auto number = asInt(value->type, value->bytes.data())) {
    throw Error(
        ErrorCode::Corrupt,
        fmt::format("The metadata value {} is {}, but must not be negative.", quoted(key), *number),
        path().string());
  }
  wrongType(*this, key, "a whole number", *value);
}

std::optional<double> GgufFile::number(std::string_view key) const {
  const GgufValue* const value = find(key);
  if (value == nullptr) return std::nullopt;
  if (const auto number = asNumber(value->type, value->bytes.data())) return number;
  wrongType(*this, key, "a number", *value);
}

std::optional<bool> GgufFile::boolean(std::string_view key) const {
  const GgufValue* const value = find(key);
  if (value == nullptr) return std::nullopt;
  if (value->type != GgufType::Bool) wrongType(*this, key, "a truth value", *value);
  return value->bytes[0] != std::byte{0};
}

std::optional<std::vector<std::string_view>> GgufFile::strings(std::string_view key) const {
  constexpr std::string_view kWanted = "an array of strings";
  const GgufValue* const value = findArray(*this, key, kWanted);
  if (value == nullptr) return std::nullopt;
  if (value->elementType != GgufType::String) wrongType(*this, key, kWanted, *value);
  std::vector<std::string_view> result;
  result.reserve(value->count);
  GgufCursor cursor(value->bytes);
  for (std::uint64_t i = 0; i < value->count; ++i) result.push_back(cursor.readString(key));
  return result;
}

std::optional<std::vector<std::int64_t>> GgufFile::ints(std::string_view key) const {
  constexpr std::string_view kWanted = "an array of whole numbers";
  const GgufValue* const value = findArray(*this, key, kWanted);
  if (value == nullptr) return std::nullopt;
  const std::uint64_t each = elementBytes(value->elementType);
  std::vector<std::int64_t> result;
  result.reserve(value->count);
  for (std::uint64_t i = 0; i < value->count; ++i) {
    const auto number = asInt(value->elementType, value->bytes.data() + i * each);
    if (!number) wrongType(*this, key, kWanted, *value);
    result.push_back(*number);
  }
  return result;
}

std::optional<std::vector<float>> GgufFile::floats(std::string_view key) const {
  constexpr std::string_view kWanted = "an array of numbers";
  const GgufValue* const value = findArray(*this, key, kWanted);
  if (value == nullptr) return std::nullopt;
  const std::uint64_t each = elementBytes(value->elementType);
  std::vector<float> result;
  result.reserve(value->count);
  for (std::uint64_t i = 0; i < value->count; ++i) {
    const auto number = asNumber(value->elementType, value->bytes.data() + i * each);
    if (!number) wrongType(*this, key, kWanted, *value);
    result.push_back(float(*number));
  }
  return result;
}

}  // namespace alcove::formats
