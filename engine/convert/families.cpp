// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "convert/family.h"

namespace alcove::convert {

// Each defined in families/.
extern const Family kArctic, kBert, kDbrx, kFalcon, kGemma1, kGemma2, kGemma3, kGptOss, kLlama,
    kMixtral, kNomicBert, kOlmo2, kPhi3, kQwen2, kQwen2Moe, kQwen3, kQwen3Moe, kStarcoder2;

std::span<const Family* const> families() {
  // One row a line, so that additions do not collide.
  // clang-format off
  static const Family* const table[] = {
      &kArctic,
      &kBert,
      &kDbrx,
      &kFalcon,
      &kGemma1,
      &kGemma2,
      &kGemma3,
      &kGptOss,
      &kLlama,
      &kMixtral,
      &kNomicBert,
      &kOlmo2,
      &kPhi3,
      &kQwen2,
      &kQwen2Moe,
      &kQwen3,
      &kQwen3Moe,
      &kStarcoder2,
  };
  // clang-format on
  return table;
}

const Family& findFamily(const HfConfig& config) {
  const auto wanted = config.strings("architectures");
  if (wanted.empty()) {
    config.corrupt("The file does not say under 'architectures' what kind of model this is.");
  }
  std::string known;
  for (const Family* family : families()) {
    for (const std::string_view name : family->classes) {
      if (name == wanted.front()) return *family;
      known += (known.empty() ? "" : ", ") + std::string(name);
    }
  }
  config.unsupported(fmt::format(
      "The model is a {}, which Alcove does not convert; it converts {}.", wanted.front(), known));
}

}  // namespace alcove::convert
