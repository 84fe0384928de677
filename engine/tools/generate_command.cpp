// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <cstdio>
#include <nlohmann/json.hpp>
#include <vector>

#include "runtime/prompt.h"
#include "server/json_views.h"
#include "tools/engine_arguments.h"
#include "tools/sampling_arguments.h"

namespace alcove::tools {
namespace {

using nlohmann::ordered_json;
using runtime::ContextPolicy;

struct GenerateOptions {
  EngineArguments engine;
  bool chat = false;
  std::string system;
  std::string prompt;
  runtime::GenerationRequest request;
  SamplingArguments sampling;
  bool json = false;
};

void declare(Arguments& arguments, GenerateOptions& options) {
  static const std::map<std::string, ContextPolicy> kPolicies = {
      {"stop", ContextPolicy::Stop},
      {"slide", ContextPolicy::Slide},
      {"middle_out", ContextPolicy::MiddleOut}};
  options.engine.add(arguments);
  options.engine.addContext(arguments);
  options.engine.addAdapters(arguments);
  options.engine.addSpill(arguments);
  addSpeculationOptions(arguments, options.engine.options);
  arguments.addJson(options.json);
  CLI::App& app = arguments.app();
  app.add_option("-p,--prompt", options.prompt, "What to go on from, or to answer with --chat")
      ->required()
      ->type_name("TEXT");
  app.add_flag("--chat", options.chat, "Put the prompt into the model's chat template");
  app.add_option("--system", options.system, "System message, with --chat")->type_name("TEXT");
  app.add_option("-n,--tokens", options.request.maxTokens,
                 "Tokens to generate at most (default: until the answer ends)")
      ->check(CLI::Range(1, 1 << 30))
      ->type_name("N");
  options.sampling.add(arguments, options.request.sampling);
  app.add_option("--stop", options.request.stop, "End before this text; may be given several times")
      ->type_name("TEXT");
  app.add_option("--context-policy", options.request.contextPolicy,
                 "When the context is full: stop, slide or middle_out (default: stop)")
      ->transform(CLI::CheckedTransformer(kPolicies))
      ->type_name("POLICY");
}

runtime::Prompt buildPrompt(const runtime::Engine& engine, const GenerateOptions& options) {
  if (!options.chat) return runtime::textPrompt(engine, options.prompt);
  ordered_json messages = ordered_json::array();
  if (!options.system.empty())
    messages.push_back({{"role", "system"}, {"content", options.system}});
  messages.push_back({{"role", "user"}, {"content", options.prompt}});
  return runtime::chatPrompt(engine, messages, {.policy = options.request.contextPolicy});
}

// What would otherwise look like an answer that simply ended, like one that saw everything, or like
// one whose device did what was expected of it.
void explain(const runtime::GenerationEvent& last, const runtime::ModelInfo& info) {
  if (last.stats.droppedTokens > 0)
    fmt::print(stderr, "alcove-engine: {} tokens were dropped to fit the context of {}.\n",
               last.stats.droppedTokens, info.contextTokens);
  if (!last.stats.deviceChange.empty())
    fmt::print(stderr, "alcove-engine: {}\n", last.stats.deviceChange);
  if (last.reason == runtime::FinishReason::ContextFull)
    fmt::print(stderr,
               "alcove-engine: The answer ends here because the context of {} tokens is full.\n",
               info.contextTokens);
}

int run(int argc, char** argv);

}  // namespace

extern const Command kGenerateCommand;
const Command kGenerateCommand = {"generate", "Continue a text, or answer a question with --chat",
                                  run};

namespace {

int run(int argc, char** argv) {
  GenerateOptions options;
  Arguments arguments(kGenerateCommand);
  declare(arguments, options);
  if (const auto exitCode = arguments.parse(argc, argv)) return *exitCode;

  auto grammar = options.sampling.grammar();
  const auto engine = options.engine.open();
  if (grammar) options.request.constraint = engine->constrain(std::move(grammar));
  runtime::Prompt prompt = buildPrompt(*engine, options);
  const std::vector<runtime::TokenId> promptTokens = prompt.tokens;
  options.request.keepTokens =
      runtime::keptTokens(prompt, options.request.contextPolicy, engine->info().contextTokens);
  options.request.prompt = std::move(prompt.tokens);

  std::vector<runtime::TokenId> tokens;
  std::string text;
  const auto last = generate(*engine, options.request, [&](const runtime::GenerationEvent& event) {
    if (event.token >= 0) tokens.push_back(event.token);
    text += event.text;
    if (options.json) return true;
    std::fwrite(event.text.data(), 1, event.text.size(), stdout);
    return std::fflush(stdout) == 0;
  });
  explain(last, engine->info());
  if (options.json) {
    fmt::print(
        "{}\n",
        server::jsonText(
            {{"text", text},
             {"tokens", tokens},
             {"prompt_tokens", promptTokens},
             {"finish_reason", runtime::finishReasonName(last.reason)},
             {"usage", server::usageJson({last.stats.promptTokens, last.stats.cachedPromptTokens,
                                          last.stats.completionTokens, 0})},
             {"alcove", server::answerJson(last, engine->info(), options.request.contextPolicy)},
             {"model", server::modelJson(*engine)}}));
  } else if (!text.ends_with('\n')) {
    std::fputc('\n', stdout);
  }
  return 0;
}

}  // namespace
}  // namespace alcove::tools
