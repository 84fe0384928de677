// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/thread_pool.h"
#include "runtime/machine.h"
#include "server/json_views.h"
#include "tools/engine_arguments.h"
#include "tools/machine_speed.h"
#include "tools/speed_measure.h"

namespace alcove::tools {
namespace {

using nlohmann::ordered_json;

struct BenchOptions {
  EngineArguments engine;
  SpeedTask task;
  bool json = false;
};

ordered_json spread(const Series& series) {
  if (series.values().empty()) return nullptr;
  return {{"min", std::ranges::min(series.values())},
          {"max", std::ranges::max(series.values())},
          {"standard_deviation", series.standardDeviation()},
          {"runs", series.values()}};
}

// What a step of generation reads. Half of what is generated lies before the average step.
double bytesPerStep(const runtime::Engine& engine, const SpeedTask& task) {
  const runtime::CacheUsage usage = engine.cacheUsage();
  const double cachePerToken =
      double(engine.info().cacheBytes) / (double(usage.blocksTotal) * usage.blockTokens);
  return double(engine.info().weightsBytes) +
         task.batch * cachePerToken * (task.depth + task.generatedTokens / 2.0);
}

ordered_json report(const runtime::Engine& engine, const SpeedTask& task,
                    const MeasuredSpeed& measured, int threads) {
  const runtime::ModelInfo& info = engine.info();
  // Before the machine is measured: that takes memory of its own.
  const std::uint64_t peakBytes = runtime::peakResidentBytes();
  const double bandwidth = measureReadBandwidth(threads);
  const double peak = measureArithmeticPeak(threads);
  const double prompt = measured.prompt.median();
  const double generation = measured.generation.median();
  return {{"model", info.name},
          {"weights_type", info.weightsType},
          {"parameters", info.parameters},
          {"device", server::deviceJson(info)},
          {"cpu", runtime::inspectMachine().processor},
          {"threads", threads},
          {"prompt_tokens", task.promptTokens},
          {"generated_tokens", task.generatedTokens},
          {"depth_tokens", task.depth},
          {"batch", task.batch},
          {"repetitions", task.repetitions},
          {"prompt_tokens_per_s", prompt},
          {"prompt_tokens_per_s_spread", spread(measured.prompt)},
          {"generation_tokens_per_s", generation},
          {"generation_tokens_per_s_spread", spread(measured.generation)},
          {"load_ms", info.loadMs},
          {"time_to_first_token_ms", measured.firstToken.median()},
          {"time_to_first_token_ms_spread", spread(measured.firstToken)},
          {"peak_rss_bytes", peakBytes},
          {"read_bandwidth_bytes_per_s", bandwidth},
          {"generation_bandwidth_percent",
           generation / task.batch * bytesPerStep(engine, task) / bandwidth * 100},
          {"arithmetic_peak_ops_per_s", peak},
          {"prompt_peak_percent", prompt * double(info.parameters) * 2 / peak * 100}};
}

void print(const ordered_json& result) {
  const auto number = [&](const char* key) { return result[key].get<double>(); };
  const auto text = [&](const char* key) { return result[key].get<std::string>(); };
  // The peaks are the processor's, and say nothing of a card.
  const bool onProcessor = result["device"]["kind"] == "cpu";
  const auto share = [&](const char* key, const char* of) {
    return onProcessor ? fmt::format(", {:.1f} % of the {}", number(key), of) : std::string();
  };
  fmt::print("{} ({}), {}\n", text("model"), text("weights_type"),
             onProcessor
                 ? fmt::format("{} threads of {}", result["threads"].get<int>(), text("cpu"))
                 : result["device"]["name"].get<std::string>());
  fmt::print("prompt      {:10.1f} tokens/s{}\n", number("prompt_tokens_per_s"),
             share("prompt_peak_percent", "arithmetic peak"));
  fmt::print("generation  {:10.1f} tokens/s{}\n", number("generation_tokens_per_s"),
             share("generation_bandwidth_percent", "read bandwidth"));
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
  // What random tokens make a model say repeats itself more than answers do.
  options.engine.options.speculation = runtime::Speculation::Off;
  addSpeculationOptions(arguments, options.engine.options);
  arguments.addJson(options.json);
  CLI::App& app = arguments.app();
  const auto count = [&](const char* name, int& value, const char* words, int low, int high) {
    app.add_option(name, value, words)->check(CLI::Range(low, high))->type_name("N");
  };
  SpeedTask& task = options.task;
  constexpr int kMostTokens = 1 << 24;
  count("-p", task.promptTokens, "Tokens of the prompt; 0 leaves it out (default: 512)", 0,
        kMostTokens);
  count("-n", task.generatedTokens, "Tokens to generate; 0 leaves it out (default: 128)", 0,
        kMostTokens);
  count("-d", task.depth, "Tokens that lie in the context before (default: 0)", 0, kMostTokens);
  count("-b,--batch", task.batch, "Answers to generate at the same time (default: 1)", 1, 32);
  count("-r", task.repetitions, "Repetitions (default: 5)", 1, 1000);
}

int run(int argc, char** argv) {
  BenchOptions options;
  Arguments arguments(kBenchCommand);
  declare(arguments, options);
  if (const auto exitCode = arguments.parse(argc, argv)) return *exitCode;

  constexpr int kSpare = 8;  // the warm-up's tokens and the ones that are only drawn
  const SpeedTask& task = options.task;
  options.engine.options.contextTokens =
      std::uint32_t(task.depth + std::max(task.promptTokens, task.generatedTokens) + kSpare);
  const auto engine = options.engine.open();
  const int threads =
      options.engine.options.threads > 0 ? options.engine.options.threads : base::physicalCores();
  const ordered_json result = report(*engine, task, measureSpeed(*engine, task), threads);
  if (options.json) {
    fmt::print("{}\n", server::jsonText(result));
  } else {
    print(result);
  }
  return 0;
}

}  // namespace
}  // namespace alcove::tools
