// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "training/job/job_settings.h"

#include <alcove/error.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace alcove::training {
namespace {

using nlohmann::json;

const json kLeast = {{"model", "m.gguf"}, {"data", {"d.jsonl"}}};

TEST(JobSettings, DefaultsAreWrittenOutAndReadBack) {
  const JobSettings settings = settingsFromJson(kLeast, "/job");
  EXPECT_EQ(settings.model, "/job/m.gguf");
  const auto written = toJson(settings);
  EXPECT_EQ(toJson(settingsFromJson(json::parse(written.dump()), "/elsewhere")), written);
  EXPECT_EQ(written["adapter"]["rank"], 16);
}

TEST(JobSettings, EveryFieldIsReadBack) {
  json all = json::parse(toJson(settingsFromJson(kLeast, "/job")).dump());
  all["method"] = "full";
  all["base"] = "nf4-dq";
  all["adapter"] = {{"rank", 3},    {"alpha", 7.5},          {"rslora", true},
                    {"dora", true}, {"targets", {"q_proj"}}, {"seed", 9}};
  all["optimizer"] = "adamw8";
  all["schedule"] = "linear";
  all["recompute"] = false;
  for (const char* name : {"held_out_share", "weight_decay", "learning_rate", "warmup_share"})
    all[name] = 0.25;
  all["clip"] = 2.5;
  for (const char* name : {"epochs", "examples_per_step", "max_tokens", "batch_tokens", "seed",
                           "evaluate_every", "patience", "checkpoint_every", "threads"})
    all[name] = 7;
  all["held_out"] = {"/h.jsonl"};
  EXPECT_EQ(json::parse(toJson(settingsFromJson(all, "/job")).dump()), all);
}

TEST(JobSettings, WhatMakesNoSenseIsNamed) {
  const std::pair<json, const char*> cases[] = {
      {{{"model", ""}}, "'model'"},
      {{{"data", json::array()}}, "'data'"},
      {{{"epochs", 0}}, "'epochs'"},
      {{{"epochs", 1.5}}, "'epochs'"},
      {{{"epochs", "3"}}, "'epochs'"},
      {{{"learning_rate", -1}}, "'learning_rate'"},
      {{{"method", "magic"}}, "'lora', 'full'"},
      {{{"adapter", 3}}, "'adapter.'"},
      {{{"adapter", {{"rank", 0}}}}, "'adapter.rank'"},
      {{{"adapter", {{"size", 1}}}}, "'adapter.size'"},
      {{{"optimizer", "sgd"}}, "'sgd'"},
      {{{"lerning_rate", 1}}, "'lerning_rate'"},
  };
  for (const auto& [change, said] : cases) {
    json job = kLeast;
    job.update(change);
    try {
      static_cast<void>(settingsFromJson(job, "/job"));
      ADD_FAILURE() << change;
    } catch (const Error& error) {
      EXPECT_THAT(error.sentence(), testing::HasSubstr(said));
    }
  }
}

}  // namespace
}  // namespace alcove::training
