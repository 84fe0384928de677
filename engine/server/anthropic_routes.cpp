// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Anthropic's Messages API.
#include <memory>
#include <utility>

#include "server/anthropic_answer.h"
#include "server/anthropic_fields.h"
#include "server/json_views.h"
#include "server/model_name.h"
#include "server/route.h"

namespace alcove::server {

HttpResponse postMessages(ModelHost& host, const HttpRequest& request) {
  const JsonReader reader(request.body);
  runtime::GenerationRequest generation = readAnthropicGeneration(reader);
  ChatRequest chat = readAnthropicChat(reader);
  chat.generation = std::move(generation);
  const bool stream = reader.boolean("stream").value_or(false);
  std::shared_ptr<LoadedModel> model = generatingModel(host, reader);
  std::vector<PreparedAnswer> answers = prepareChat(chat, *model->engine);
  return anthropicResponse(std::move(model), std::move(answers.front()), stream, request);
}

HttpResponse postCountTokens(ModelHost& host, const HttpRequest& request) {
  const JsonReader reader(request.body);
  const ChatRequest chat = readAnthropicChat(reader);
  const std::shared_ptr<LoadedModel> model = generatingModel(host, reader);
  HttpResponse response;
  response.body = jsonText({{"input_tokens", renderChat(chat, *model->engine).tokens.size()}});
  return response;
}

}  // namespace alcove::server
