// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <nlohmann/json.hpp>

#include "server/answer_run.h"

namespace alcove::server {

// Runs `answer` on `model` and hands it over as OpenAI's Responses API has it: one response, or a
// stream of events that build one. `settings`: what the response repeats of the request. Throws
// what AnswerRun throws, and Refusal 500 if it failed.
[[nodiscard]] HttpResponse responsesResponse(std::shared_ptr<LoadedModel> model,
                                             PreparedAnswer answer, nlohmann::ordered_json settings,
                                             bool stream, const HttpRequest& request);

}  // namespace alcove::server
