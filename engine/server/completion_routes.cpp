// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>

#include <memory>
#include <utility>

#include "runtime/prompt.h"
#include "server/answer_grammar.h"
#include "server/chat_fields.h"
#include "server/completion_answer.h"
#include "server/generation_fields.h"
#include "server/model_name.h"
#include "server/route.h"

namespace alcove::server {
namespace {

// A plain prompt passes no template that could show tools to the model.
void refuseTools(const JsonReader& reader) {
  const nlohmann::ordered_json* tools = reader.find("tools");
  if (tools != nullptr && !(tools->is_structured() && tools->empty()))
    throw Error(ErrorCode::Unsupported, "'tools' need messages; send them to /v1/chat/completions.",
                "tools");
}

// Held to a format, the model could not call, though it was shown the tools.
void refuseFormatBesideTools(const JsonReader& reader, const ChatRequest& chat) {
  if (chat.toolUse == ToolUse::Auto && chat.heardTools() != nullptr && chat.format &&
      reader.find("response_format") != nullptr)
    throw Error(ErrorCode::Unsupported,
                "An answer cannot both keep to 'response_format' and call 'tools' as it likes; set "
                "'tool_choice' to none or required, or leave one of them out.",
                "response_format");
}

std::shared_ptr<LoadedModel> generatingModel(ModelHost& host, const JsonReader& reader) {
  std::shared_ptr<LoadedModel> model = host.require();
  checkModelName(reader, model->engine->info());
  requireGeneration(model->engine->info());
  return model;
}

// The answers to one plain prompt.
void addAnswers(std::vector<PreparedAnswer>& answers, const runtime::GenerationRequest& request,
                std::size_t prompt, std::size_t count) {
  for (std::size_t i = 0; i < count; ++i) {
    PreparedAnswer answer;
    answer.generation = varied(request, answers.size());
    answer.prompt = prompt;
    answers.push_back(std::move(answer));
  }
}

}  // namespace

HttpResponse postChatCompletions(ModelHost& host, const HttpRequest& request) {
  const JsonReader reader(request.body);
  const CompletionFields fields = readCompletionFields(reader);
  runtime::GenerationRequest generation = readGenerationFields(reader);
  generation.logprobs = readChatLogprobs(reader);
  const std::shared_ptr<LoadedModel> model = generatingModel(host, reader);
  const runtime::Engine& engine = *model->engine;

  ChatRequest chat = readChatFields(reader);
  chat.generation = std::move(generation);
  chat.format = readAnswerGrammar(reader);
  refuseFormatBesideTools(reader, chat);
  auto answers = prepareChat(chat, engine, fields.choices);
  return completionResponse(model, std::move(answers),
                            chatFormat(engine, chat.heardTools() != nullptr), fields, request);
}

HttpResponse postCompletions(ModelHost& host, const HttpRequest& request) {
  const JsonReader reader(request.body);
  const CompletionFields fields = readCompletionFields(reader);
  runtime::GenerationRequest generation = readGenerationFields(reader);
  const std::shared_ptr<LoadedModel> model = generatingModel(host, reader);
  const runtime::Engine& engine = *model->engine;
  if (auto grammar = readAnswerGrammar(reader))
    generation.constraint = engine.constrain(std::move(grammar));
  refuseTools(reader);

  const runtime::Prompt prompt = runtime::textPrompt(engine, reader.requireString("prompt"));
  generation.prompt = prompt.tokens;
  if (generation.contextPolicy != runtime::ContextPolicy::Stop)
    generation.keepTokens = prompt.keepTokens;
  std::vector<PreparedAnswer> answers;
  addAnswers(answers, generation, 0, fields.choices);
  return completionResponse(model, std::move(answers), textFormat(engine, {}, fields.choices),
                            fields, request);
}

}  // namespace alcove::server
