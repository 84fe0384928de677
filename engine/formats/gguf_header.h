// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "formats/gguf_cursor.h"
#include "formats/gguf_file.h"

namespace alcove::formats {

using GgufMetadata = std::vector<std::pair<std::string_view, GgufValue>>;

// One tensor as its header entry says, nothing of it believed yet but that it is there.
struct GgufTensorInfo {
  std::string_view name;
  std::uint32_t typeId;
  std::uint32_t rank;
  std::array<std::uint64_t, 4> dims;  // 1 beyond the rank
  std::uint64_t offset;               // from the start of the data
  std::uint64_t position;             // of this entry in the file, for messages
};

// Where this file stands among those that together are a model: the keys "split.…".
struct GgufSplit {
  std::uint64_t number = 0;  // from 0
  std::uint64_t count = 1;
  std::optional<std::uint64_t> tensors;  // of the whole model
};

// The stages of reading a header. Each fills its part and throws Error Corrupt, Unsupported or
// LimitExceeded at the first thing that is wrong; what earlier stages found stays valid, which is
// what the inspection of broken files shows.
struct GgufHeader {
  std::uint32_t version = 0;
  std::uint64_t alignment = 32;
  std::uint64_t dataStart = 0;
  GgufMetadata metadata;
  std::vector<std::uint32_t> metadataByKey;  // indices, sorted by key
  std::vector<GgufTensorInfo> infos;
  GgufSplit split;

  // Fills everything above, in the order of the file.
  void read(std::span<const std::byte> file);
};

// Limits that no honest file comes near; they keep the memory of the look-up tables constant.
constexpr std::uint64_t kMaxMetadata = 1u << 18;
constexpr std::uint64_t kMaxTensors = 1u << 17;
constexpr std::uint64_t kMaxKeyBytes = 65535;
constexpr std::uint64_t kMaxArrayElements = 1u << 21;

// gguf_metadata.cpp
void readMetadata(GgufCursor& cursor, std::uint64_t count, GgufMetadata& metadata);
[[nodiscard]] std::vector<std::uint32_t> sortByKey(const GgufMetadata& metadata);
void checkDuplicateKeys(const GgufMetadata& metadata, std::span<const std::uint32_t> byKey);
[[nodiscard]] const GgufValue* findValue(const GgufHeader& header, std::string_view key);
[[nodiscard]] std::uint64_t elementBytes(GgufType type) noexcept;  // 0 for String and Array

// gguf_tensors.cpp
void readTensorInfos(GgufCursor& cursor, std::uint64_t count, std::vector<GgufTensorInfo>& infos);
// Checks one entry against the file and gives the view of it.
[[nodiscard]] GgufTensor resolveTensor(const GgufTensorInfo& info, const GgufHeader& header,
                                       std::span<const std::byte> file);
// Indices of `tensors`, sorted by name; throws if two have the same name or share bytes.
[[nodiscard]] std::vector<std::uint32_t> sortByName(std::span<const GgufTensor> tensors);
void checkOverlaps(std::span<const GgufTensor> tensors);

}  // namespace alcove::formats
