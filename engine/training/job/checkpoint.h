// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <span>

#include "training/optimizer.h"

namespace alcove::training {

// Everything that a run needs to go on, bit for bit, in one safetensors file: the values of what is
// trained, what the optimiser remembers, and how far it is.

// The file appears under its name only when it is whole. Throws Error Io (a full disk, mostly).
void writeCheckpoint(const std::filesystem::path& path, std::span<const Parameter> parameters,
                     const Optimizer& optimizer, const nlohmann::json& progress);

// Fills in values and state, after `steps` of `progress`, which is returned. Throws Error NotFound,
// Io or Corrupt (says what does not fit the parameters); then these may be half read.
nlohmann::json readCheckpoint(const std::filesystem::path& path, std::span<Parameter> parameters,
                              Optimizer& optimizer);
// The values alone.
void readCheckpointValues(const std::filesystem::path& path, std::span<Parameter> parameters);

}  // namespace alcove::training
