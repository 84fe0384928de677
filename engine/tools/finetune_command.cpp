// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>
#include <fmt/format.h>

#include <atomic>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>

#include "formats/gguf_file.h"
#include "runtime/machine.h"
#include "tools/arguments.h"
#include "tools/end_watcher.h"
#include "training/adapter_export.h"
#include "training/data/check_data.h"
#include "training/job/training_run.h"

namespace alcove::tools {
namespace {

using nlohmann::ordered_json;

int run(int argc, char** argv);

// A line of JSON for whoever started the process.
void say(const ordered_json& event) {
  fmt::print("{}\n", event.dump(-1, ' ', false, ordered_json::error_handler_t::replace));
  std::fflush(stdout);
}

// Reads, checks and keeps what the job learns from; a job that was begun has it already.
training::JobExamples examplesOf(const training::JobFolder& folder,
                                 const training::JobSettings& settings,
                                 const formats::GgufFile& model) {
  if (std::filesystem::exists(folder.examples())) return training::readExamples(folder.examples());
  training::CheckOptions options;
  options.limits.maxTokens = settings.maxTokens;
  options.heldOutShare = settings.heldOutShare;
  std::optional<training::DataSet> heldOut;
  if (!settings.heldOut.empty()) heldOut = training::readDataSet(settings.heldOut);
  training::CheckedData data =
      training::checkData(training::readDataSet(settings.data), std::move(heldOut),
                          training::chatToolsOf(model), options);
  ordered_json report = {{"event", "data"}};
  report.update(training::reportJson(data.report));
  say(report);
  if (!data.report.canTrain())
    throw Error(ErrorCode::InvalidArgument,
                "There is nothing in the data that the model can be trained with.");
  training::JobExamples examples{std::move(data.training.examples),
                                 std::move(data.heldOut.examples)};
  training::writeExamples(folder.examples(), examples);
  return examples;
}

training::TrainingOptions trainingOptions(const training::JobSettings& settings) {
  training::TrainingOptions options;
  options.method = settings.method;
  options.base = settings.base;
  options.fresh = settings.adapter;
  options.recompute = settings.recompute.value_or(false);
  options.threads = settings.threads;
  return options;
}

// Activations are held if that takes no more than half of the memory that is free now.
void settleRecompute(const training::JobFolder& folder, training::JobSettings& settings,
                     training::TrainingModel& model) {
  if (settings.recompute) return;
  const std::uint64_t held = model.activationBytes(settings.batchTokens, settings.batchTokens);
  settings.recompute = held > runtime::inspectMachine().availableBytes / 2;
  model.setRecompute(*settings.recompute);
  folder.keep(settings);
}

// Of a whole model that was trained, the best checkpoint is the result.
void finish(const training::JobFolder& folder, const training::JobSettings& settings,
            training::TrainingModel& model) {
  ordered_json event = {{"event", "done"}};
  if (settings.method == training::Method::Adapter) {
    training::writeTrainedAdapter(folder.adapter(), model.parameters(), settings.adapter,
                                  settings.model.filename().string());
    event["adapter"] = folder.adapter().string();
  }
  say(event);
}

void work(const std::string& path, bool resume, const std::atomic<bool>& wantsEnd) {
  training::JobFolder folder(path);
  training::JobSettings settings = folder.settings();
  const bool begun = !folder.checkpoints().empty();
  if (begun && !resume)
    throw Error(ErrorCode::InvalidArgument,
                "The job was begun before; --resume goes on from its last checkpoint.", path);
  const auto file = formats::GgufFile::open(settings.model);
  const training::JobExamples examples = examplesOf(folder, settings, *file);
  training::TrainingModel model(file, trainingOptions(settings));
  settleRecompute(folder, settings, model);
  training::TrainingRun run(folder, settings, examples, model, say);
  if (begun) run.resume();
  const auto end = run.run([&] { return wantsEnd.load(); });
  if (end == training::TrainingRun::End::Paused) {
    say({{"event", "paused"}});
    return;
  }
  finish(folder, settings, model);
}

}  // namespace

extern const Command kFinetuneCommand;
const Command kFinetuneCommand = {"finetune", "Train a model on data of one's own, as a job says",
                                  run};

namespace {

int run(int argc, char** argv) {
  std::string folder;
  bool resume = false;
  Arguments arguments(kFinetuneCommand);
  auto& app = arguments.app();
  app.add_option("job", folder, "Folder with a job.json; checkpoints and the result go there")
      ->required()
      ->type_name("JOB_DIR");
  app.add_flag("--resume", resume, "Go on from the last checkpoint");
  if (const auto exitCode = arguments.parse(argc, argv)) return *exitCode;
  // A first signal pauses: the step is finished and kept.
  std::atomic<bool> wantsEnd = false;
  const EndWatcher watcher(false, [&](EndWatcher::Reason) { wantsEnd = true; });
  work(folder, resume, wantsEnd);
  return 0;
}

}  // namespace
}  // namespace alcove::tools
