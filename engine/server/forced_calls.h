// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "grammar/grammar.h"
#include "runtime/answer_parsing.h"
#include "server/chat_request.h"

namespace alcove::server {

// The name of the only tool that a forced call can be of; empty if there is a choice. Throws Error
// InvalidArgument if there is no tool, or none of the name that is asked for, or a name that cannot
// stand in a call.
[[nodiscard]] std::string onlyToolName(const ChatRequest& chat);

// What an answer is held to that goes on behind `form.opening`: the call of one of the tools that
// the request asks for or, if it is given, of the tool `only`. `lead` stands in front of it.
// Arguments keep to the tool's schema; one that cannot be kept to counts as any object, unless the
// tool says `strict`. Throws Error Unsupported, InvalidArgument or LimitExceeded.
[[nodiscard]] std::shared_ptr<const grammar::Grammar> forcedCallGrammar(
    const ChatRequest& chat, const runtime::AnswerReader::Forced& form,
    const std::string& lead = {}, const std::string& only = {});

// The names of the tools that a forced call may be of. Throws what onlyToolName() throws.
[[nodiscard]] std::vector<std::string> callableNames(const ChatRequest& chat);

}  // namespace alcove::server
