// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Jobs that are paused, killed in their files and short of room end with the same bits as those
// that nobody disturbed.

#include "training/job/training_run.h"

#include <alcove/error.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include <csignal>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <random>

#include "formats/gguf_file.h"
#include "support/goldens.h"
#include "support/temporary_folder.h"
#include "training/job/checkpoint.h"

namespace alcove::training {
namespace {

namespace fs = std::filesystem;
using Events = std::vector<nlohmann::ordered_json>;

fs::path model() { return test::goldens() / "qlora" / "tiny" / "tiny-f32.gguf"; }

// Texts that repeat one step in the vocabulary: easy to learn.
JobExamples examples() {
  std::mt19937 random(5);
  const auto make = [&](std::size_t count) {
    std::vector<Example> made(count);
    for (Example& example : made) {
      const std::size_t length = 6 + random() % 9;
      std::int32_t token = std::int32_t(random() % 200);
      for (std::size_t i = 0; i < length; ++i, token = (token + 3) % 256) {
        example.tokens.push_back(token);
        example.scored.push_back(i > 1);
      }
    }
    return made;
  };
  JobExamples all;
  all.training = make(23);
  all.heldOut = make(5);
  return all;
}

std::vector<float> valuesOf(TrainingModel& model) {
  std::vector<float> all;
  for (const Parameter& parameter : model.parameters())
    all.insert(all.end(), parameter.values.begin(), parameter.values.end());
  return all;
}

class TrainingRunTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists(model())) GTEST_SKIP() << "no reference data at " << model();
  }

  // A job's folder of that name, with settings that differ by `changes` from these tests'.
  fs::path job(const std::string& name, nlohmann::json changes = nlohmann::json::object()) {
    const fs::path path = m_folder.path() / name;
    fs::create_directories(path);
    nlohmann::json settings = {{"model", model().string()},
                               {"data", {"unused"}},
                               {"adapter", {{"rank", 4}}},
                               {"learning_rate", 0.01},
                               {"examples_per_step", 4},
                               {"batch_tokens", 30},
                               {"epochs", 3},
                               {"evaluate_every", 4},
                               {"checkpoint_every", 3},
                               {"threads", 1}};
    settings.update(changes);
    std::ofstream(path / "job.json") << settings;
    return path;
  }

  struct Outcome {
    TrainingRun::End end;
    std::vector<float> values;
    Events events;

    [[nodiscard]] std::size_t count(const char* event) const {
      return std::size_t(std::ranges::count_if(
          events, [&](const auto& line) { return line.at("event") == event; }));
    }
  };

  // One process' share of the work: at most `steps`.
  Outcome work(const fs::path& path, int steps = 1 << 20) {
    JobFolder folder(path);
    const JobSettings settings = folder.settings();
    TrainingOptions options;
    options.method = settings.method;
    options.fresh = settings.adapter;
    options.threads = 1;
    TrainingModel trained(formats::GgufFile::open(settings.model), options);
    Outcome outcome;
    TrainingRun run(folder, settings, m_examples, trained,
                    [&](const auto& event) { outcome.events.push_back(event); });
    if (!folder.checkpoints().empty()) run.resume();
    outcome.end = run.run([&] { return --steps <= 0; });
    outcome.values = valuesOf(trained);
    return outcome;
  }

  test::TemporaryFolder m_folder;
  JobExamples m_examples = examples();
};

TEST_F(TrainingRunTest, LearnsAndTellsHowItGoes) {
  const Outcome outcome = work(job("whole"));
  EXPECT_EQ(outcome.end, TrainingRun::End::Done);
  EXPECT_EQ(outcome.count("step"), 18u);  // of 3 epochs with 23 examples, 4 a step
  std::map<std::string, std::vector<double>> losses;
  for (const auto& event : outcome.events)
    if (event.contains("loss")) losses[event["event"]].push_back(event["loss"].get<double>());
  ASSERT_EQ(losses["evaluation"].size(), 6u);  // before it begins, each 4 steps, at the end
  EXPECT_LT(losses["evaluation"].back(), 0.9 * losses["evaluation"].front());
  EXPECT_LT(losses["step"].back(), 0.9 * losses["step"].front());
}

