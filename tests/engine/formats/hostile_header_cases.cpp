// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "engine/formats/hostile_cases.h"

namespace alcove::formats {
namespace {

using test::GgufBuilder;

HostileCase version(std::string name, std::uint32_t number, std::vector<std::string> words) {
  return {std::move(name), changed([number](GgufBuilder& m) { m.version = number; }), 0,
          std::move(words)};
}

HostileCase tensorCount(std::string name, std::uint64_t count, std::vector<std::string> words) {
  return {std::move(name), changed([count](GgufBuilder& m) { m.tensorCount = count; }), 0,
          std::move(words)};
}

HostileCase metadataCount(std::string name, std::uint64_t count, std::vector<std::string> words) {
  return {std::move(name), changed([count](GgufBuilder& m) { m.metadataCount = count; }), 0,
          std::move(words)};
}

HostileCase content(std::string name, std::string bytes, std::vector<std::string> words) {
  return {std::move(name), [bytes = std::move(bytes)] { return bytes; }, 0, std::move(words)};
}

}  // namespace

std::vector<HostileCase> headerCases() {
  std::vector<HostileCase> cases = {content("A1_Empty", "", {"The file is empty"})};
  for (std::size_t size = 1; size < 24; ++size) {
    cases.push_back(content("A1_CutAt" + std::to_string(size),
                            test::littleModel().build().substr(0, size),
                            {std::to_string(size) + " bytes", "fewer than the 24"}));
  }
  const std::string rest(100, 'x');
  const std::vector<HostileCase> others = {
      content("A2_WrongMagic", "GGUX" + rest, {"not a GGUF file"}),
      content("A2_WrongMagicInOneByte", "X", {"not a GGUF file"}),
      content("A2_LowerCaseMagic", "gguf" + rest, {"not a GGUF file"}),
      content("A2_ReversedMagic", "FUGG" + rest, {"big-endian"}),
      content("A2_OldFormat", "tjgg" + rest, {"from before GGUF"}),
      content("A2_ZipArchive", "PK\x03\x04" + rest, {"zip archive"}),
      content("A2_WebPage", "<!DOCTYPE html><html>" + rest, {"web page"}),
      content("A2_LfsPointer", "version https://git-lfs.github.com/spec/v1\n", {"Git LFS pointer"}),
      version("A3_Version0", 0, {"version 0"}),
      version("A3_Version1", 1, {"version 1", "2 and 3"}),
      version("A3_Version4", 4, {"version 4", "2 and 3"}),
      version("A3_VersionSwapped", 0x03000000, {"big-endian"}),
      version("A3_VersionMinusOne", 0xffffffff, {"version 4294967295", "2 and 3"}),
      tensorCount("A4_TensorCountMinusOne", ~0ull, {"18446744073709551615 tensors", "could hold"}),
      tensorCount("A4_TensorCountTopBit", 1ull << 63,
                  {"9223372036854775808 tensors", "could hold"}),
      tensorCount("A4_TensorCountBeyondTheFile", 5000, {"5000 tensors", "could hold"}),
      tensorCount("A4_TensorCountOneTooMany", 12, {"tensor 12"}),
      metadataCount("A5_MetadataCountMinusOne", ~0ull, {"metadata values", "could hold"}),
      metadataCount("A5_MetadataCountTopBit", 1ull << 63, {"metadata values", "could hold"}),
      metadataCount("A5_MetadataCountBeyondTheFile", 5000, {"5000 metadata", "could hold"}),
      metadataCount("A5_MetadataCountOneTooMany", 21, {"tensor 1", "claims a length"}),
      metadataCount("A5_MetadataCountOneTooFew", 19, {"tensor 2", "claims a length"}),
  };
  cases.insert(cases.end(), others.begin(), others.end());
  HostileCase manyTensors =
      tensorCount("A4_TensorCountBeyondTheLimit", 1u << 20, {"1048576 tensors", "at most 131072"});
  manyTensors.sparseBytes = 1u << 30;
  HostileCase manyValues = metadataCount("A5_MetadataCountBeyondTheLimit", 1u << 20,
                                         {"1048576 metadata values", "at most 262144"});
  manyValues.sparseBytes = 1u << 30;
  cases.push_back(manyTensors);
  cases.push_back(manyValues);
  return cases;
}

}  // namespace alcove::formats
