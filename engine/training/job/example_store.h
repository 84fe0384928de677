// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <vector>

#include "training/example.h"

namespace alcove::training {

// What a job learns from, and what it is measured by.
struct JobExamples {
  std::vector<Example> training;
  std::vector<Example> heldOut;
};

// Kept in the job's folder as one safetensors file, so that the job goes on with the same examples
// whatever becomes of the files that they came from. Throws Error Io.
void writeExamples(const std::filesystem::path& path, const JobExamples& examples);
// Throws Error NotFound, Io or Corrupt.
[[nodiscard]] JobExamples readExamples(const std::filesystem::path& path);

}  // namespace alcove::training
