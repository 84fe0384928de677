// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>
#include <fmt/format.h>

#include "formats/gguf_file.h"
#include "models/architecture.h"

namespace alcove::models {

extern const Architecture kFalcon;
extern const Architecture kGemma;
extern const Architecture kGemma2;
extern const Architecture kGemma3;
extern const Architecture kLlama;
extern const Architecture kOlmo2;
extern const Architecture kPhi3;
extern const Architecture kQwen2;
extern const Architecture kQwen3;
extern const Architecture kStarcoder2;

std::span<const Architecture* const> architectures() {
  static constexpr const Architecture* kTable[] = {
      &kFalcon, &kGemma, &kGemma2, &kGemma3, &kLlama,
      &kOlmo2,  &kPhi3,  &kQwen2,  &kQwen3,  &kStarcoder2,
  };
  return kTable;
}

const Architecture& findArchitecture(const ConfigReader& reader) {
  std::string known;
  for (const Architecture* architecture : architectures()) {
    if (reader.architecture() == architecture->name) return *architecture;
    known += (known.empty() ? "" : ", ") + std::string(architecture->name);
  }
  throw Error(ErrorCode::Unsupported,
              fmt::format("This version cannot run models of the architecture '{}'; it knows: {}.",
                          reader.architecture(), known),
              reader.file().path().string());
}

}  // namespace alcove::models
