// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/mapped_file.h"
#include "quant/block_type.h"

namespace alcove::formats {

// Value types of GGUF metadata, numbered as in the specification.
enum class GgufType : std::uint32_t {
  Uint8,
  Int8,
  Uint16,
  Int16,
  Uint32,
  Int32,
  Float32,
  Bool,
  String,
  Array,
  Uint64,
  Int64,
  Float64,
};

[[nodiscard]] const char* ggufTypeName(GgufType type) noexcept;

// One metadata value: a view into the mapped file, valid as long as the GgufFile.
struct GgufValue {
  GgufType type;
  GgufType elementType;  // arrays only; never Array
  std::uint64_t count;   // elements; 1 for scalars and strings
  std::span<const std::byte>
      bytes;  // scalar: its bytes; string: its characters; array: all elements as stored
};

// One tensor: a view into the mapped file, checked to lie inside it.
struct GgufTensor {
  std::string_view name;
  const quant::BlockType* type;
  std::uint32_t rank;                 // 1 … 4
  std::array<std::uint64_t, 4> dims;  // innermost first, as in the file; 1 beyond the rank
  std::span<const std::byte> data;    // row after row, rows of dims[0] values

  [[nodiscard]] std::uint64_t columns() const { return dims[0]; }
  [[nodiscard]] std::uint64_t rows() const { return dims[1] * dims[2] * dims[3]; }
};

// A GGUF v2 or v3 file, or a model that is split over several in one folder (any of the parts opens
// them all), mapped and checked from end to end of its header: no count, length or
// offset in it is believed before it was held against the file's size. Costs O(header) time; memory
// is a table of at most 262,144 metadata values, 131,072 tensors and nothing per array element:
// strings and arrays of up to 2,097,152 elements stay views (LimitExceeded beyond these numbers,
// which no honest file comes near). Immutable; safe to use from any thread. Source: the GGUF
// specification in ggml's documentation.
class GgufFile {
 public:
  // Throws Error NotFound, Io, Corrupt (says what and at which byte), Unsupported (names the
  // version or tensor type) or LimitExceeded.
  [[nodiscard]] static std::shared_ptr<const GgufFile> open(const std::filesystem::path& path);
  ~GgufFile();

  [[nodiscard]] const std::filesystem::path& path() const;
  [[nodiscard]] std::uint32_t version() const;
  [[nodiscard]] std::uint64_t sizeBytes() const;  // of all parts

  [[nodiscard]] const base::MappedFile& file() const { return *files().front(); }
  // One, or the parts of a split model in order.
  [[nodiscard]] std::span<const std::shared_ptr<const base::MappedFile>> files() const;
  // What MappedFile says of these, over all parts. `bytes` are a view of a tensor or of some of it;
  // read() copies others as they are, willNeed() and release() leave them alone.
  void verifySize() const;
  void willNeed(std::span<const std::byte> bytes) const noexcept;
  void read(std::span<const std::byte> bytes, std::byte* destination) const noexcept;
  void release(std::span<const std::byte> bytes) const noexcept;

  // Metadata in the file's order.
  [[nodiscard]] std::span<const std::pair<std::string_view, GgufValue>> metadata() const;
  [[nodiscard]] std::span<const GgufTensor> tensors() const;

  // Null if there is none.
  [[nodiscard]] const GgufValue* find(std::string_view key) const;
  [[nodiscard]] const GgufTensor* findTensor(std::string_view name) const;

  // Typed look-ups: nothing if the key is absent, Error Corrupt if it is there with a type or
  // value that does not fit ("head_count is a string"). Integers of any width and sign are
  // accepted where the value fits.
  [[nodiscard]] std::optional<std::string_view> string(std::string_view key) const;
  [[nodiscard]] std::optional<std::uint64_t> uint(std::string_view key) const;
  [[nodiscard]] std::optional<double> number(std::string_view key) const;  // floats and integers
  [[nodiscard]] std::optional<bool> boolean(std::string_view key) const;
  [[nodiscard]] std::optional<std::vector<std::string_view>> strings(std::string_view key) const;
  [[nodiscard]] std::optional<std::vector<std::int64_t>> ints(std::string_view key) const;
  [[nodiscard]] std::optional<std::vector<float>> floats(std::string_view key) const;

 private:
  GgufFile();
  struct State;
  std::unique_ptr<State> m_state;
};

}  // namespace alcove::formats
