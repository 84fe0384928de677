// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>
#include <fmt/format.h>

#include "formats/gguf_file.h"
#include "models/architecture.h"

namespace alcove::models {

extern const Architecture kLlama;

std::span<const Architecture* const> architectures() {
  static constexpr const Architecture* kTable[] = {
      &kLlama,
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
