// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/adapter_fields.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include "server/json_members.h"

namespace alcove::server {
namespace {

constexpr std::size_t kMostAdapters = 64;  // of one request

runtime::AdapterScale readOne(const nlohmann::ordered_json& value, const std::string& place) {
  requireObject(value, place);
  runtime::AdapterScale result;
  const nlohmann::ordered_json* id = findMember(value, "id");
  if (!id || !id->is_number_unsigned() || id->get<std::uint64_t>() > UINT32_MAX)
    refusePlace(place + ".id", "the id of an adapter");
  result.id = id->get<std::uint32_t>();
  if (const nlohmann::ordered_json* scale = findMember(value, "scale")) {
    if (!scale->is_number()) refusePlace(place + ".scale", "a number");
    result.scale = scale->get<float>();
  }
  return result;
}

}  // namespace

std::optional<std::vector<runtime::AdapterScale>> readAdapterScales(const JsonReader& reader,
                                                                    const char* name) {
  const nlohmann::ordered_json* array = reader.find(name);
  if (!array) return std::nullopt;
  requireArray(*array, name);
  if (array->size() > kMostAdapters)
    throw Error(ErrorCode::InvalidArgument,
                fmt::format("'{}' names more than {} adapters.", name, kMostAdapters), name);
  std::vector<runtime::AdapterScale> scales;
  for (std::size_t i = 0; i < array->size(); ++i)
    scales.push_back(readOne((*array)[i], fmt::format("{}[{}]", name, i)));
  return scales;
}

}  // namespace alcove::server
