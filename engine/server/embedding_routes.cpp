// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>

#include <nlohmann/json.hpp>
#include <numeric>

#include "runtime/embedding_input.h"
#include "runtime/pooling.h"
#include "server/embedding_fields.h"
#include "server/json_views.h"
#include "server/live_request.h"
#include "server/model_name.h"
#include "server/route.h"

namespace alcove::server {
namespace {

using nlohmann::ordered_json;
using Tokens = std::vector<runtime::TokenId>;

// The answer's embeddings and what it says about each.
struct Embedded {
  runtime::Embeddings embeddings;
  std::vector<std::uint32_t> parts;
  std::uint64_t tokens = 0;
};

Embedded embedTokens(runtime::Engine& engine, runtime::EmbeddingRequest request,
                     std::vector<Tokens> inputs, const Connected& wanted) {
  Embedded result;
  result.parts.assign(inputs.size(), 1);
  for (const Tokens& tokens : inputs) result.tokens += tokens.size();
  request.inputs = std::move(inputs);
  result.embeddings = engine.embed(std::move(request), wanted);
  return result;
}

Embedded embedTexts(runtime::Engine& engine, runtime::EmbeddingRequest request,
                    const std::vector<std::string>& texts, runtime::LongText longText,
                    const Connected& wanted) {
  runtime::EmbeddingInput input(engine, texts, longText);
  Embedded result;
  result.parts.assign(input.parts().begin(), input.parts().end());
  result.tokens = std::accumulate(input.tokens().begin(), input.tokens().end(), std::uint64_t(0));
  request.inputs = input.takeInputs();
  result.embeddings = input.join(engine.embed(std::move(request), wanted), true);
  return result;
}

// Token ids are embedded as they are: only of a text is it known where its parts may be cut and
// what belongs around them.
void requireTextToSplit(const EmbeddingFields& fields) {
  if (fields.longText == runtime::LongText::Split &&
      !std::holds_alternative<std::vector<std::string>>(fields.input))
    throw Error(ErrorCode::InvalidArgument, "'split' needs texts; 'input' has token ids.");
}

ordered_json answer(const Embedded& embedded, EmbeddingEncoding encoding,
                    const runtime::ModelInfo& info) {
  ordered_json data = ordered_json::array();
  for (std::size_t i = 0; i < embedded.embeddings.values.size(); ++i) {
    data.push_back({{"object", "embedding"},
                    {"index", i},
                    {"embedding", embeddingJson(embedded.embeddings.values[i], encoding)}});
    if (embedded.parts[i] > 1) data.back()["parts"] = embedded.parts[i];
  }
  return {{"object", "list"},
          {"data", std::move(data)},
          {"model", info.name},
          {"usage", {{"prompt_tokens", embedded.tokens}, {"total_tokens", embedded.tokens}}},
          {"alcove",
           {{"pooling", runtime::poolingName(embedded.embeddings.pooling)},
            {"dimensions", embedded.embeddings.width},
            {"device", deviceJson(info)}}}};
}

}  // namespace

HttpResponse postEmbeddings(ModelHost& host, const HttpRequest& request) {
  const JsonReader reader(request.body);
  EmbeddingFields fields = readEmbeddingFields(reader);
  requireTextToSplit(fields);
  const std::shared_ptr<LoadedModel> model = host.require();
  runtime::Engine& engine = *model->engine;
  checkModelName(reader, engine.info());
  runtime::EmbeddingRequest embedding;
  embedding.pooling = fields.pooling.value_or(engine.info().pooling);
  embedding.dimensions = fields.dimensions;
  if (embedding.pooling == models::Pooling::None)
    throw Error(ErrorCode::InvalidArgument,
                "The model makes an embedding of each token and does not say how to join them; "
                "give 'pooling': mean, cls or last.");
  const Connected wanted = [&] { return request.connected() && !model->retired; };
  auto* tokens = std::get_if<std::vector<Tokens>>(&fields.input);
  const Embedded embedded =
      tokens ? embedTokens(engine, embedding, std::move(*tokens), wanted)
             : embedTexts(engine, embedding, std::get<std::vector<std::string>>(fields.input),
                          fields.longText, wanted);
  request.live->addPrompt(embedded.tokens);
  HttpResponse response;
  response.body = jsonText(answer(embedded, fields.encoding, engine.info()));
  return response;
}

}  // namespace alcove::server
