// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Opens the input as a model file, then touches all that a caller could ask of it.
#include <alcove/error.h>

#include <cstddef>
#include <cstdint>
#include <ctime>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "formats/gguf_file.h"
#include "formats/inspect.h"
#include "formats/utf8.h"
#include "fuzz/memory_file.h"

namespace {

using namespace alcove::formats;
using alcove::fuzz::MemoryFile;
using alcove::fuzz::require;

// A look-up gives an answer or an Error, and nothing else.
template <class LookUp>
void attempt(LookUp&& lookUp) {
  try {
    (void)lookUp();
  } catch (const alcove::Error& error) {
    require(!error.sentence().empty());
  }
}

void lookUpEverything(const GgufFile& file) {
  for (const auto& [key, value] : file.metadata()) {
    require(file.find(key) == &value);
    attempt([&, k = key] { return file.string(k); });
    attempt([&, k = key] { return file.uint(k); });
    attempt([&, k = key] { return file.number(k); });
    attempt([&, k = key] { return file.boolean(k); });
    attempt([&, k = key] { return file.strings(k); });
    attempt([&, k = key] { return file.ints(k); });
    attempt([&, k = key] { return file.floats(k); });
  }
}

void decodeEverything(const GgufFile& file) {
  const auto bytes = file.file().bytes();
  std::vector<float> values;
  for (const GgufTensor& tensor : file.tensors()) {
    require(file.findTensor(tensor.name) == &tensor);
    require(tensor.data.data() >= bytes.data());
    require(tensor.data.data() + tensor.data.size() <= bytes.data() + bytes.size());
    const std::size_t blocks = tensor.data.size() / tensor.type->blockBytes;
    require(blocks * tensor.type->blockValues == tensor.columns() * tensor.rows());
    values.resize(blocks * tensor.type->blockValues);
    tensor.type->decode(tensor.data.data(), values.data(), blocks);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::clock_t start = std::clock();
  const MemoryFile input(data, size);
  bool opened = false;
  attempt([&] {
    const auto file = GgufFile::open(input.path());
    opened = true;
    lookUpEverything(*file);
    decodeEverything(*file);
    return 0;
  });
  const Inspection inspection = inspect(input.path());
  // What cannot be opened must not look sound.
  require(opened || !inspection.problems.empty());
  require(isUtf8(toJson(inspection).dump()));
  // Processor time, so that a busy machine is not taken for a slow reader.
  require(std::clock() - start < CLOCKS_PER_SEC);
  return 0;
}
