// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>

#include <algorithm>

#include "grammar/schema_compiler.h"

namespace alcove::grammar {

ExprId SchemaCompiler::array(const Json& schema) {
  static const Json kNone = Json::array();
  if (schema.contains("uniqueItems") && schema["uniqueItems"] != false)
    throw Error(ErrorCode::Unsupported,
                "The schema uses 'uniqueItems', which cannot be held to; leave it out.");
  const int least = count(schema, "minItems", 0);
  int most = count(schema, "maxItems", -1);
  // Drafts before 2020-12 have a list under "items" and the rest under "additionalItems".
  const bool oldForm = schema.contains("items") && schema["items"].is_array();
  const char* prefixKey = oldForm ? "items" : "prefixItems";
  const char* itemKey = oldForm ? "additionalItems" : "items";
  const Json& prefix = schema.contains(prefixKey) ? schema[prefixKey] : kNone;
  if (!prefix.is_array())
    throw Error(ErrorCode::InvalidArgument,
                "'prefixItems' in the schema must be a list of schemas.");
  const int prefixCount = int(std::min<std::size_t>(prefix.size(), INT32_MAX));
  Json item = schema.contains(itemKey) ? schema[itemKey] : Json(true);
  // Where only the first items are declared, no others are made unless they are needed.
  if (!schema.contains(itemKey) && prefixCount >= std::max(least, 1)) item = false;
  if (item == false) most = most < 0 ? prefixCount : std::min(most, prefixCount);
  if (most >= 0 && most < least) return m_rules.choice({});

  if (prefixCount == 0)
    return m_json.enclosed(
        '[', most == 0 ? m_rules.sequence({}) : m_json.list(value(item), least, most), ']');
  // From the last to the first: what follows an item that may be left out is inside it.
  ExprId rest = m_rules.sequence({});
  if (most < 0 || most > prefixCount)
    rest = m_rules.repeat(m_json.next(value(item)), std::max(least - prefixCount, 0),
                          most < 0 ? -1 : most - prefixCount);
  const int used = most < 0 ? prefixCount : std::min(prefixCount, most);
  for (int i = used - 1; i >= 0; --i) {
    const ExprId own = value(prefix[std::size_t(i)]);
    rest = m_rules.sequence({i == 0 ? own : m_json.next(own), rest});
    if (i >= least) rest = m_rules.optional(rest);
  }
  return m_json.enclosed('[', rest, ']');
}

}  // namespace alcove::grammar
