// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Writes a model that is sound and one file per hostile case into a folder.
#include <cstdio>
#include <filesystem>

#include "engine/formats/hostile_cases.h"
#include "support/gguf_builder.h"
#include "support/temporary_folder.h"

namespace {

// Beyond this, mutating a file finds little; the tests have those cases.
constexpr std::size_t kMostBytes = 64 * 1024;

// A model of a few hundred bytes: small files are mutated to better effect.
alcove::test::GgufBuilder tinyModel() {
  using namespace alcove;
  test::GgufBuilder model;
  model.metadata = {
      test::stringValue("general.architecture", "llama"),
      test::uint32Value("general.alignment", 32),
      test::uint32Value("llama.attention.head_count", 2),
      test::float32Value("llama.rope.freq_base", 10000.0f),
      test::boolValue("tokenizer.ggml.add_bos_token", 1),
      test::stringArray("tokenizer.ggml.tokens", {"a", "b", "ab"}),
      test::stringArray("tokenizer.ggml.merges", {"a b"}),
      test::arrayValue("tokenizer.ggml.token_type", 5, 3, std::string(12, '\1')),
  };
  model.tensors = {test::filledTensor("token_embd.weight", {32, 3}, quant::kQ8_0),
                   test::filledTensor("output_norm.weight", {4}, quant::kF32),
                   test::filledTensor("blk.0.ffn_up.weight", {32, 1, 2}, quant::kQ4_1)};
  return model;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fprintf(stderr, "Usage: %s FOLDER\n", argv[0]);
    return 2;
  }
  const std::filesystem::path folder = argv[1];
  std::filesystem::create_directories(folder);
  alcove::test::writeFile(folder / "little.gguf", alcove::test::littleModel().build());
  alcove::test::writeFile(folder / "tiny.gguf", tinyModel().build());
  for (const auto& hostile : alcove::formats::allHostileCases()) {
    const std::string bytes = hostile.bytes();
    if (bytes.size() <= kMostBytes) {
      alcove::test::writeFile(folder / (hostile.name + ".gguf"), bytes);
    }
  }
  return 0;
}
