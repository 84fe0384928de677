// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// OpenAI's Responses API, without what would have to be stored.
#include <memory>
#include <utility>

#include "server/model_name.h"
#include "server/responses_answer.h"
#include "server/responses_fields.h"
#include "server/route.h"

namespace alcove::server {

HttpResponse postResponses(ModelHost& host, const HttpRequest& request) {
  const JsonReader reader(request.body);
  ResponsesRequest fields = readResponsesFields(reader);
  std::shared_ptr<LoadedModel> model = generatingModel(host, reader);
  std::vector<PreparedAnswer> answers = prepareChat(fields.chat, *model->engine);
  return responsesResponse(std::move(model), std::move(answers.front()), std::move(fields.settings),
                           fields.stream, request);
}

}  // namespace alcove::server
