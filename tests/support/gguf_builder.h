// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "quant/block_type.h"

namespace alcove::test {

// The bytes of plain values, as GGUF stores them.
template <class T>
[[nodiscard]] std::string rawBytes(T value) {
  return {reinterpret_cast<const char*>(&value), sizeof value};
}
[[nodiscard]] std::string rawString(std::string_view text);

struct BuiltValue {
  std::string key;
  std::uint32_t type = 0;
  std::string bytes;                       // all that follows the type
  std::optional<std::uint64_t> keyLength;  // instead of the true one
};

struct BuiltTensor {
  std::string name;
  std::vector<std::uint64_t> dims;  // innermost first
  std::uint32_t typeId = 0;
  std::string data;
  std::optional<std::uint64_t> nameLength;  // these three instead of the true ones
  std::optional<std::uint32_t> rank;
  std::optional<std::uint64_t> offset;
};

// Writes GGUF files byte by byte, right or wrong: nothing that is set here is checked.
struct GgufBuilder {
  std::string magic = "GGUF";
  std::uint32_t version = 3;
  std::optional<std::uint64_t> tensorCount;  // these two instead of the true ones
  std::optional<std::uint64_t> metadataCount;
  std::uint64_t alignment = 32;  // of the layout; the metadata value is apart
  std::vector<BuiltValue> metadata;
  std::vector<BuiltTensor> tensors;

  // Replaces the value of this key or adds it.
  void set(BuiltValue value);
  void remove(std::string_view key);
  // The tensor of this name; it must be there.
  [[nodiscard]] BuiltTensor& tensor(std::string_view name);

  [[nodiscard]] std::string header() const;  // up to the padding before the data
  [[nodiscard]] std::string build() const;
};

[[nodiscard]] BuiltValue uint32Value(std::string key, std::uint32_t value);
[[nodiscard]] BuiltValue uint64Value(std::string key, std::uint64_t value);
[[nodiscard]] BuiltValue int32Value(std::string key, std::int32_t value);
[[nodiscard]] BuiltValue float32Value(std::string key, float value);
[[nodiscard]] BuiltValue boolValue(std::string key, std::uint8_t value);
[[nodiscard]] BuiltValue stringValue(std::string key, std::string_view value);
// `bytes` are the elements as stored.
[[nodiscard]] BuiltValue arrayValue(std::string key, std::uint32_t elementType, std::uint64_t count,
                                    std::string bytes);
[[nodiscard]] BuiltValue stringArray(std::string key, const std::vector<std::string>& values);

// A tensor whose values are small, different and the same in every run.
[[nodiscard]] BuiltTensor filledTensor(std::string name, std::vector<std::uint64_t> dims,
                                       const quant::BlockType& type);

// A valid llama of one block that every check accepts: 32 values wide, 2 heads over 1 key-value
// head, byte-level BPE over the 256 bytes with one merge and three control tokens.
[[nodiscard]] GgufBuilder littleModel();
// The same with these control tokens beside its own.
[[nodiscard]] GgufBuilder littleModelWith(const std::vector<std::string>& controlTokens);
// The same with weights as they come from training: all of them F32.
[[nodiscard]] GgufBuilder littlePlainModel();

// A valid BERT of one block that every check accepts: 32 values wide, 2 heads, 16 positions, two
// types of text, and a WordPiece vocabulary of two words, an ending and a full stop.
[[nodiscard]] GgufBuilder littleEncoder();

// The 256 characters under which byte-level BPE keeps the bytes 0 … 255.
[[nodiscard]] std::vector<std::string> byteTokens();

}  // namespace alcove::test
