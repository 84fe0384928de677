// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Opens the input as safetensors, then decodes what can be decoded.
#include <alcove/error.h>

#include <cstddef>
#include <cstdint>
#include <vector>

#include "formats/safetensors_file.h"
#include "fuzz/memory_file.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace alcove;
  const fuzz::MemoryFile input(data, size);
  try {
    const auto file = formats::SafetensorsFile::open(input.path());
    const auto bytes = file->file().bytes();
    const std::byte* next = bytes.data();
    std::vector<float> values;
    for (const formats::SafeTensor& tensor : file->tensors()) {
      fuzz::require(tensor.data.data() >= next);
      next = tensor.data.data() + tensor.data.size();
      fuzz::require(next <= bytes.data() + bytes.size());
      if (tensor.dtype->decode == nullptr) continue;
      values.resize(tensor.data.size() / tensor.dtype->bytes);
      tensor.dtype->decode(tensor.data.data(), values.data(), values.size());
    }
  } catch (const Error& error) {
    fuzz::require(!error.sentence().empty());
  }
  return 0;
}
