// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>

#include <nlohmann/json.hpp>

#include "runtime/prompt.h"
#include "server/chat_fields.h"
#include "server/chat_request.h"
#include "server/json_reader.h"
#include "server/json_views.h"
#include "server/route.h"

namespace alcove::server {
namespace {

using nlohmann::ordered_json;

std::vector<runtime::TokenId> readTokens(const JsonReader& reader) {
  const ordered_json* tokens = reader.find("tokens");
  if (tokens == nullptr || !tokens->is_array())
    throw Error(ErrorCode::InvalidArgument, "'tokens' must be an array of token ids.");
  std::vector<runtime::TokenId> ids;
  for (const ordered_json& token : *tokens) {
    if (!token.is_number_unsigned() || token.get<std::uint64_t>() > std::uint64_t(INT32_MAX))
      throw Error(ErrorCode::InvalidArgument,
                  "'tokens' must hold whole numbers, each the id of a token.");
    ids.push_back(token.get<runtime::TokenId>());
  }
  return ids;
}

}  // namespace

HttpResponse postTokenize(ModelHost& host, const HttpRequest& request) {
  const JsonReader reader(request.body);
  const std::shared_ptr<LoadedModel> model = host.require();
  const runtime::Prompt prompt =
      reader.find("messages") != nullptr
          ? renderChat(readChatFields(reader), *model->engine)
          : runtime::textPrompt(*model->engine, reader.requireString("text"));
  HttpResponse response;
  response.body = jsonText({{"tokens", prompt.tokens}, {"count", prompt.tokens.size()}});
  return response;
}

HttpResponse postDetokenize(ModelHost& host, const HttpRequest& request) {
  const JsonReader reader(request.body);
  const std::vector<runtime::TokenId> ids = readTokens(reader);
  const std::shared_ptr<LoadedModel> model = host.require();
  HttpResponse response;
  response.body = jsonText({{"text", model->engine->tokenizer().decode(ids, true)}});
  return response;
}

}  // namespace alcove::server
