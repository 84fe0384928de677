// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "adapters/export.h"
#include "server/json_views.h"
#include "tokenizer/tokenizer.h"
#include "tools/arguments.h"
#include "tools/job_progress.h"

namespace alcove::tools {
namespace {

int run(int argc, char** argv);

}  // namespace

extern const Command kAdapterCommand;
const Command kAdapterCommand = {"adapter", "Convert an adapter, or merge it into its base", run};

namespace {

using Texts = std::vector<std::vector<std::int32_t>>;

constexpr std::uint32_t kAnswerTokens = 16;
constexpr std::size_t kMostTextTokens = 256;

struct Wanted {
  std::string model, adapter, out, type;
  std::vector<std::string> texts;
  double scale = 1;
  double mostDivergence = 0;
  bool allowRequantize = false, noProof = false, json = false;
  int threads = 0;
};

// What an export is tried on. The tokens of a model without a usable tokenizer are spread over its
// vocabulary.
Texts textsFor(const adapters::BaseLayers& base, const Wanted& wanted) {
  std::vector<std::string> texts = wanted.texts;
  if (texts.empty())
    texts = {"The capital of France is", "Write a short letter to a friend about the weather.",
             "1, 2, 3, 4, 5,", "def add(a, b):\n    return"};
  std::shared_ptr<const tokenizer::Tokenizer> tokenizer;
  try {
    tokenizer = tokenizer::Tokenizer::fromGguf(base.file());
  } catch (const Error&) {
    if (!wanted.texts.empty()) throw;
    return adapters::spreadTexts(base.config().vocabulary);
  }
  const std::size_t context = base.config().contextTokens;
  const std::size_t most = std::min(
      kMostTextTokens, context > 2 * kAnswerTokens ? context - kAnswerTokens : context / 2);
  Texts result;
  for (const std::string& text : texts) {
    auto tokens = tokenizer->encodeSequence(text, tokenizer::ControlTokens::AsText);
    if (tokens.size() > most) tokens.resize(most);
    if (!tokens.empty()) result.push_back(std::move(tokens));
  }
  if (result.empty()) throw Error(ErrorCode::InvalidArgument, "The texts to compare on are empty.");
  return result;
}

adapters::ExportProof proofFor(const adapters::BaseLayers& base, const Wanted& wanted) {
  adapters::ExportProof proof;
  if (!wanted.noProof) proof.texts = textsFor(base, wanted);
  proof.answerTokens = kAnswerTokens;
  proof.threads = wanted.threads;
  if (wanted.mostDivergence > 0) proof.bound = {.meanDivergence = wanted.mostDivergence};
  return proof;
}

void print(const Wanted& wanted, const adapters::ProofResult& proof) {
  if (wanted.json) {
    nlohmann::json view = {{"out", wanted.out}, {"proof", nullptr}};
    if (proof.texts > 0)
      view["proof"] = {{"texts", proof.texts},
                       {"same_answers", proof.sameAnswers},
                       {"positions", proof.positions},
                       {"same_best_token", proof.sameBest},
                       {"largest_logit_difference", proof.gap},
                       {"mean_divergence_nats", proof.meanDivergence}};
    fmt::print("{}\n", server::jsonText(view));
    return;
  }
  fmt::print("{} → {}\n", wanted.adapter, wanted.out);
  if (proof.texts == 0) {
    fmt::print("Proof     none, as was asked for\n");
    return;
  }
  fmt::print("Proof     {} of {} greedy answers the same, {} of {} most likely tokens\n",
             proof.sameAnswers, proof.texts, proof.sameBest, proof.positions);
  fmt::print("          logits differ by at most {:.2g} of the largest, {:.2g} nats per token\n",
             proof.gap, proof.meanDivergence);
}

void convert(const Wanted& wanted) {
  const adapters::BaseLayers base(formats::GgufFile::open(wanted.model));
  const auto adapter = adapters::readAdapter(wanted.adapter, base);
  print(wanted, adapters::exportAdapter(adapter, base, wanted.out, proofFor(base, wanted)));
}

void merge(const Wanted& wanted) {
  std::error_code error;  // of a result that is not there yet
  if (std::filesystem::equivalent(wanted.model, wanted.out, error))
    throw Error(ErrorCode::InvalidArgument,
                "The result would replace the base that it is made from; give it another name.",
                wanted.out);
  adapters::MergeOptions options;
  if (!wanted.type.empty() && !(options.mix = quantize::findMix(wanted.type)))
    throw Error(ErrorCode::InvalidArgument,
                fmt::format("There is no type '{}' to store weights as; 'alcove-engine quantize "
                            "--help' lists them.",
                            wanted.type));
  options.scale = wanted.scale;
  options.allowRequantize = wanted.allowRequantize;
  options.threads = wanted.threads;
  const adapters::BaseLayers base(formats::GgufFile::open(wanted.model));
  const auto adapter = adapters::readAdapter(wanted.adapter, base);
  JobProgress progress("Merging");
  options.onProgress = [&](std::uint64_t done, std::uint64_t total, std::size_t) {
    progress(done, total);
  };
  print(wanted, adapters::exportMerged(adapter, base, wanted.out, options, proofFor(base, wanted)));
}

void addCommon(CLI::App& app, Wanted& wanted, const char* outHelp, const char* outName) {
  app.add_option("adapter", wanted.adapter, "Folder that PEFT wrote, or GGUF file of an adapter")
      ->required()
      ->type_name("ADAPTER");
  app.add_option("out", wanted.out, outHelp)->required()->type_name(outName);
  app.add_option("-m,--model", wanted.model, "GGUF model file that the adapter was made for")
      ->required()
      ->type_name("FILE");
  app.add_option("--text", wanted.texts, "Text to compare on; repeat for more (default: a few)")
      ->type_name("TEXT");
  app.add_flag("--no-proof", wanted.noProof, "Do not compare the result with base and adapter");
  app.add_option("-t,--threads", wanted.threads, "Threads (default: the physical cores)")
      ->check(CLI::Range(1, 1024))
      ->type_name("N");
  app.add_flag("--json", wanted.json, "Print JSON");
}

int run(int argc, char** argv) {
  Wanted wanted;
  Arguments arguments(kAdapterCommand);
  CLI::App& app = arguments.app();
  CLI::App* converting =
      app.add_subcommand("convert", "Write a PEFT adapter as GGUF, or the other way");
  addCommon(*converting, wanted, "NAME.gguf, or a new folder for PEFT's files", "OUT");
  CLI::App* merging = app.add_subcommand("merge", "Write the base with the adapter in its weights");
  addCommon(*merging, wanted, "GGUF file for the merged model", "OUT");
  merging
      ->add_option("--type", wanted.type,
                   "F32, F16, Q4_K_M and what else 'quantize' makes (default: each tensor's own)")
      ->type_name("TYPE");
  merging->add_option("--scale", wanted.scale, "Of the adapter (default: 1)")->type_name("X");
  merging->add_flag("--allow-requantize", wanted.allowRequantize,
                    "Turn weights that are quantised already into the type too");
  merging
      ->add_option("--most-divergence", wanted.mostDivergence,
                   "Most nats per token between base with adapter and result (default: by type)")
      ->check(CLI::PositiveNumber)
      ->type_name("X");
  app.require_subcommand(1);
  if (const auto exitCode = arguments.parse(argc, argv)) return *exitCode;
  if (converting->parsed()) convert(wanted);
  if (merging->parsed()) merge(wanted);
  return 0;
}

}  // namespace
}  // namespace alcove::tools
