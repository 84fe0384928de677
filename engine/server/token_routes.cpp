// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "server/chat_fields.h"
#include "server/chat_request.h"
#include "server/json_members.h"
#include "server/json_reader.h"
#include "server/json_views.h"
#include "server/model_name.h"
#include "server/route.h"

namespace alcove::server {
namespace {

using nlohmann::ordered_json;

std::vector<runtime::TokenId> readTokens(const JsonReader& reader) {
  const ordered_json* tokens = reader.find("tokens");
  if (tokens == nullptr || !tokens->is_array())
    throw Error(ErrorCode::InvalidArgument, "'tokens' must be an array of token ids.");
  auto ids = findTokenIds(*tokens);
  if (!ids)
    throw Error(ErrorCode::InvalidArgument,
                "'tokens' must hold whole numbers, each the id of a token.");
  return *std::move(ids);
}

// A piece as text where it is some, else as its bytes: a character may be split over tokens.
ordered_json pieceJson(const std::string& bytes) {
  ordered_json piece = bytes;
  try {
    (void)piece.dump();
    return piece;
  } catch (const ordered_json::exception&) {
    return std::vector<std::uint8_t>(bytes.begin(), bytes.end());
  }
}

struct NamedText {
  std::string text;
  bool special = true;  // with the tokens that the model wants around a text
};

// The text to tokenize: ours is `text`, vLLM's `prompt`, and llama-server's `content`, which has
// the text alone unless it says otherwise.
NamedText readText(const JsonReader& reader) {
  if (const auto content = reader.string("content"))
    return {*content, reader.boolean("add_special").value_or(false)};
  if (const auto prompt = reader.string("prompt"))
    return {*prompt, reader.boolean("add_special_tokens").value_or(true)};
  return {reader.requireString("text"), true};
}

std::vector<runtime::TokenId> tokenize(const JsonReader& reader, const runtime::Engine& engine) {
  if (reader.find("messages") != nullptr) return renderChat(readChatFields(reader), engine).tokens;
  const NamedText named = readText(reader);
  const bool control = reader.boolean("parse_special").value_or(false);
  const auto parse = control ? tokenizer::ControlTokens::Parse : tokenizer::ControlTokens::AsText;
  std::vector<runtime::TokenId> tokens = engine.tokenizer().encode(named.text, parse);
  if (named.special && engine.tokenizer().addsBos())
    tokens.insert(tokens.begin(), *engine.tokenizer().bos());
  return tokens;
}

}  // namespace

HttpResponse postTokenize(ModelHost& host, const HttpRequest& request) {
  const JsonReader reader(request.body);
  const std::shared_ptr<LoadedModel> model = host.require();
  const runtime::Engine& engine = *model->engine;
  checkModelName(reader, engine.info());
  const std::vector<runtime::TokenId> tokens = tokenize(reader, engine);
  ordered_json body = {
      {"tokens", tokens}, {"count", tokens.size()}, {"max_model_len", engine.info().contextTokens}};
  const auto piece = [&](runtime::TokenId id) {
    return pieceJson(std::string(engine.tokenizer().bytes(id)));
  };
  if (reader.boolean("return_token_strs").value_or(false)) {
    body["token_strs"] = ordered_json::array();
    for (const runtime::TokenId id : tokens) body["token_strs"].push_back(piece(id));
  }
  if (reader.boolean("with_pieces").value_or(false)) {
    body["tokens"] = ordered_json::array();
    for (const runtime::TokenId id : tokens)
      body["tokens"].push_back({{"id", id}, {"piece", piece(id)}});
  }
  HttpResponse response;
  response.body = jsonText(body);
  return response;
}

HttpResponse postDetokenize(ModelHost& host, const HttpRequest& request) {
  const JsonReader reader(request.body);
  const std::vector<runtime::TokenId> ids = readTokens(reader);
  const std::shared_ptr<LoadedModel> model = host.require();
  checkModelName(reader, model->engine->info());
  const std::string text = model->engine->tokenizer().decode(ids, true);
  HttpResponse response;
  response.body = jsonText({{"text", text}, {"prompt", text}, {"content", text}});
  return response;
}

}  // namespace alcove::server
