// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "adapters/adapter_config.h"
#include "training/parameter.h"

namespace alcove::training {

// Writes the parameters of an adapter, as TrainingModel has them, as PEFT does: see
// adapters::writePeft(). `config` is the one that the adapter was begun with, or read with;
// `baseModel` is what PEFT is told to put it on. Throws Error Io, or InvalidArgument if the
// parameters are no adapter's.
void writeTrainedAdapter(const std::filesystem::path& folder, std::span<const Parameter> parameters,
                         const adapters::AdapterConfig& config, const std::string& baseModel);

}  // namespace alcove::training
