// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/answer_grammar.h"

#include <alcove/error.h>
#include <fmt/format.h>

namespace alcove::server {
namespace {

using nlohmann::ordered_json;

[[noreturn]] void refuse(const char* sentence) {
  throw Error(ErrorCode::InvalidArgument, sentence, "response_format");
}

std::shared_ptr<const grammar::Grammar> ofFormat(const ordered_json& format) {
  const ordered_json type = format.is_object() ? format.value("type", ordered_json()) : nullptr;
  if (type == "text") return nullptr;
  if (type == "json_object") {
    const auto schema = format.find("schema");
    return schema == format.end() ? grammar::Grammar::anyJsonObject()
                                  : grammar::Grammar::fromJsonSchema(*schema);
  }
  if (type != "json_schema")
    refuse("'response_format' must have a type: text, json_object or json_schema.");
  const auto wrapped = format.find("json_schema");
  if (wrapped == format.end() || !wrapped->is_object() || !wrapped->contains("schema"))
    refuse("'response_format' of type json_schema must have the schema in json_schema.schema.");
  return grammar::Grammar::fromJsonSchema((*wrapped)["schema"]);
}

}  // namespace

std::shared_ptr<const grammar::Grammar> readAnswerGrammar(const JsonReader& reader) {
  std::shared_ptr<const grammar::Grammar> found;
  if (const ordered_json* format = reader.find("response_format")) found = ofFormat(*format);
  auto gbnf = readGbnf(reader);
  requireOneGrammar(found, gbnf, "response_format");
  return gbnf ? gbnf : found;
}

void requireOneGrammar(const std::shared_ptr<const grammar::Grammar>& format,
                       const std::shared_ptr<const grammar::Grammar>& gbnf, const char* field) {
  if (!format || !gbnf) return;
  throw Error(ErrorCode::InvalidArgument,
              fmt::format("'grammar' and '{}' cannot both hold; leave one out.", field), field);
}

std::shared_ptr<const grammar::Grammar> readGbnf(const JsonReader& reader) {
  const std::string gbnf = reader.string("grammar").value_or("");
  return gbnf.empty() ? nullptr : grammar::Grammar::fromGbnf(gbnf);
}

}  // namespace alcove::server
