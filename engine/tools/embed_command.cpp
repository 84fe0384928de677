// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <nlohmann/json.hpp>

#include "runtime/embedding_input.h"
#include "runtime/pooling.h"
#include "server/embedding_fields.h"
#include "server/json_views.h"
#include "tools/engine_arguments.h"
#include "tools/standard_input.h"

namespace alcove::tools {
namespace {

using nlohmann::ordered_json;

// Texts that are computed and printed together: enough to fill batches, few enough to show
// progress.
constexpr std::size_t kGroup = 256;

struct EmbedOptions {
  EngineArguments engine;
  std::optional<models::Pooling> pooling;
  std::uint32_t dimensions = 0;
  bool raw = false;
  bool split = false;
  bool jsonInput = false;
  std::string tokens;
  bool json = false;
};

void declare(Arguments& arguments, EmbedOptions& options) {
  options.engine.add(arguments);
  options.engine.addContext(arguments);
  arguments.addJson(options.json);
  CLI::App& app = arguments.app();
  app.add_option_function<std::string>(
         "--pooling",
         [&options](const std::string& name) { options.pooling = runtime::findPooling(name); },
         "How tokens become one embedding: mean, cls or last; none gives one for each token "
         "(default: as the model says)")
      ->check(CLI::IsMember({"none", "mean", "cls", "last"}))
      ->type_name("POOLING");
  app.add_option("--dimensions", options.dimensions, "Keep only this many first values")
      ->check(CLI::Range(1, 1 << 30))
      ->type_name("N");
  app.add_flag("--raw", options.raw, "Leave the length as it is instead of scaling it to 1");
  app.add_flag("--split", options.split,
               "Embed a text that is too long in parts and average them, instead of refusing it");
  app.add_flag("--json-input", options.jsonInput,
               "Standard input is a JSON array of texts, which may then hold line breaks");
  app.add_option("--tokens", options.tokens, "Embed these token ids instead of standard input")
      ->type_name("1,2,3");
}

// A last line may lack its line break; line breaks of either kind are no part of a text.
std::vector<std::string> splitLines(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    const std::size_t length = end - begin - (end > begin && text[end - 1] == '\r' ? 1 : 0);
    lines.push_back(text.substr(begin, length));
    begin = end + 1;
  }
  return lines;
}

std::vector<std::string> readTexts(bool json) {
  if (!json) return splitLines(readStandardInput());
  const ordered_json array = readStandardInputJson();
  if (!array.is_array() || !std::ranges::all_of(array, &ordered_json::is_string))
    throw Error(ErrorCode::InvalidArgument, "Standard input must be a JSON array of texts.");
  return array.get<std::vector<std::string>>();
}

ordered_json vectorJson(const runtime::Embeddings& embeddings, const std::vector<float>& values) {
  using server::EmbeddingEncoding;
  if (embeddings.pooling != models::Pooling::None)
    return server::embeddingJson(values, EmbeddingEncoding::Float);
  ordered_json rows = ordered_json::array();
  for (std::size_t at = 0; at < values.size(); at += embeddings.width)
    rows.push_back(server::embeddingJson(std::span(values).subspan(at, embeddings.width),
                                         EmbeddingEncoding::Float));
  return rows;
}

runtime::Embeddings embed(runtime::Engine& engine, const EmbedOptions& options,
                          std::vector<std::vector<runtime::TokenId>> inputs) {
  return engine.embed({.inputs = std::move(inputs),
                       .pooling = options.pooling,
                       .dimensions = options.dimensions,
                       .normalise = !options.raw},
                      [] { return true; });
}

using Print = std::function<void(ordered_json)>;

// Embeds texts[first …] up to a group and hands each one's JSON to `print`.
void embedGroup(runtime::Engine& engine, const EmbedOptions& options,
                std::span<const std::string> texts, std::size_t first, const Print& print) {
  const auto group = texts.subspan(first, std::min(kGroup, texts.size() - first));
  runtime::EmbeddingInput input(
      engine, group, options.split ? runtime::LongText::Split : runtime::LongText::Refuse, first);
  const runtime::Embeddings embeddings =
      input.join(embed(engine, options, input.takeInputs()), !options.raw);
  for (std::size_t i = 0; i < group.size(); ++i)
    print({{"index", first + i},
           {"tokens", input.tokens()[i]},
           {"parts", input.parts()[i]},
           {"embedding", vectorJson(embeddings, embeddings.values[i])}});
}

void embedAll(runtime::Engine& engine, const EmbedOptions& options, const Print& print) {
  if (!options.tokens.empty()) {
    const std::vector<runtime::TokenId> tokens = parseTokens(options.tokens);
    const runtime::Embeddings embeddings = embed(engine, options, {tokens});
    return print({{"index", 0},
                  {"tokens", tokens.size()},
                  {"parts", 1},
                  {"embedding", vectorJson(embeddings, embeddings.values[0])}});
  }
  const std::vector<std::string> texts = readTexts(options.jsonInput);
  for (std::size_t first = 0; first < texts.size(); first += kGroup)
    embedGroup(engine, options, texts, first, print);
}

int run(int argc, char** argv);

}  // namespace

extern const Command kEmbedCommand;
const Command kEmbedCommand = {"embed", "Turn each line of standard input into an embedding", run};

namespace {

int run(int argc, char** argv) {
  EmbedOptions options;
  Arguments arguments(kEmbedCommand);
  declare(arguments, options);
  if (const auto exitCode = arguments.parse(argc, argv)) return *exitCode;

  const auto engine = options.engine.open();
  ordered_json all = ordered_json::array();
  embedAll(*engine, options, [&](ordered_json one) {
    if (options.json) return all.push_back(std::move(one));
    fmt::print("{}\n", server::jsonText(one));
  });
  if (!options.json) return 0;
  const runtime::ModelInfo& info = engine->info();
  fmt::print("{}\n",
             server::jsonText(
                 {{"embeddings", std::move(all)},
                  {"pooling", runtime::poolingName(options.pooling.value_or(info.pooling))},
                  {"dimensions", options.dimensions ? options.dimensions : info.embeddingSize},
                  {"normalised", !options.raw},
                  {"model", server::modelJson(*engine)}}));
  return 0;
}

}  // namespace
}  // namespace alcove::tools
