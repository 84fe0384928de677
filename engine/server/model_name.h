// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string_view>

#include "runtime/engine.h"
#include "server/json_reader.h"
#include "server/model_host.h"

namespace alcove::server {

// By what it calls itself, or by its file.
[[nodiscard]] bool namesModel(std::string_view name, const runtime::ModelInfo& info);

// Clients send all sorts of names in `model`, or none. Throws Error NotFound for one that names
// another model than the loaded one.
void checkModelName(const JsonReader& reader, const runtime::ModelInfo& info);

// The loaded model, for a request to generate. Throws Refusal 503 if there is none, what
// checkModelName() throws, and Error Unsupported for a model that makes embeddings only.
[[nodiscard]] std::shared_ptr<LoadedModel> generatingModel(ModelHost& host,
                                                           const JsonReader& reader);

}  // namespace alcove::server
