// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/device_choice.h"

#include <alcove/error.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "backends/backend.h"
#include "support/temporary_folder.h"

namespace alcove::runtime {
namespace {

using State = SpeedFile::State;

KnownDevice measured(const char* kind, double weightBytesPerS, double productsPerS) {
  return {kind, std::string("the ") + kind, {State::Measured, {weightBytesPerS, productsPerS}, ""}};
}

TEST(ChooseFastest, TakesTheFasterAndNamesBothFigures) {
  const KnownDevice processor = measured("cpu", 40e9, 0.7e12);
  const KnownDevice card = measured("vulkan", 400e9, 21e12);
  const DeviceChoice choice = chooseFastest(processor, {&card, 1});
  EXPECT_EQ(choice.kind, "vulkan");
  for (const char* figure :
       {"3000 tokens/s in prompts and 100 in answers", "100 tokens/s in prompts and 10 in answers"})
    EXPECT_NE(choice.reason.find(figure), std::string::npos) << choice.reason;
}

TEST(ChooseFastest, LeavesASlowerGraphicsUnitAlone) {
  const KnownDevice processor = measured("cpu", 40e9, 0.7e12);
  const KnownDevice integrated = measured("vulkan", 30e9, 0.5e12);
  const DeviceChoice choice = chooseFastest(processor, {&integrated, 1});
  EXPECT_EQ(choice.kind, "cpu");
  EXPECT_NE(choice.reason.find("the vulkan about 71 tokens/s"), std::string::npos) << choice.reason;
}

TEST(ChooseFastest, TakesTheBestOfSeveral) {
  const KnownDevice processor = measured("cpu", 40e9, 0.7e12);
  const std::vector<KnownDevice> others = {measured("vulkan", 300e9, 10e12),
                                           measured("cuda", 400e9, 20e12)};
  EXPECT_EQ(chooseFastest(processor, others).kind, "cuda");
  const std::vector<KnownDevice> turned = {others[1], others[0]};
  EXPECT_EQ(chooseFastest(processor, turned).kind, "cuda");
}

TEST(ChooseFastest, UsesTheProcessorUntilADeviceIsKnownAndSaysWhy) {
  const KnownDevice processor = measured("cpu", 40e9, 0.7e12);
  for (const auto& [state, words] :
       std::initializer_list<std::pair<State, const char*>>{{State::Unknown, "not been measured"},
                                                            {State::Busy, "being measured"},
                                                            {State::Failed, "No memory."},
                                                            {State::Crashed, "driver"}}) {
    const KnownDevice card{"vulkan", "The card", {state, {}, "No memory."}};
    const DeviceChoice choice = chooseFastest(processor, {&card, 1});
    EXPECT_EQ(choice.kind, "cpu");
    EXPECT_NE(choice.reason.find(words), std::string::npos) << choice.reason;
  }
  const KnownDevice unknown{"cpu", "processor", {}};
  const KnownDevice card = measured("vulkan", 400e9, 21e12);
  EXPECT_EQ(chooseFastest(unknown, {&card, 1}).kind, "cpu");
}

class SpeedFileTest : public testing::Test {
 protected:
  test::TemporaryFolder m_folder;
  SpeedFile m_file{m_folder / "deeper/devices.json"};
};

TEST_F(SpeedFileTest, KeepsWhatWasMeasured) {
  EXPECT_EQ(m_file.find("card").state, State::Unknown);
  const auto entry = m_file.measure("card", [&] {
    EXPECT_EQ(SpeedFile(m_file.path()).find("card").state, State::Crashed)
        << "marked, by this very process";
    return DeviceSpeed{3, 4};
  });
  EXPECT_EQ(entry.state, State::Measured);
  (void)m_file.measure("other", [] { return DeviceSpeed{5, 6}; });
  const auto kept = SpeedFile(m_file.path()).find("card");
  EXPECT_EQ(kept.state, State::Measured);
  EXPECT_EQ(kept.speed.weightBytesPerS, 3);
  EXPECT_EQ(kept.speed.productsPerS, 4);
}

TEST_F(SpeedFileTest, KeepsAFailureAndForgetsWhatWasCancelled) {
  const auto failed = m_file.measure(
      "card", []() -> DeviceSpeed { throw Error(ErrorCode::Device, "The device was lost."); });
  EXPECT_EQ(failed.state, State::Failed);
  EXPECT_EQ(m_file.find("card").problem, "The device was lost.");
  EXPECT_THROW((void)m_file.measure(
                   "other", []() -> DeviceSpeed { throw Error(ErrorCode::Cancelled, "Enough."); }),
               Error);
  EXPECT_EQ(m_file.find("other").state, State::Unknown);
}

TEST_F(SpeedFileTest, DoesNotTryADeviceAgainThatTookTheProcessDown) {
  (void)m_file.measure("first", [] { return DeviceSpeed{1, 2}; });
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    (void)m_file.measure("card", []() -> DeviceSpeed { _exit(3); });
    _exit(0);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_EQ(WEXITSTATUS(status), 3);
  EXPECT_EQ(m_file.find("card").state, State::Crashed);
  EXPECT_EQ(m_file.find("first").state, State::Measured);
}

TEST_F(SpeedFileTest, LeavesADeviceToTheProcessThatMeasuresIt) {
  const auto mark = [&](long long age) {
    test::writeFile(m_folder / "devices.json", "{\"card\": {\"measured_by\": 1, \"since\": " +
                                                   std::to_string(time(nullptr) - age) + "}}");
    return SpeedFile(m_folder / "devices.json").find("card").state;
  };
  if (geteuid() == 0) {
    EXPECT_EQ(mark(1), State::Busy);
  }
  EXPECT_EQ(mark(100000), State::Crashed) << "another process may have that number by now";
}

TEST_F(SpeedFileTest, TakesADamagedFileForNone) {
  for (const char* text :
       {"", "[]", "{\"card\": 3}", "{\"card\": {\"weight_bytes_per_s\": -1}}", "{\"card\": {",
        "{\"card\": {\"weight_bytes_per_s\": \"x\", \"products_per_s\": 1e999}}"}) {
    test::writeFile(m_folder / "devices.json", text);
    SpeedFile file(m_folder / "devices.json");
    EXPECT_EQ(file.find("card").state, State::Unknown) << text;
    EXPECT_EQ(file.measure("card", [] { return DeviceSpeed{1, 2}; }).state, State::Measured);
  }
}

TEST_F(SpeedFileTest, MeasuresNothingThatItCannotKeep) {
  m_folder.write("file", "");
  SpeedFile file(m_folder / "file/devices.json");
  EXPECT_EQ(file.measure("card", []() -> DeviceSpeed { abort(); }).state, State::Unknown);
}

TEST(MeasureDevice, MeasuresTheProcessorAndCanBeCancelled) {
  const auto backend = backends::createBackend("cpu", {.threads = 1});
  const DeviceSpeed speed = measureDevice(*backend, [] { return true; });
  EXPECT_GT(speed.weightBytesPerS, 1e6);
  EXPECT_GT(speed.productsPerS, speed.weightBytesPerS) << "many tokens share what is read";
  const auto fresh = backends::createBackend("cpu", {.threads = 1});
  int asked = 0;
  try {
    (void)measureDevice(*fresh, [&] { return ++asked < 3; });
    FAIL() << "it went on";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::Cancelled);
  }
}

// A program that plays a graphics card must lose to the processor that it runs on.
TEST(MeasureDevice, FindsThatAProgramIsSlowerThanTheProcessor) {
  std::unique_ptr<backends::Backend> vulkan;
  try {
    vulkan = backends::createBackend("vulkan", {});
  } catch (const Error& error) {
    GTEST_SKIP() << error.sentence();
  }
  if (vulkan->deviceName().find("llvmpipe") == std::string::npos)
    GTEST_SKIP() << vulkan->deviceName() << " is not such a program";
  const auto cpu = backends::createBackend("cpu", {});
  const KnownDevice processor{"cpu", "cpu", {State::Measured, measureDevice(*cpu, {}), ""}};
  const KnownDevice program{
      "vulkan", "llvmpipe", {State::Measured, measureDevice(*vulkan, {}), ""}};
  const DeviceChoice choice = chooseFastest(processor, {&program, 1});
  std::printf("%s\n", choice.reason.c_str());
  EXPECT_EQ(choice.kind, "cpu");
}

}  // namespace
}  // namespace alcove::runtime
