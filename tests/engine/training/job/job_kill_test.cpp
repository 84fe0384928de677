// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// The real program, killed at a hundred random moments: each time it goes on, and it ends with the
// very weights that an undisturbed run has.

#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>

#include <chrono>
#include <fstream>
#include <nlohmann/json.hpp>
#include <random>
#include <sstream>
#include <thread>

#include "support/goldens.h"
#include "support/process.h"
#include "support/temporary_folder.h"
#include "training/job/example_store.h"
#include "training/job/job_folder.h"

namespace alcove::training {
namespace {

namespace fs = std::filesystem;

constexpr int kKills = 100;

fs::path model() { return test::goldens() / "qlora" / "tiny" / "tiny-f32.gguf"; }

// A job that has its examples already, as one that was begun.
void makeJob(const fs::path& path) {
  fs::create_directories(path);
  const nlohmann::json settings = {{"model", fs::absolute(model()).string()},
                                   {"data", {"unused"}},
                                   {"optimizer", "adamw8"},
                                   {"examples_per_step", 3},
                                   {"epochs", 8},
                                   {"evaluate_every", 5},
                                   {"checkpoint_every", 2},
                                   {"threads", 1}};
  std::ofstream(path / "job.json") << settings;
  std::mt19937 random(3);
  JobExamples examples;
  for (std::vector<Example>* kind : {&examples.training, &examples.heldOut}) {
    for (int i = 0; i < 17; ++i) {
      Example& example = kind->emplace_back();
      for (std::size_t length = 3 + random() % 12; length > 0; --length) {
        example.tokens.push_back(std::int32_t(random() % 256));
        example.scored.push_back(example.tokens.size() > 1);
      }
    }
  }
  writeExamples(path / "examples.safetensors", examples);
}

// Starts the engine on the job with its output thrown away.
pid_t start(const fs::path& job) {
  const std::string program = std::string(std::getenv("ALCOVE_BIN_DIR")) + "/alcove-engine";
  std::vector<std::string> words = {program, "finetune", job.string(), "--resume"};
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
  pid_t process = -1;
  EXPECT_EQ(posix_spawn(&process, program.c_str(), &actions, nullptr, arguments.data(), environ),
            0);
  posix_spawn_file_actions_destroy(&actions);
  return process;
}

// Kills the process after so long; false if it had ended by itself by then.
bool killAfter(pid_t process, std::chrono::microseconds delay) {
  std::this_thread::sleep_for(delay);
  ::kill(process, SIGKILL);
  int status = 0;
  ::waitpid(process, &status, 0);
  if (WIFEXITED(status)) {
    EXPECT_EQ(WEXITSTATUS(status), 0);
  }
  return WIFSIGNALED(status);
}

std::string bytesOf(const fs::path& path) {
  std::ostringstream bytes;
  bytes << std::ifstream(path, std::ios::binary).rdbuf();
  return bytes.str();
}

void expectSameEnd(const fs::path& job, const fs::path& undisturbed) {
  const auto ended = JobFolder(job).checkpoints(), expected = JobFolder(undisturbed).checkpoints();
  ASSERT_EQ(ended.front().filename(), expected.front().filename());
  EXPECT_EQ(bytesOf(ended.front()), bytesOf(expected.front()));
  const fs::path result = fs::path("adapter") / "adapter_model.safetensors";
  EXPECT_GT(bytesOf(undisturbed / result).size(), 1000u);
  EXPECT_EQ(bytesOf(job / result), bytesOf(undisturbed / result));
  EXPECT_EQ(bytesOf(JobFolder(job).bestCheckpoint()),
            bytesOf(JobFolder(undisturbed).bestCheckpoint()));
  for (const auto& entry : fs::directory_iterator(job / "checkpoints"))
    EXPECT_EQ(entry.path().extension(), ".safetensors") << "left behind";
}

TEST(JobKill, GoesOnFromAHundredKillsBitForBit) {
  if (!fs::exists(model())) GTEST_SKIP() << "no reference data at " << model();
  const test::TemporaryFolder folder;
  const fs::path undisturbed = folder.path() / "undisturbed";
  makeJob(undisturbed);
  const auto begun = std::chrono::steady_clock::now();
  const test::ProcessResult whole = test::runEngine({"finetune", undisturbed.string()});
  ASSERT_EQ(whole.exitCode, 0) << whole.err;
  const auto wholeTime = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - begun);
  std::mt19937_64 random(std::random_device{}());
  int kills = 0;
  for (int jobs = 0; kills < kKills; ++jobs) {
    const fs::path job = folder.path() / fmt::format("job {}", jobs);
    makeJob(job);
    // From the start of the process to long after: reading, steps, evaluations, checkpoints.
    while (killAfter(start(job), wholeTime * std::int64_t(random() % 1000) / 2000)) ++kills;
    expectSameEnd(job, undisturbed);
  }
  fmt::print("{} kills\n", kills);
}

}  // namespace
}  // namespace alcove::training
