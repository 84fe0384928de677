// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <random>

#include "base/thread_pool.h"
#include "runtime/machine.h"
#include "server/json_views.h"
#include "tools/engine_arguments.h"
#include "tools/machine_speed.h"

namespace alcove::tools {
namespace {

using nlohmann::ordered_json;

struct BenchOptions {
  EngineArguments engine;
  int promptTokens = 512;
  int generatedTokens = 128;
  int depth = 0;
  int repetitions = 5;
  bool json = false;
};

// What the repetitions measured of one thing.
class Series {
 public:
  void add(double value) { m_values.push_back(value); }
  [[nodiscard]] double median() const {
    if (m_values.empty()) return 0;
    std::vector<double> sorted = m_values;
    std::ranges::sort(sorted);
    const std::size_t middle = sorted.size() / 2;
    return sorted.size() % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
  [[nodiscard]] ordered_json spread() const {
    if (m_values.empty()) return nullptr;
    double mean = 0;
    for (double value : m_values) mean += value / double(m_values.size());
    double variance = 0;
    for (double value : m_values)
      variance += (value - mean) * (value - mean) / double(m_values.size());
    return {{"min", *std::ranges::min_element(m_values)},
            {"max", *std::ranges::max_element(m_values)},
            {"standard_deviation", std::sqrt(variance)},
            {"runs", m_values}};
  }

 private:
  std::vector<double> m_values;
};

struct Measured {
  Series promptSpeed;      // tokens per second
  Series generationSpeed;  // tokens per second
  Series firstToken;       // ms
};

// Tokens at random: no run finds its prompt in the cache of the one before.
class TokenSource {
 public:
  explicit TokenSource(const tokenizer::Tokenizer& tokenizer) : m_tokenizer(tokenizer) {}
  std::vector<runtime::TokenId> take(int count) {
    std::vector<runtime::TokenId> tokens;
    std::uniform_int_distribution<std::size_t> any(0, m_tokenizer.size() - 1);
    while (tokens.size() < std::size_t(count)) {
      const auto token = runtime::TokenId(any(m_random));
      if (!m_tokenizer.isControl(token)) tokens.push_back(token);
    }
    return tokens;
  }

