// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "formats/gguf_header.h"
#include "formats/utf8.h"

namespace alcove::formats {
namespace {

constexpr std::uint32_t kTypeCount = 13;

std::string_view readKey(GgufCursor& cursor, std::uint64_t index) {
  const std::uint64_t position = cursor.position();
  const auto what = fmt::format("The key of metadata value {}", index + 1);
  const std::string_view key = cursor.readString(what);
  if (key.empty()) cursor.corrupt(what + " is empty.", position);
  if (key.size() > kMaxKeyBytes) {
    cursor.corrupt(
        fmt::format("{} has {} bytes; at most {} are allowed.", what, key.size(), kMaxKeyBytes),
        position);
  }
  if (key.find('\0') != key.npos) {
    cursor.corrupt(fmt::format("{}, {}, contains a zero byte.", what, inQuotes(key)), position);
  }
  if (!isUtf8(key)) {
    cursor.corrupt(fmt::format("{}, {}, is not valid UTF-8.", what, inQuotes(key)), position);
  }
  return key;
}

GgufType readType(GgufCursor& cursor, std::string_view key) {
  const std::uint64_t position = cursor.position();
  const auto type = cursor.read<std::uint32_t>(fmt::format("the type of {}", inQuotes(key)));
  if (type >= kTypeCount) {
    cursor.corrupt(
        fmt::format("The metadata value {} has the type {}, which does not exist in GGUF.",
                    inQuotes(key), type),
        position);
  }
  return GgufType(type);
}

void checkBooleans(const GgufCursor& cursor, std::span<const std::byte> bytes, std::string_view key,
                   std::uint64_t position) {
  for (const std::byte b : bytes) {
    if (b > std::byte{1}) {
      cursor.corrupt(fmt::format("The metadata value {} holds the truth value {}; only 0 and 1 are "
                                 "allowed.",
                                 inQuotes(key), std::to_integer<int>(b)),
                     position);
    }
  }
}

// Holds the claimed element count against the file first, so that a lie is called one, then
// against what a look-up may have to hold.
void checkCount(const GgufCursor& cursor, std::uint64_t count, std::uint64_t leastBytes,
                std::string_view what, std::uint64_t position) {
  if (count > cursor.remaining() / leastBytes) {
    cursor.corrupt(fmt::format("{} claims {} elements of at least {} bytes, but only {} bytes "
                               "remain in the file.",
                               what, count, leastBytes, cursor.remaining()),
                   position);
  }
  if (count > kMaxArrayElements) {
    throw Error(
        ErrorCode::LimitExceeded,
        fmt::format("{} has {} elements; Alcove reads at most {}.", what, count, kMaxArrayElements),
        fmt::format("byte {}", position));
  }
}

// Walks the strings of an array to find its end; nothing is copied.
std::span<const std::byte> takeStrings(GgufCursor& cursor, std::uint64_t count,
                                       std::string_view what) {
  GgufCursor start = cursor;
  for (std::uint64_t i = 0; i < count; ++i) (void)cursor.readString(what);
  return start.take(cursor.position() - start.position(), what);
}

GgufValue readArray(GgufCursor& cursor, std::string_view key) {
  constexpr std::uint64_t kStringLengthBytes = 8;
  const std::uint64_t position = cursor.position();
  const auto what = fmt::format("The array {}", inQuotes(key));
  const GgufType elementType = readType(cursor, key);
  const auto count = cursor.read<std::uint64_t>(fmt::format("the length of {}", inQuotes(key)));
  if (elementType == GgufType::Array) {
    throw Error(ErrorCode::Unsupported,
                what + " is an array of arrays, which Alcove does not read.",
                fmt::format("byte {}", position));
  }
  const bool strings = elementType == GgufType::String;
  const std::uint64_t each = strings ? kStringLengthBytes : elementBytes(elementType);
  checkCount(cursor, count, each, what, position);
  GgufValue value{GgufType::Array, elementType, count, {}};
  value.bytes = strings ? takeStrings(cursor, count, what) : cursor.take(count * each, what);
  if (elementType == GgufType::Bool) checkBooleans(cursor, value.bytes, key, position);
  return value;
}

GgufValue readValue(GgufCursor& cursor, std::string_view key) {
  const GgufType type = readType(cursor, key);
  if (type == GgufType::Array) return readArray(cursor, key);
  GgufValue value{type, type, 1, {}};
  const std::uint64_t position = cursor.position();
  if (type == GgufType::String) {
    const auto text = cursor.readString(fmt::format("The metadata value {}", inQuotes(key)));
    value.bytes = std::as_bytes(std::span(text));
    return value;
  }
  value.bytes = cursor.take(elementBytes(type), fmt::format("the value of {}", inQuotes(key)));
  if (type == GgufType::Bool) checkBooleans(cursor, value.bytes, key, position);
  return value;
}

}  // namespace

const char* ggufTypeName(GgufType type) noexcept {
  constexpr const char* kNames[kTypeCount] = {"uint8",  "int8",    "uint16", "int16",  "uint32",
                                              "int32",  "float32", "bool",   "string", "array",
                                              "uint64", "int64",   "float64"};
  return std::uint32_t(type) < kTypeCount ? kNames[std::uint32_t(type)] : "unknown";
}

std::uint64_t elementBytes(GgufType type) noexcept {
  switch (type) {
    case GgufType::Uint8:
    case GgufType::Int8:
    case GgufType::Bool:
      return 1;
    case GgufType::Uint16:
    case GgufType::Int16:
      return 2;
    case GgufType::Uint32:
    case GgufType::Int32:
    case GgufType::Float32:
      return 4;
    case GgufType::Uint64:
    case GgufType::Int64:
    case GgufType::Float64:
      return 8;
    case GgufType::String:
    case GgufType::Array:
      return 0;
  }
  return 0;
}

void readMetadata(GgufCursor& cursor, std::uint64_t count, GgufMetadata& metadata) {
  metadata.reserve(count);
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::string_view key = readKey(cursor, i);
    metadata.emplace_back(key, readValue(cursor, key));
  }
}

std::vector<std::uint32_t> sortByKey(const GgufMetadata& metadata) {
  std::vector<std::uint32_t> order(metadata.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return metadata[a].first < metadata[b].first;
  });
  return order;
}

void checkDuplicateKeys(const GgufMetadata& metadata, std::span<const std::uint32_t> byKey) {
  const auto twin = std::adjacent_find(
      byKey.begin(), byKey.end(),
      [&](std::uint32_t a, std::uint32_t b) { return metadata[a].first == metadata[b].first; });
  if (twin != byKey.end()) {
    throw Error(ErrorCode::Corrupt, fmt::format("The metadata key {} appears more than once.",
                                                inQuotes(metadata[*twin].first)));
  }
}

const GgufValue* findValue(const GgufHeader& header, std::string_view key) {
  const auto& order = header.metadataByKey;
  const auto found = std::lower_bound(
      order.begin(), order.end(), key,
      [&](std::uint32_t i, std::string_view k) { return header.metadata[i].first < k; });
  if (found == order.end() || header.metadata[*found].first != key) return nullptr;
  return &header.metadata[*found].second;
}

}  // namespace alcove::formats
