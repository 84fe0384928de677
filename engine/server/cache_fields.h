// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "server/json_reader.h"

namespace alcove::server {

// The names of the types that a request wants K and V to have; empty: the model's choice. `kv_type`
// is that of both, `kv_type_k` and `kv_type_v` go before it. Throws Error InvalidArgument.
struct CacheFields {
  std::string keyType;
  std::string valueType;
};
[[nodiscard]] CacheFields readCacheFields(const JsonReader& reader);

}  // namespace alcove::server
