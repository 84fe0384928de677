// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace alcove::formats {

// One entry of a safetensors header as it stands there.
struct SafetensorsEntry {
  std::string name;
  std::string dtype;
  std::vector<std::uint64_t> shape;
  std::uint64_t begin = 0;  // bytes from the start of the data
  std::uint64_t end = 0;
};

// Reads the header's JSON, which is of one form only: an object of tensors, each with `dtype`,
// `shape` and `data_offsets`, and perhaps `__metadata__`, an object of strings. Throws Error
// Corrupt for anything else, a tensor that is named twice included, and LimitExceeded above
// kMaxSafetensors.
[[nodiscard]] std::vector<SafetensorsEntry> readSafetensorsHeader(std::string_view json);

constexpr std::size_t kMaxSafetensors = 1u << 18;

}  // namespace alcove::formats
