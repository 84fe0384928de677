// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "server/json_views.h"
#include "tools/engine_arguments.h"
#include "tools/text_chunks.h"

namespace alcove::tools {
namespace {

// Sums of what the scored tokens cost, in nats.
struct Score {
  double sum = 0;
  double sumOfSquares = 0;
  std::size_t tokens = 0;

  [[nodiscard]] double mean() const { return sum / double(tokens); }
  [[nodiscard]] double perplexity() const { return std::exp(mean()); }
  // Of the perplexity, by the spread of the single costs.
  [[nodiscard]] double standardError() const {
    const double variance = std::max(sumOfSquares / double(tokens) - mean() * mean(), 0.0);
    return perplexity() * std::sqrt(variance / double(tokens));
  }
};

// -log of the probability that `logits` give to `token`.
double cost(std::span<const float> logits, runtime::TokenId token) {
  const double best = *std::ranges::max_element(logits);
  double sum = 0;
  for (float logit : logits) sum += std::exp(double(logit) - best);
  return std::log(sum) + best - double(logits[std::size_t(token)]);
}

// Adds what the second half of a chunk costs, each token given all before it in the chunk.
void scoreChunk(runtime::Engine& engine, std::span<const runtime::TokenId> chunk, Score& score) {
  const std::size_t first = chunk.size() / 2;
  const std::vector<float> logits = engine.logits(chunk, std::uint32_t(chunk.size() - first));
  const std::size_t vocabulary = logits.size() / (chunk.size() - first);
  for (std::size_t position = first; position + 1 < chunk.size(); ++position) {
    const auto row = std::span(logits).subspan((position - first) * vocabulary, vocabulary);
    const double nats = cost(row, chunk[position + 1]);
    score.sum += nats;
    score.sumOfSquares += nats * nats;
    ++score.tokens;
  }
}

int run(int argc, char** argv);

}  // namespace

extern const Command kPerplexityCommand;
const Command kPerplexityCommand = {"perplexity", "Measure how well a model foretells a text", run};

namespace {

int run(int argc, char** argv) {
  EngineArguments engineArguments;
  engineArguments.options.deterministic = true;
  std::string path;
  std::size_t mostChunks = 0;
  bool json = false;
  Arguments arguments(kPerplexityCommand);
  engineArguments.add(arguments);
  engineArguments.addContext(arguments);
  engineArguments.addAdapters(arguments);
  engineArguments.options.contextTokens = 512;
  arguments.addJson(json);
  CLI::App& app = arguments.app();
  app.add_option("-f,--file", path, "Text to score")->required()->type_name("FILE");
  app.add_option("--chunks", mostChunks, "Score this many chunks only (default: all)")
      ->type_name("N");
  if (const auto exitCode = arguments.parse(argc, argv)) return *exitCode;

  const auto engine = engineArguments.open();
  const TextChunks text(*engine, path, mostChunks, ChunkStart::Bos);
  Score score;
  for (std::size_t i = 0; i < text.count(); ++i) {
    scoreChunk(*engine, text.chunk(i), score);
    if (!json) fmt::print("{:4} chunks: perplexity {:.4f}\n", i + 1, score.perplexity());
  }
  if (json)
    fmt::print("{}\n", server::jsonText({{"perplexity", score.perplexity()},
                                         {"standard_error", score.standardError()},
                                         {"scored_tokens", score.tokens},
                                         {"chunks", text.count()},
                                         {"context_tokens", text.chunkTokens()},
                                         {"device", server::deviceJson(engine->info())}}));
  else
    fmt::print("perplexity {:.4f} ± {:.4f} over {} tokens\n", score.perplexity(),
               score.standardError(), score.tokens);
  return 0;
}

}  // namespace
}  // namespace alcove::tools