TEST_F(TrainingRunTest, GoesOnBitForBitFromAnyStep) {
  for (const char* optimizer : {"adamw", "adamw8"}) {
    const std::string name = optimizer;
    const Outcome whole = work(job("whole " + name, {{"optimizer", optimizer}}));
    const fs::path path = job("paused " + name, {{"optimizer", optimizer}});
    Outcome last;
    int pieces = 0;
    do {
      last = work(path, 1 + pieces % 3);
      ++pieces;
    } while (last.end == TrainingRun::End::Paused);
    EXPECT_GT(pieces, 5);
    EXPECT_EQ(last.values, whole.values) << name;
    // Each step has one line, as if nothing had happened.
    std::ifstream metrics(path / "metrics.jsonl");
    std::vector<int> steps;
    for (std::string line; std::getline(metrics, line);) {
      const auto event = nlohmann::json::parse(line);
      if (event["event"] == "step") steps.push_back(event["step"]);
    }
    ASSERT_EQ(steps.size(), 18u);
    for (int i = 0; i < 18; ++i) EXPECT_EQ(steps[std::size_t(i)], i + 1);
  }
}

TEST_F(TrainingRunTest, PassesOverACheckpointThatIsDamaged) {
  const Outcome whole = work(job("whole"));
  const fs::path path = job("damaged");
  ASSERT_EQ(work(path, 7).end, TrainingRun::End::Paused);
  const auto newest = JobFolder(path).checkpoints().front();
  fs::resize_file(newest, fs::file_size(newest) / 2);
  const Outcome rest = work(path);
  EXPECT_EQ(rest.count("checkpoint_unusable"), 1u);
  EXPECT_EQ(rest.values, whole.values);
}

TEST_F(TrainingRunTest, SaysSoIfNoCheckpointCanBeRead) {
  const fs::path path = job("damaged");
  ASSERT_EQ(work(path, 7).end, TrainingRun::End::Paused);
  for (const fs::path& checkpoint : JobFolder(path).checkpoints()) fs::resize_file(checkpoint, 9);
  EXPECT_THROW(work(path), Error);
}

// A limit on the size of files is a disk without room, seen from here.
class NoRoom {
 public:
  NoRoom() {
    std::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &m_before);
    const rlimit limit{4096, m_before.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  ~NoRoom() { ::setrlimit(RLIMIT_FSIZE, &m_before); }
  NoRoom(const NoRoom&) = delete;
  NoRoom& operator=(const NoRoom&) = delete;

 private:
  rlimit m_before{};
};

TEST_F(TrainingRunTest, KeepsTheCheckpointThatItHasWhereThereIsNoRoom) {
  const Outcome whole = work(job("whole"));
  const fs::path path = job("full");
  ASSERT_EQ(work(path, 5).end, TrainingRun::End::Paused);
  const auto before = JobFolder(path).checkpoints();
  {
    const NoRoom limit;
    try {
      work(path, 6);
      FAIL() << "the pause has no checkpoint";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::Io);
    }
  }
  EXPECT_EQ(JobFolder(path).checkpoints(), before);
  EXPECT_EQ(work(path).values, whole.values);
}

TEST_F(TrainingRunTest, GoesOnWhereACheckpointOnTheWayHasNoRoom) {
  const fs::path path = job("full");
  JobFolder folder(path);
  const JobSettings settings = folder.settings();
  TrainingOptions options;
  options.fresh = settings.adapter;
  options.threads = 1;
  TrainingModel trained(formats::GgufFile::open(settings.model), options);
  Outcome outcome;
  TrainingRun run(folder, settings, m_examples, trained,
                  [&](const auto& event) { outcome.events.push_back(event); });
  std::optional<NoRoom> limit(std::in_place);
  int steps = 0;
  outcome.end = run.run([&] {
    if (++steps == 10) limit.reset();
    return false;
  });
  EXPECT_EQ(outcome.end, TrainingRun::End::Done);
  EXPECT_GT(outcome.count("checkpoint_failed"), 0u);
  EXPECT_EQ(valuesOf(trained), work(job("whole")).values);
}

TEST_F(TrainingRunTest, EndsByItsPatienceWithTheBestThatItHad) {
  // Far too fast to go well for long.
  const Outcome outcome = work(job("patience", {{"learning_rate", 0.5},
                                                {"clip", 1e9},
                                                {"epochs", 40},
                                                {"evaluate_every", 2},
                                                {"patience", 3}}));
  EXPECT_EQ(outcome.end, TrainingRun::End::Done);
  EXPECT_LT(outcome.count("step"), 240u);
  double best = 1e9, last = 0;
  for (const auto& event : outcome.events)
    if (event["event"] == "evaluation") best = std::min(best, last = event["loss"].get<double>());
  EXPECT_GT(last, best);
}

TEST_F(TrainingRunTest, OneProcessAtATime) {
  const fs::path path = job("shared");
  const JobFolder folder(path);
  EXPECT_THROW(JobFolder{path}, Error);
}

}  // namespace
}  // namespace alcove::training
