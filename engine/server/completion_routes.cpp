// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <utility>

#include "server/answer_grammar.h"
#include "server/chat_fields.h"
#include "server/completion_answer.h"
#include "server/generation_fields.h"
#include "server/model_name.h"
#include "server/route.h"
#include "server/text_prompts.h"

namespace alcove::server {
namespace {

constexpr std::size_t kMostTextAnswers = 128;

// A plain prompt passes no template that could show tools to the model.
void refuseTools(const JsonReader& reader) {
  const nlohmann::ordered_json* tools = reader.find("tools");
  if (tools != nullptr && !(tools->is_structured() && tools->empty()))
    throw Error(ErrorCode::Unsupported, "'tools' need messages; send them to /v1/chat/completions.",
                "tools");
}

// `candidates` answers to each prompt.
std::vector<PreparedAnswer> prepareTexts(const runtime::GenerationRequest& request,
                                         const std::vector<runtime::Prompt>& prompts,
                                         std::size_t candidates, const runtime::Engine& engine) {
  std::vector<PreparedAnswer> answers;
  for (std::size_t prompt = 0; prompt < prompts.size(); ++prompt) {
    checkSeveral(prompts[prompt].tokens.size(), candidates, engine);
    for (std::size_t i = 0; i < candidates; ++i) {
      PreparedAnswer answer;
      answer.generation = varied(request, answers.size());
      answer.generation.prompt = prompts[prompt].tokens;
      answer.generation.keepTokens =
          runtime::keptTokens(prompts[prompt], request.contextPolicy, engine.info().contextTokens);
      answer.prompt = prompt;
      answers.push_back(std::move(answer));
    }
  }
  return answers;
}

std::vector<EchoedPrompt> echoes(LoadedModel& model, const std::vector<runtime::Prompt>& prompts,
                                 int logprobs, const Connected& connected) {
  std::vector<EchoedPrompt> echoes;
  for (const runtime::Prompt& prompt : prompts) {
    const std::lock_guard lock(model.evaluation);
    if (!connected()) throw Error(ErrorCode::Cancelled, "The client has gone away.");
    echoes.push_back(echoOf(prompt, *model.engine, logprobs));
  }
  return echoes;
}

int readTextLogprobs(const JsonReader& reader) {
  return int(reader.integer("logprobs", 0, sampling::kMostTopLogprobs).value_or(-1));
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
  // A format is for what the person reads; a grammar says it all.
  (reader.string("grammar").value_or("").empty() ? chat.format : chat.grammar) =
      readAnswerGrammar(reader);
  auto answers = prepareChat(chat, engine, fields.choices);
  return completionResponse(model, std::move(answers),
                            chatFormat(engine, chat.heardTools() != nullptr), fields, request);
}

HttpResponse postCompletions(ModelHost& host, const HttpRequest& request) {
  const JsonReader reader(request.body);
  CompletionFields fields = readTextCompletionFields(reader);
  const bool echo = reader.boolean("echo").value_or(false);
  runtime::GenerationRequest generation = readGenerationFields(reader, echo ? 0 : 1);
  if (echo && generation.adapters)
    throw Error(ErrorCode::InvalidArgument,
                "'lora' does not go with 'echo', whose log-probabilities are those of the adapters "
                "that are set for everybody.",
                "lora");
  const int logprobs = readTextLogprobs(reader);
  fields.tellsLogprobs = logprobs >= 0;
  // What the likeliest answers are, their log-probabilities say.
  generation.logprobs = fields.candidates > fields.choices ? std::max(logprobs, 0) : logprobs;
  const std::shared_ptr<LoadedModel> model = generatingModel(host, reader);
  runtime::Engine& engine = *model->engine;
  if (auto grammar = readAnswerGrammar(reader))
    generation.constraint = engine.constrain(std::move(grammar));
  refuseTools(reader);

  const std::vector<runtime::Prompt> prompts = readTextPrompts(reader, engine);
  if (prompts.size() * fields.candidates > kMostTextAnswers)
    throw Error(ErrorCode::LimitExceeded,
                fmt::format("The request asks for {} answers; {} are the most.",
                            prompts.size() * fields.candidates, kMostTextAnswers),
                "prompt");
  std::vector<EchoedPrompt> echoed;
  if (echo) echoed = echoes(*model, prompts, logprobs, request.connected);
  auto format = textFormat(engine, std::move(echoed), fields.choices);
  if (generation.maxTokens == 0) return echoResponse(engine, prompts, *format, fields);
  return completionResponse(model, prepareTexts(generation, prompts, fields.candidates, engine),
                            std::move(format), fields, request);
}

}  // namespace alcove::server
