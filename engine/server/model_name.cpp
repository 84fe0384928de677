// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/model_name.h"

#include <alcove/error.h>
#include <fmt/format.h>

namespace alcove::server {

bool namesModel(std::string_view name, const runtime::ModelInfo& info) {
  return name == info.name || name == info.path.string() || name == info.path.filename().string() ||
         name == info.path.stem().string();
}

void checkModelName(const JsonReader& reader, const runtime::ModelInfo& info) {
  const std::string name = reader.string("model").value_or("");
  if (name.empty() || namesModel(name, info)) return;
  throw Error(ErrorCode::NotFound,
              fmt::format("The model '{}' is not loaded; '{}' is.", name, info.name));
}

std::shared_ptr<LoadedModel> generatingModel(ModelHost& host, const JsonReader& reader) {
  std::shared_ptr<LoadedModel> model = host.require();
  checkModelName(reader, model->engine->info());
  requireGeneration(model->engine->info());
  return model;
}

}  // namespace alcove::server
