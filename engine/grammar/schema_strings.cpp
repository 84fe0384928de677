// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>

#include "grammar/pattern.h"
#include "grammar/schema_compiler.h"
#include "grammar/string_formats.h"

namespace alcove::grammar {
namespace {

const std::string* textOf(const Json& schema, const char* key) {
  const auto found = schema.find(key);
  if (found == schema.end()) return nullptr;
  if (!found->is_string())
    throw Error(ErrorCode::InvalidArgument,
                fmt::format("'{}' in the schema must be a string.", key));
  return &found->get_ref<const std::string&>();
}

// A format that is meant for the numbers of a schema for several types.
bool isNumberFormat(const std::string& format) {
  return format == "int32" || format == "int64" || format == "float" || format == "double";
}

}  // namespace

ExprId SchemaCompiler::string(const Json& schema) {
  const int least = count(schema, "minLength", 0);
  const int most = count(schema, "maxLength", -1);
  if (most >= 0 && most < least) return m_rules.choice({});
  const std::string* pattern = textOf(schema, "pattern");
  const std::string* format = textOf(schema, "format");
  if (format != nullptr && isNumberFormat(*format) && typesOf(schema).size() > 1) format = nullptr;
  if (format != nullptr) {
    const char* expression = patternOfFormat(*format);
    if (expression == nullptr)
      throw Error(
          ErrorCode::Unsupported,
          fmt::format("The format '{}' of a string in the schema is not known; known are {}.",
                      format->substr(0, 64), knownFormats()));
    if (pattern != nullptr)
      throw Error(ErrorCode::Unsupported,
                  "The schema has both 'format' and 'pattern' for a string; leave one out.");
    return stringOfPattern(expression, least, most);
  }
  if (pattern != nullptr) return stringOfPattern(*pattern, least, most);
  if (least == 0 && most < 0) return m_json.string();
  const ExprId quote = m_rules.literal("\"");
  return m_rules.sequence({quote, m_rules.repeat(m_json.character(), least, most), quote});
}

ExprId SchemaCompiler::stringOfPattern(const std::string& text, int least, int most) {
  Pattern pattern = readPattern(text, m_json);
  const bool longEnough = pattern.least >= least;
  const bool shortEnough = most < 0 || (pattern.most >= 0 && pattern.most <= most);
  if (!longEnough || !shortEnough) {
    if (!pattern.unit)
      throw Error(ErrorCode::Unsupported,
                  fmt::format("The schema limits the length of a string beside '{}', which allows "
                              "other lengths; write the length into the pattern.",
                              text));
    const int from = std::max(pattern.least, least);
    const int to = pattern.most < 0 ? most : most < 0 ? pattern.most : std::min(pattern.most, most);
    if (to >= 0 && to < from) return m_rules.choice({});
    pattern.text = m_rules.repeat(*pattern.unit, from, to);
  }
  const ExprId quote = m_rules.literal("\"");
  return m_rules.sequence({quote, pattern.text, quote});
}

}  // namespace alcove::grammar
