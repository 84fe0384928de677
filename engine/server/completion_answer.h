// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <vector>

#include "server/completion_fields.h"
#include "server/completion_format.h"

namespace alcove::server {

// Runs `answers` on `model` and hands them over as OpenAI's protocol has it, whole or as a stream
// of server-sent events. Throws what AnswerRun and wholeAnswers() throw.
[[nodiscard]] HttpResponse completionResponse(std::shared_ptr<LoadedModel> model,
                                              std::vector<PreparedAnswer> answers,
                                              std::unique_ptr<CompletionFormat> format,
                                              const CompletionFields& fields,
                                              const HttpRequest& request);

// The prompts alone, each `fields.choices` times: for a request of no token. Throws Error
// InvalidArgument for a stream.
[[nodiscard]] HttpResponse echoResponse(const runtime::Engine& engine,
                                        const std::vector<runtime::Prompt>& prompts,
                                        CompletionFormat& format, const CompletionFields& fields);

}  // namespace alcove::server
