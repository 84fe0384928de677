// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "server/answer_run.h"

namespace alcove::server {

// Runs `answer` on `model` and hands it over as Anthropic's protocol has it: one message, or a
// stream of events that build one. Throws what AnswerRun throws, and Refusal 500 if it failed.
[[nodiscard]] HttpResponse anthropicResponse(std::shared_ptr<LoadedModel> model,
                                             PreparedAnswer answer, bool stream,
                                             const HttpRequest& request);

}  // namespace alcove::server
