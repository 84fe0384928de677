// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/mapped_file.h"

namespace alcove::formats {

// A number type of safetensors: "BF16" and its size.
struct Dtype {
  const char* name;
  std::uint32_t bytes;
  // Turns `count` stored values into floats; null where the values are no plain numbers of a model
  // (integers, and eight-bit floats that mean nothing without scales of their own).
  void (*decode)(const std::byte* stored, float* values, std::size_t count);
};

// Null if there is none of that name.
[[nodiscard]] const Dtype* findDtype(std::string_view name);

// One tensor: a view into the mapped file, checked to lie inside it.
struct SafeTensor {
  std::string name;
  const Dtype* dtype;
  std::vector<std::uint64_t> shape;  // outermost first, as in the file; empty for a single value
  std::span<const std::byte> data;
};

// A safetensors file, mapped and checked from end to end of its header: the header's length, the
// JSON, and that the tensors' bytes follow each other without overlap or gap, each as many as its
// shape and type say, to the end of the file. Time and memory are O(header), which is at most 100
// MB long with at most 262,144 tensors (LimitExceeded beyond). Immutable; safe to use from any
// thread. Source: the format's description in Hugging Face's safetensors repository.
class SafetensorsFile {
 public:
  // Throws Error NotFound, Io, Corrupt, Unsupported (names the number type) or LimitExceeded.
  [[nodiscard]] static std::shared_ptr<const SafetensorsFile> open(
      const std::filesystem::path& path);

  // In the order of their bytes.
  [[nodiscard]] std::span<const SafeTensor> tensors() const { return m_tensors; }
  [[nodiscard]] const base::MappedFile& file() const { return *m_file; }

 private:
  SafetensorsFile() = default;
  void read();

  std::shared_ptr<const base::MappedFile> m_file;
  std::vector<SafeTensor> m_tensors;
};

}  // namespace alcove::formats
