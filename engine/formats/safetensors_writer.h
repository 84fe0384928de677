// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "formats/safetensors_file.h"

namespace alcove::formats {

// A safetensors file in the making: tensors are named and sized first, then the header is written,
// then their bytes in the order in which they were named. The file appears under its name only when
// it is whole.
class SafetensorsWriter {
 public:
  // A tensor whose bytes stay where they are until write(). `dtype` is one of the format's names
  // ("F32"); `shape` outermost first. Names are unique. REQUIRES: as many bytes as shape and type
  // say.
  void add(std::string name, const char* dtype, std::vector<std::uint64_t> shape,
           std::span<const std::byte> bytes);
  void addFloats(std::string name, std::vector<std::uint64_t> shape, std::span<const float> values);
  // Goes into the header's __metadata__.
  void setMetadata(std::string key, std::string value);

  // Throws Error Io; then what was under the name before is still there.
  void write(const std::filesystem::path& path) const;

 private:
  struct Tensor {
    std::string name;
    const Dtype* dtype;
    std::vector<std::uint64_t> shape;
    std::span<const std::byte> bytes;
  };
  std::vector<Tensor> m_tensors;
  std::vector<std::pair<std::string, std::string>> m_metadata;
};

}  // namespace alcove::formats
