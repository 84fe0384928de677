// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "grammar/grammar.h"
#include "server/json_reader.h"

namespace alcove::server {

// What a request's answer must keep to: `response_format` (json_object, json_schema) or `grammar`
// (GBNF); null if it may say anything. Throws Error InvalidArgument, Unsupported or LimitExceeded,
// with what is wrong with the grammar or schema.
[[nodiscard]] std::shared_ptr<const grammar::Grammar> readAnswerGrammar(const JsonReader& reader);

// The same for `grammar` alone.
[[nodiscard]] std::shared_ptr<const grammar::Grammar> readGbnf(const JsonReader& reader);

// Throws Error InvalidArgument if both are wanted; `field` is where the format is asked for.
void requireOneGrammar(const std::shared_ptr<const grammar::Grammar>& format,
                       const std::shared_ptr<const grammar::Grammar>& gbnf, const char* field);

}  // namespace alcove::server
