// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/cache_fields.h"

namespace alcove::server {

CacheFields readCacheFields(const JsonReader& reader) {
  const std::string both = reader.string("kv_type").value_or("");
  const auto one = [&](const char* name) {
    const std::string type = reader.string(name).value_or("");
    return type.empty() ? both : type;
  };
  return {one("kv_type_k"), one("kv_type_v")};
}

}  // namespace alcove::server
