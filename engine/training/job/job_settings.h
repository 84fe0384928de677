// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "training/optimizer.h"
#include "training/schedule.h"
#include "training/trained_weights.h"

namespace alcove::training {

// What a job is to do: job.json, with every default written out.
struct JobSettings {
  std::filesystem::path model;
  std::vector<std::filesystem::path> data;
  std::vector<std::filesystem::path> heldOut;  // empty: a share of the data
  double heldOutShare = 0.1;

  Method method = Method::Adapter;
  Base base = Base::Stored;
  AdapterConfig adapter;

  std::string optimizer = "adamw";  // a name of optimizerTable()
  double weightDecay = 0;
  double learningRate = 5e-4;
  Schedule::Kind schedule = Schedule::Kind::Cosine;
  double warmupShare = 0.05;  // of all steps
  double clip = 1;            // the gradients' norm

  int epochs = 3;
  std::size_t examplesPerStep = 8;
  std::size_t maxTokens = 1024;    // of an example, which is cut behind them
  std::size_t batchTokens = 1024;  // that are computed together
  std::uint64_t seed = 1000;       // of the examples' order
  // Gradient checkpointing; nothing: where activations would not fit, which whoever starts the job
  // finds out.
  std::optional<bool> recompute;

  int evaluateEvery = 0;    // steps; 0: after each epoch
  int patience = 0;         // evaluations without a better one that end the training; 0: none do
  int checkpointEvery = 0;  // steps; 0: after each epoch
  int threads = 0;          // 0: physical cores
};

[[nodiscard]] nlohmann::ordered_json toJson(const JobSettings& settings);

// Fields that are missing have their defaults; relative paths are seen from `folder`. Throws Error
// Corrupt or InvalidArgument, naming the field.
[[nodiscard]] JobSettings settingsFromJson(const nlohmann::json& json,
                                           const std::filesystem::path& folder);

}  // namespace alcove::training
