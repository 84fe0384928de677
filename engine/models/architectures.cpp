// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>
#include <fmt/format.h>

#include "formats/gguf_file.h"
#include "models/architecture.h"

namespace alcove::models {

// One row for each file of this folder that describes an architecture.
#define ALCOVE_ARCHITECTURES(ROW) \
  ROW(Arctic)                     \
  ROW(Bert)                       \
  ROW(Dbrx)                       \
  ROW(Falcon)                     \
  ROW(Gemma)                      \
  ROW(Gemma2)                     \
  ROW(Gemma3)                     \
  ROW(GptOss)                     \
  ROW(Llama)                      \
  ROW(NomicBert)                  \
  ROW(Olmo2)                      \
  ROW(Phi3)                       \
  ROW(Qwen2)                      \
  ROW(Qwen2Moe)                   \
  ROW(Qwen3)                      \
  ROW(Qwen3Moe)                   \
  ROW(Starcoder2)

#define ALCOVE_DECLARE(name) extern const Architecture k##name;
ALCOVE_ARCHITECTURES(ALCOVE_DECLARE)
#undef ALCOVE_DECLARE

std::span<const Architecture* const> architectures() {
#define ALCOVE_ADDRESS(name) &k##name,
  static constexpr const Architecture* kTable[] = {ALCOVE_ARCHITECTURES(ALCOVE_ADDRESS)};
#undef ALCOVE_ADDRESS
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
