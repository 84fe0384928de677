// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "runtime/answer_parsing.h"
#include "sampling/constraint.h"
#include "server/chat_request.h"

namespace alcove::server {

// How an answer is made to be what its request says it must be.
struct AnswerStart {
  std::string opening;  // the prompt goes on with it, control tokens parsed; the reader is shown it
  std::shared_ptr<sampling::Constraint> constraint;  // null: it may say anything
};

// Throws Error InvalidArgument for a choice of tool that there is none for, Unsupported where the
// model's family cannot be made to call or has a schema that cannot be kept to though it says
// `strict`.
[[nodiscard]] AnswerStart answerStart(const ChatRequest& chat, const runtime::AnswerReader& reader,
                                      const runtime::Engine& engine);

}  // namespace alcove::server
