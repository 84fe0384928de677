// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "training/job/training_run.h"

#include <alcove/error.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <numeric>
#include <optional>

#include "training/data/order.h"
#include "training/job/checkpoint.h"

namespace alcove::training {
namespace {

constexpr std::size_t kKeptCheckpoints = 2;

// How far a run is; the rest of its state are parameters and the optimiser.
struct Progress {
  int steps = 0;                   // that were taken
  std::optional<double> bestLoss;  // of the held-out examples
  int bestStep = 0;
  int worseEvaluations = 0;  // since then
  bool isEnded = false;      // by its patience

  [[nodiscard]] nlohmann::json json() const {
    nlohmann::json json = {{"steps", steps},
                           {"best_step", bestStep},
                           {"worse_evaluations", worseEvaluations},
                           {"is_ended", isEnded}};
    if (bestLoss) json["best_loss"] = *bestLoss;
    return json;
  }
  static Progress of(const nlohmann::json& json) {
    Progress p;
    p.steps = json.at("steps").get<int>();
    p.bestStep = json.at("best_step").get<int>();
    p.worseEvaluations = json.at("worse_evaluations").get<int>();
    p.isEnded = json.at("is_ended").get<bool>();
    if (json.contains("best_loss")) p.bestLoss = json["best_loss"].get<double>();
    return p;
  }
};

OptimizerOptions optimizerOptions(const JobSettings& settings) {
  OptimizerOptions options;
  options.weightDecay = settings.weightDecay;
  return options;
}

}  // namespace

struct TrainingRun::State {
  State(JobFolder& jobFolder, const JobSettings& jobSettings, const JobExamples& jobExamples,
        TrainingModel& trained, Report reporter)
      : folder(jobFolder),
        settings(jobSettings),
        examples(jobExamples),
        model(trained),
        report(std::move(reporter)),
        optimizer(createOptimizer(settings.optimizer, optimizerOptions(settings))) {
    if (examples.training.empty())
      throw Error(ErrorCode::InvalidArgument, "The data has no example to learn from.");
    const std::size_t count = examples.training.size(), each = settings.examplesPerStep;
    stepsPerEpoch = int((count + each - 1) / each);
    schedule.kind = settings.schedule;
    schedule.peak = settings.learningRate;
    schedule.steps = stepsPerEpoch * settings.epochs;
    schedule.warmupSteps = int(std::ceil(settings.warmupShare * schedule.steps));
  }

  [[nodiscard]] bool isDone() const { return progress.isEnded || progress.steps >= schedule.steps; }
  // Whether something is due that happens every so many steps, or after each epoch and at the end.
  [[nodiscard]] bool isDue(int every) const {
    return progress.steps % (every > 0 ? every : stepsPerEpoch) == 0 ||
           progress.steps == schedule.steps;
  }

  [[nodiscard]] std::vector<TrainingBatch> batchesOf(int step) const {
    const int epoch = step / stepsPerEpoch;
    const auto order = shuffledOrder(examples.training.size(), settings.seed, std::uint64_t(epoch));
    const std::size_t begin = std::size_t(step % stepsPerEpoch) * settings.examplesPerStep;
    const std::size_t count = std::min(settings.examplesPerStep, order.size() - begin);
    return packExamples(examples.training, std::span(order).subspan(begin, count),
                        settings.batchTokens);
  }

  void takeStep() {
    const auto started = std::chrono::steady_clock::now();
    const int step = progress.steps;
    const std::vector<TrainingBatch> batches = batchesOf(step);
    std::size_t targets = 0, tokens = 0;
    for (const TrainingBatch& batch : batches) {
      targets += batch.targets.size();
      tokens += batch.tokens.size();
    }
    Gradients gradients = model.zeroGradients();
    double loss = 0;
    for (const TrainingBatch& batch : batches)
      loss += model.addGradients(batch, 1 / float(targets), gradients);
    const double norm = clipGradients(gradients, settings.clip);
    if (!std::isfinite(norm))
      throw Error(ErrorCode::InvalidArgument,
                  "The training does not converge: gradients are no finite numbers any more. A "
                  "lower learning rate helps most of the time.");
    const double rate = schedule.rateAt(step);
    optimizer->step(model.parameters(), gradients, rate);
    ++progress.steps;
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - started;
    tell({{"event", "step"},
          {"step", progress.steps},
          {"steps", schedule.steps},
          {"epoch", double(progress.steps) / stepsPerEpoch},
          {"loss", loss / double(targets)},
          {"gradient_norm", norm},
          {"learning_rate", rate},
          {"tokens", tokens},
          {"seconds", took.count()}});
  }

