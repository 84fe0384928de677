// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "formats/safetensors_file.h"

namespace alcove::test {

// A tensor of a safetensors file, as floats.
struct FloatTensor {
  std::vector<std::uint64_t> shape;
  std::vector<float> values;
};

// All tensors of a file that are floats, by name.
inline std::map<std::string, FloatTensor> readFloatTensors(const std::filesystem::path& path) {
  std::map<std::string, FloatTensor> tensors;
  const auto file = formats::SafetensorsFile::open(path);
  for (const formats::SafeTensor& tensor : file->tensors()) {
    if (!tensor.dtype->decode) continue;
    FloatTensor& out = tensors[tensor.name];
    out.shape = tensor.shape;
    out.values.resize(tensor.data.size() / tensor.dtype->bytes);
    tensor.dtype->decode(tensor.data.data(), out.values.data(), out.values.size());
  }
  return tensors;
}

}  // namespace alcove::test