 private:
  const tokenizer::Tokenizer& m_tokenizer;
  std::mt19937 m_random{42};
};

runtime::GenerationEvent runOnce(runtime::Engine& engine, std::vector<runtime::TokenId> prompt,
                                 int tokens) {
  runtime::GenerationRequest request;
  request.prompt = std::move(prompt);
  request.maxTokens = tokens;
  request.sampling.temperature = 0;
  request.ignoreEnd = true;
  return generate(engine, std::move(request), [](const runtime::GenerationEvent&) { return true; });
}

// A prompt after `depth` tokens that are in the cache already.
void measurePrompt(runtime::Engine& engine, TokenSource& source, const BenchOptions& options,
                   Measured& measured) {
  std::vector<runtime::TokenId> prompt = source.take(options.depth);
  if (options.depth > 0) runOnce(engine, prompt, 1);
  const auto more = source.take(options.promptTokens);
  prompt.insert(prompt.end(), more.begin(), more.end());
  const runtime::GenerationStats stats = runOnce(engine, std::move(prompt), 1).stats;
  measured.promptSpeed.add((stats.promptTokens - stats.cachedPromptTokens) * 1000.0 /
                           stats.promptMs);
  measured.firstToken.add(stats.timeToFirstTokenMs);
}

void measureGeneration(runtime::Engine& engine, TokenSource& source, const BenchOptions& options,
                       Measured& measured) {
  // From the first token to the last there are as many steps as tokens, less one.
  const auto stats =
      runOnce(engine, source.take(std::max(options.depth, 1)), options.generatedTokens + 1).stats;
  measured.generationSpeed.add(options.generatedTokens * 1000.0 / stats.generationMs);
}

Measured measure(runtime::Engine& engine, const BenchOptions& options) {
  TokenSource source(engine.tokenizer());
  Measured measured;
  runOnce(engine, source.take(std::max(options.promptTokens, 1)),
          2);  // touches weights and buffers once
  for (int i = 0; i < options.repetitions; ++i) {
    if (options.promptTokens > 0) measurePrompt(engine, source, options, measured);
    if (options.generatedTokens > 0) measureGeneration(engine, source, options, measured);
  }
  return measured;
}

ordered_json report(const runtime::Engine& engine, const BenchOptions& options,
                    const Measured& measured, int threads) {
  const runtime::ModelInfo& info = engine.info();
  // Half of what is generated lies before the average step, and each step reads it all.
  const double cachePerToken = double(info.cacheBytes) / (double(engine.cacheUsage().blocksTotal) *
                                                          engine.cacheUsage().blockTokens);
  const double bytesPerStep =
      double(info.weightsBytes) + cachePerToken * (options.depth + options.generatedTokens / 2.0);
  // Before the machine is measured: that takes memory of its own.
  const std::uint64_t peakBytes = runtime::peakResidentBytes();
  const double bandwidth = measureReadBandwidth(threads);
  const double peak = measureArithmeticPeak(threads);
  const double prompt = measured.promptSpeed.median();
  const double generation = measured.generationSpeed.median();
  return {{"model", info.name},
          {"weights_type", info.weightsType},
          {"parameters", info.parameters},
          {"device", server::deviceJson(info)},
          {"cpu", runtime::inspectMachine().processor},
          {"threads", threads},
          {"prompt_tokens", options.promptTokens},
          {"generated_tokens", options.generatedTokens},
          {"depth_tokens", options.depth},
          {"repetitions", options.repetitions},
          {"prompt_tokens_per_s", prompt},
          {"prompt_tokens_per_s_spread", measured.promptSpeed.spread()},
          {"generation_tokens_per_s", generation},
          {"generation_tokens_per_s_spread", measured.generationSpeed.spread()},
          {"load_ms", info.loadMs},
          {"time_to_first_token_ms", measured.firstToken.median()},
          {"time_to_first_token_ms_spread", measured.firstToken.spread()},
          {"peak_rss_bytes", peakBytes},
          {"read_bandwidth_bytes_per_s", bandwidth},
          {"generation_bandwidth_percent", generation * bytesPerStep / bandwidth * 100},
          {"arithmetic_peak_ops_per_s", peak},
          {"prompt_peak_percent", prompt * double(info.parameters) * 2 / peak * 100}};
}

void print(const ordered_json& result) {
  auto number = [&](const char* key) { return result[key].get<double>(); };
  fmt::print("{} ({}), {} threads of {}\n", result["model"].get<std::string>(),
             result["weights_type"].get<std::string>(), result["threads"].get<int>(),
             result["cpu"].get<std::string>());
  fmt::print("prompt      {:10.1f} tokens/s, {:.1f} % of the arithmetic peak\n",
             number("prompt_tokens_per_s"), number("prompt_peak_percent"));
  fmt::print("generation  {:10.1f} tokens/s, {:.1f} % of the read bandwidth\n",
             number("generation_tokens_per_s"), number("generation_bandwidth_percent"));
  fmt::print("first token {:10.1f} ms\n", number("time_to_first_token_ms"));
  fmt::print("load        {:10.1f} ms\n", number("load_ms"));
  fmt::print("peak memory {:10.1f} MiB\n", number("peak_rss_bytes") / (1024 * 1024));
}

int run(int argc, char** argv);

}  // namespace

extern const Command kBenchCommand;
const Command kBenchCommand = {"bench", "Measure the speed of a model on this machine", run};

namespace {

void declare(Arguments& arguments, BenchOptions& options) {
  options.engine.add(arguments);
  arguments.addJson(options.json);
  CLI::App& app = arguments.app();
  const CLI::Range tokens(0, 1 << 24);
  app.add_option("-p", options.promptTokens, "Tokens of the prompt; 0 leaves it out (default: 512)")
      ->check(tokens)
      ->type_name("N");
  app.add_option("-n", options.generatedTokens,
                 "Tokens to generate; 0 leaves it out (default: 128)")
      ->check(tokens)
      ->type_name("N");
  app.add_option("-d", options.depth, "Tokens that lie in the context before (default: 0)")
      ->check(tokens)
      ->type_name("N");
  app.add_option("-r", options.repetitions, "Repetitions (default: 5)")
      ->check(CLI::Range(1, 1000))
      ->type_name("N");
}

int run(int argc, char** argv) {
  BenchOptions options;
  Arguments arguments(kBenchCommand);
  declare(arguments, options);
  if (const auto exitCode = arguments.parse(argc, argv)) return *exitCode;

  constexpr int kSpare = 8;  // the warm-up's tokens and the ones that are only drawn
  options.engine.options.contextTokens = std::uint32_t(
      options.depth + std::max(options.promptTokens, options.generatedTokens) + kSpare);
  const auto engine = options.engine.open();
  const int threads =
      options.engine.options.threads > 0 ? options.engine.options.threads : base::physicalCores();
  const Measured measured = measure(*engine, options);
  const ordered_json result = report(*engine, options, measured, threads);
  if (options.json) {
    fmt::print("{}\n", server::jsonText(result));
  } else {
    print(result);
  }
  return 0;
}

}  // namespace
}  // namespace alcove::tools