  // The mean loss of the held-out examples' targets.
  [[nodiscard]] double heldOutLoss() {
    std::vector<std::size_t> all(examples.heldOut.size());
    std::iota(all.begin(), all.end(), std::size_t(0));
    double loss = 0;
    std::size_t targets = 0;
    for (const TrainingBatch& batch : packExamples(examples.heldOut, all, settings.batchTokens)) {
      loss += model.loss(batch);
      targets += batch.targets.size();
    }
    return loss / double(std::max<std::size_t>(targets, 1));
  }

  void evaluate() {
    const double loss = heldOutLoss();
    const bool isBest = !progress.bestLoss || loss < *progress.bestLoss;
    const Progress before = progress;
    progress.worseEvaluations = isBest ? 0 : progress.worseEvaluations + 1;
    progress.isEnded = settings.patience > 0 && progress.worseEvaluations >= settings.patience;
    if (isBest) {
      progress.bestLoss = loss;
      progress.bestStep = progress.steps;
      // What cannot be kept is not the best that there is.
      if (!tryToWrite(folder.bestCheckpoint())) progress = before;
    }
    tell({{"event", "evaluation"},
          {"step", progress.steps},
          {"loss", loss},
          {"best", isBest},
          {"ends", progress.isEnded}});
  }

  bool tryToWrite(const std::filesystem::path& path) {
    try {
      writeCheckpoint(path, model.parameters(), *optimizer, progress.json());
      return true;
    } catch (const Error& error) {
      // The one before is still whole, and there may be room again later.
      tell(
          {{"event", "checkpoint_failed"}, {"step", progress.steps}, {"reason", error.sentence()}});
      return false;
    }
  }

  void checkpoint() {
    if (!tryToWrite(folder.checkpoint(progress.steps))) return;
    folder.removeOldCheckpoints(kKeptCheckpoints);
    tell({{"event", "checkpoint"}, {"step", progress.steps}});
  }

  void checkpointOrThrow() {
    writeCheckpoint(folder.checkpoint(progress.steps), model.parameters(), *optimizer,
                    progress.json());
    folder.removeOldCheckpoints(kKeptCheckpoints);
  }

  void tell(const nlohmann::ordered_json& event) {
    if (event.at("event") == "step" || event.at("event") == "evaluation") folder.addMetrics(event);
    report(event);
  }

  JobFolder& folder;
  const JobSettings& settings;
  const JobExamples& examples;
  TrainingModel& model;
  Report report;
  std::unique_ptr<Optimizer> optimizer;
  int stepsPerEpoch = 0;
  Schedule schedule;
  Progress progress;
};

TrainingRun::TrainingRun(JobFolder& folder, const JobSettings& settings,
                         const JobExamples& examples, TrainingModel& model, Report report)
    : m_state(std::make_unique<State>(folder, settings, examples, model, std::move(report))) {}
TrainingRun::~TrainingRun() = default;

void TrainingRun::resume() {
  State& s = *m_state;
  const auto paths = s.folder.checkpoints();
  for (const auto& path : paths) {
    try {
      s.optimizer = createOptimizer(s.settings.optimizer, optimizerOptions(s.settings));
      s.progress = Progress::of(readCheckpoint(path, s.model.parameters(), *s.optimizer));
      s.folder.rewindMetrics(s.progress.steps);
      s.report({{"event", "resumed"}, {"step", s.progress.steps}});
      return;
    } catch (const Error& error) {
      s.report({{"event", "checkpoint_unusable"}, {"reason", error.sentence()}});
      if (path == paths.back()) throw;
    }
  }
}

TrainingRun::End TrainingRun::run(const std::function<bool()>& pause) {
  State& s = *m_state;
  const bool measures = !s.examples.heldOut.empty();
  if (measures && s.progress.steps == 0) s.evaluate();
  while (!s.isDone()) {
    s.takeStep();
    if (measures && s.isDue(s.settings.evaluateEvery)) s.evaluate();
    const bool pauses = pause();
    if (pauses || s.isDone()) {
      s.checkpointOrThrow();
      s.report({{"event", "checkpoint"}, {"step", s.progress.steps}});
      if (!s.isDone()) return End::Paused;
    } else if (s.isDue(s.settings.checkpointEvery)) {
      s.checkpoint();
    }
  }
  if (s.progress.bestLoss && s.progress.bestStep != s.progress.steps)
    readCheckpointValues(s.folder.bestCheckpoint(), s.model.parameters());
  return End::Done;
}

}  // namespace alcove::training
