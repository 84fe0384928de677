// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>
#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include "quantize/quantizer.h"
#include "server/json_views.h"
#include "tools/arguments.h"
#include "tools/job_progress.h"

namespace alcove::tools {
namespace {

using quantize::Mix;
using quantize::TensorPlan;

int run(int argc, char** argv);

}  // namespace

extern const Command kQuantizeCommand;
const Command kQuantizeCommand = {"quantize", "Make a model smaller by storing its weights coarser",
                                  run};

namespace {

constexpr double kMiB = 1024 * 1024;
constexpr int kMostThreads = 1024;

std::string mixNames() {
  std::string names;
  for (const Mix& mix : quantize::mixes())
    names += (names.empty() ? "" : ", ") + std::string(mix.name);
  return names;
}

const Mix& requireMix(const std::string& name) {
  if (const Mix* mix = quantize::findMix(name)) return *mix;
  throw Error(ErrorCode::InvalidArgument,
              fmt::format("There is no type '{}' to quantise to; there are {}.", name, mixNames()));
}

// What the person is told at the end.
struct Outcome {
  std::string in, out, mix;
  std::uint64_t bytesBefore = 0, bytesAfter = 0, values = 0;
  std::map<std::string, std::size_t> tensorsByType;
  std::vector<const TensorPlan*> fallbacks;
  std::size_t requantized = 0;
  double seconds = 0;

  Outcome(const std::vector<TensorPlan>& plans, const Mix& chosen) : mix(chosen.name) {
    for (const TensorPlan& plan : plans) {
      bytesBefore += plan.tensor->data.size();
      bytesAfter += plan.bytes();
      values += plan.tensor->columns() * plan.tensor->rows();
      ++tensorsByType[plan.type->name];
      if (plan.fellBack()) fallbacks.push_back(&plan);
      requantized += !plan.copied() && plan.tensor->type->blockValues > 1 ? 1 : 0;
    }
  }

  // A model of hundreds of layers has few kinds of rows.
  [[nodiscard]] std::map<std::string, std::size_t> fallbacksByKind() const {
    std::map<std::string, std::size_t> kinds;
    for (const TensorPlan* plan : fallbacks)
      ++kinds[fmt::format("rows of {} do not fit {}; {} instead", plan->tensor->columns(),
                          plan->wanted->name, plan->type->name)];
    return kinds;
  }

  [[nodiscard]] double bitsPerWeight() const { return 8 * double(bytesAfter) / double(values); }
};

void printText(const Outcome& outcome) {
  fmt::print("{} → {}\n", outcome.in, outcome.out);
  fmt::print("Type      {}, {:.2f} bits per weight\n", outcome.mix, outcome.bitsPerWeight());
  fmt::print("Size      {:.1f} MiB → {:.1f} MiB\n", double(outcome.bytesBefore) / kMiB,
             double(outcome.bytesAfter) / kMiB);
  fmt::print("Tensors  ");
  for (const auto& [type, count] : outcome.tensorsByType) fmt::print(" {} × {}", count, type);
  fmt::print("\n");
  for (const auto& [what, count] : outcome.fallbacksByKind())
    fmt::print("Fallback  {} tensors: {}\n", count, what);
  if (outcome.requantized > 0)
    fmt::print(
        "Warning   {} tensors were quantised before; the result is worse than one from the "
        "original weights\n",
        outcome.requantized);
  fmt::print("Took      {:.1f} s, {:.0f} million weights per second\n", outcome.seconds,
             double(outcome.values) / 1e6 / outcome.seconds);
}

void printJson(const Outcome& outcome) {
  nlohmann::json fallbacks = nlohmann::json::array();
  for (const TensorPlan* plan : outcome.fallbacks)
    fallbacks.push_back({{"tensor", std::string(plan->tensor->name)},
                         {"row_values", plan->tensor->columns()},
                         {"wanted", plan->wanted->name},
                         {"type", plan->type->name}});
  fmt::print("{}\n", server::jsonText({{"in", outcome.in},
                                       {"out", outcome.out},
                                       {"type", outcome.mix},
                                       {"weights", outcome.values},
                                       {"bytes_before", outcome.bytesBefore},
                                       {"bytes_after", outcome.bytesAfter},
                                       {"bits_per_weight", outcome.bitsPerWeight()},
                                       {"tensors_by_type", outcome.tensorsByType},
                                       {"fallbacks", fallbacks},
                                       {"requantized_tensors", outcome.requantized},
                                       {"seconds", outcome.seconds}}));
}

void requireOtherFile(const std::string& in, const std::string& out) {
  std::error_code error;  // of a result that is not there yet
  if (std::filesystem::equivalent(in, out, error))
    throw Error(ErrorCode::InvalidArgument,
                "The result would replace the model that it is made from; give it another name.",
                out);
}

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point began) {
  return std::chrono::duration<double>(Clock::now() - began).count();
}

int run(int argc, char** argv) {
  std::string in, out, typeName, importancePath;
  quantize::QuantizeOptions options;
  bool json = false;
  Arguments arguments(kQuantizeCommand);
  CLI::App& app = arguments.app();
  app.add_option("in", in, "GGUF model file, F32, F16 or BF16")->required()->type_name("IN");
  app.add_option("out", out, "File for the result")->required()->type_name("OUT");
  app.add_option("type", typeName, mixNames())->required()->type_name("TYPE");
  app.add_option("--imatrix", importancePath, "What 'alcove-engine imatrix' measured")
      ->type_name("FILE");
  app.add_flag("--allow-requantize", options.allowRequantize,
               "Take weights that are quantised already; the result is worse");
  app.add_option("-t,--threads", options.threads, "Threads (default: the physical cores)")
      ->check(CLI::Range(1, kMostThreads))
      ->type_name("N");
  arguments.addJson(json);
  if (const auto exitCode = arguments.parse(argc, argv)) return *exitCode;

  const auto began = Clock::now();
  options.mix = &requireMix(typeName);
  requireOtherFile(in, out);
  const auto file = formats::GgufFile::open(in);
  quantize::ImportanceMatrix importance;
  if (!importancePath.empty()) {
    importance = quantize::readImportanceMatrix(importancePath);
    options.importance = &importance;
    options.importanceFile = std::filesystem::path(importancePath).filename().string();
  }
  const std::vector<TensorPlan> plans = quantize::planTensors(*file, options);
  JobProgress progress("Quantising");
  options.onProgress = [&](std::uint64_t done, std::uint64_t total, std::size_t tensor) {
    progress(done, total,
             fmt::format("tensor {} of {}, {:.0f} MB/s", tensor + 1, plans.size(),
                         double(done) / 1e6 / secondsSince(began)));
  };
  quantize::quantizeFile(*file, out, options);

  Outcome outcome(plans, *options.mix);
  outcome.in = in;
  outcome.out = out;
  outcome.seconds = secondsSince(began);
  json ? printJson(outcome) : printText(outcome);
  return 0;
}

}  // namespace
}  // namespace alcove::tools
