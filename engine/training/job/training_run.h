// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <nlohmann/json_fwd.hpp>

#include "training/job/example_store.h"
#include "training/job/job_folder.h"
#include "training/training_model.h"

namespace alcove::training {

// A job's steps, from its last checkpoint to the end. Used from one thread.
class TrainingRun {
 public:
  // Events go to `report`, each an object with an "event", as docs/formats/finetune-job.md lists
  // them.
  using Report = std::function<void(const nlohmann::ordered_json& event)>;

  // All live as long as the run. Throws Error InvalidArgument if there is no example.
  TrainingRun(JobFolder& folder, const JobSettings& settings, const JobExamples& examples,
              TrainingModel& model, Report report);
  ~TrainingRun();

  // Goes on from the newest checkpoint that can be read; without any, from the beginning. Throws
  // Error Corrupt if there are some, but none that can be read.
  void resume();

  enum class End { Done, Paused };
  // Steps until the end, or until `pause` says true after a step; then there is a checkpoint. The
  // parameters of a run that is done are the best that it had. Throws what steps throw, and Error
  // Io where a checkpoint cannot be written at the end; on the way that is reported, and tried
  // again.
  End run(const std::function<bool()>& pause);

 private:
  struct State;
  std::unique_ptr<State> m_state;
};

}  // namespace alcove::training
