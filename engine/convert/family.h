// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "convert/hf_config.h"
#include "convert/name_rules.h"
#include "formats/gguf_writer.h"

namespace alcove::convert {

// What a family makes of config.json: metadata under "<architecture>.", the facts that its tensors
// are changed by, and tensors that are not in the checkpoint.
struct Description {
  const HfConfig& config;
  const formats::Checkpoint& checkpoint;
  formats::GgufWriter& out;
  std::string architecture;
  ModelFacts facts{};
  std::vector<OutputTensor> tensors{};

  // "llama.block_count" for "block_count".
  [[nodiscard]] std::string key(std::string_view name) const {
    return architecture + "." + std::string(name);
  }
};

// A family of checkpoints: one file in families/ and one row in families.cpp.
struct Family {
  // What config.json may call it under "architectures".
  std::vector<std::string_view> classes;
  const char* architecture;  // general.architecture in GGUF
  // Throws Error Corrupt or Unsupported.
  void (*describe)(Description& description);
  std::vector<NameRule> (*names)();
  // The name under which the rules know a tensor; empty for one that belongs to another part of
  // the model (a tower for pictures). Null: names are taken as they are.
  std::string (*canonicalName)(std::string_view name) = nullptr;
  // JSON of what config.json need not say; null where it says all.
  const char* defaults = nullptr;
};

[[nodiscard]] std::span<const Family* const> families();

// Throws Error Unsupported, naming what the folder wants and what there is.
[[nodiscard]] const Family& findFamily(const HfConfig& config);

}  // namespace alcove::convert
