// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "support/temporary_folder.h"

namespace alcove::convert {

// A folder as Hugging Face publishes models, of a llama with one layer, 8 wide, 2 heads over 1
// key-value head, and a byte-level vocabulary of 6. What is set here is written as it is, right or
// wrong.
struct LittleFolder {
  nlohmann::json config;
  nlohmann::json tokenizer;        // tokenizer.json
  nlohmann::json tokenizerConfig;  // tokenizer_config.json
  std::map<std::string, std::vector<std::uint64_t>> shapes;
  std::string dtype = "F32";  // of all tensors; their values are small and different

  LittleFolder();

  void write(const test::TemporaryFolder& folder) const;
  [[nodiscard]] std::string safetensors() const;
};

}  // namespace alcove::convert
