// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "formats/safetensors_file.h"

namespace alcove::formats {

// The weights of a Hugging Face folder: `model.safetensors`, or the parts that
// `model.safetensors.index.json` names. Immutable; safe to use from any thread.
class Checkpoint {
 public:
  // Throws Error NotFound, Io, Corrupt (a tensor twice, a part that lacks what the index promises,
  // a name that points out of the folder), Unsupported (weights as pickles) or LimitExceeded.
  [[nodiscard]] static Checkpoint open(const std::filesystem::path& folder);

  // Sorted by name.
  [[nodiscard]] std::span<const SafeTensor* const> tensors() const { return m_tensors; }
  // Null if there is none.
  [[nodiscard]] const SafeTensor* find(std::string_view name) const;

  // Throws Error Io if a file was cut while it was in use; to be called after the weights were
  // read.
  void verifySize() const;

 private:
  void add(const std::filesystem::path& path);
  void addParts(const std::filesystem::path& index);
  void sort();

  std::vector<std::shared_ptr<const SafetensorsFile>> m_files;
  std::vector<const SafeTensor*> m_tensors;
};

}  // namespace alcove::formats
