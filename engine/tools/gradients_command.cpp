// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>

#include <deque>
#include <map>
#include <string>
#include <vector>

#include "formats/gguf_file.h"
#include "formats/safetensors_writer.h"
#include "tools/arguments.h"
#include "training/training_model.h"

namespace alcove::tools {
namespace {

struct Wanted {
  std::string model;
  std::string batch;
  std::string out;
  training::TrainingOptions options;
};

// The mean loss of the batch's targets and its gradients.
void writeGradients(const Wanted& wanted) {
  const training::TrainingBatch batch = training::readTrainingBatch(wanted.batch);
  if (batch.targets.empty())
    throw Error(ErrorCode::InvalidArgument, "The batch has no label that is scored.", wanted.batch);
  training::TrainingModel model(formats::GgufFile::open(wanted.model), wanted.options);
  auto gradients = model.zeroGradients();
  const double targets = double(batch.targets.size());
  const float loss = float(model.addGradients(batch, float(1 / targets), gradients) / targets);
  formats::SafetensorsWriter writer;
  writer.addFloats("loss", {1}, {&loss, 1});
  std::deque<std::vector<float>> values;
  for (std::size_t i = 0; i < gradients.size(); ++i) {
    const training::Parameter& parameter = model.parameters()[i];
    std::vector<std::uint64_t> shape;
    for (int d = 0; d < parameter.shape.rank(); ++d)
      shape.push_back(std::uint64_t(parameter.shape[d]));
    values.push_back(training::toCheckpointOrder(parameter, gradients[i]));
    writer.addFloats("grad." + parameter.name, std::move(shape), values.back());
  }
  writer.write(wanted.out);
}

// An option that is one of a few words.
template <class T>
void addChoice(CLI::App& app, const char* name, T& value, const std::map<std::string, T>& choices,
               const char* help) {
  std::vector<std::string> words;
  for (const auto& [word, choice] : choices) words.push_back(word);
  app.add_option_function<std::string>(
         name, [&value, choices](const std::string& word) { value = choices.at(word); }, help)
      ->check(CLI::IsMember(words))
      ->type_name("WORD");
}

int run(int argc, char** argv);

}  // namespace

extern const Command kGradientsCommand;
const Command kGradientsCommand = {
    "gradients", "Write the loss of a batch and its gradients, under PEFT's names", run};

namespace {

int run(int argc, char** argv) {
  using training::Base;
  using training::Method;
  Wanted wanted;
  std::string adapter;
  training::AdapterConfig& fresh = wanted.options.fresh;
  Arguments arguments(kGradientsCommand);
  arguments.addModel(wanted.model);
  CLI::App& app = arguments.app();
  app.add_option("--adapter", adapter, "Folder of an adapter that PEFT wrote")->type_name("DIR");
  addChoice(app, "--method", wanted.options.method,
            {{"lora", Method::Adapter}, {"full", Method::Full}}, "lora (default) or full");
  addChoice(app, "--base", wanted.options.base, {{"nf4", Base::Nf4}, {"nf4-dq", Base::Nf4Double}},
            "Quantise the frozen linear layers first: nf4, or nf4-dq (double quantisation)");
  // What this command is for is comparing, with bitsandbytes on a processor most of all.
  wanted.options.nf4Rule = quant::Nf4Rule::BitsandbytesCpu;
  addChoice(app, "--nf4-as", wanted.options.nf4Rule,
            {{"bitsandbytes-cpu", quant::Nf4Rule::BitsandbytesCpu},
             {"published", quant::Nf4Rule::Published}},
            "NF4 as bitsandbytes-cpu (default) computes, or as published");
  app.add_option("--rank", fresh.rank, "Of a fresh adapter (default: 16)")
      ->check(CLI::Range(1u, 65536u))
      ->type_name("N");
  app.add_option("--alpha", fresh.alpha, "Of a fresh adapter (default: 32)")->type_name("X");
  app.add_flag("--rslora", fresh.rankStabilized, "Divide alpha by the root of the rank");
  app.add_flag("--dora", fresh.dora, "Train magnitudes beside directions");
  app.add_option("--targets", fresh.targets,
                 "Ends of the names of the layers to adapt (default: all linear layers)")
      ->delimiter(',')
      ->type_name("NAMES");
  app.add_flag("--recompute", wanted.options.recompute,
               "Compute activations again rather than hold them (gradient checkpointing)");
  app.add_option("--threads", wanted.options.threads, "Processor threads (default: the cores)")
      ->check(CLI::Range(0, 1024))
      ->type_name("N");
  app.add_option(
         "--batch", wanted.batch,
         "Safetensors file: input_ids, labels [, attention_mask, segment_ids, position_ids]")
      ->required()
      ->type_name("FILE");
  app.add_option("--out", wanted.out, "Safetensors file: loss, grad.<parameter>")
      ->required()
      ->type_name("FILE");
  if (const auto exitCode = arguments.parse(argc, argv)) return *exitCode;
  if (!adapter.empty()) wanted.options.adapter = adapter;
  writeGradients(wanted);
  return 0;
}

}  // namespace
}  // namespace alcove::tools
