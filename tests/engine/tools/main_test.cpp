// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/process.h"
#include "tools/command.h"

namespace alcove::tools {
namespace {

using test::runEngine;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::StartsWith;

TEST(Main, HelpNamesEveryCommand) {
  const auto result = runEngine({"--help"});
  EXPECT_EQ(result.exitCode, 0);
  EXPECT_THAT(result.err, IsEmpty());
  for (const Command& command : commands()) {
    EXPECT_THAT(result.out, HasSubstr(command.name));
    EXPECT_THAT(result.out, HasSubstr(command.summary));
  }
}

TEST(Main, VersionIsOneLine) {
  const auto result = runEngine({"--version"});
  EXPECT_EQ(result.exitCode, 0);
  EXPECT_THAT(result.out, testing::MatchesRegex("alcove-engine [0-9]+\\.[0-9]+\\.[0-9]+\n"));
}

TEST(Main, WithoutACommandItPrintsTheUsageAsAnError) {
  const auto result = runEngine({});
  EXPECT_EQ(result.exitCode, 2);
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(result.err, HasSubstr("Usage: alcove-engine"));
}

TEST(Main, AnUnknownCommandIsNamed) {
  const auto result = runEngine({"inspekt"});
  EXPECT_EQ(result.exitCode, 2);
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(result.err, StartsWith("alcove-engine: There is no command 'inspekt'."));
}

TEST(Main, EveryCommandExplainsItself) {
  for (const Command& command : commands()) {
    const auto result = runEngine({command.name, "--help"});
    EXPECT_EQ(result.exitCode, 0) << command.name;
    EXPECT_THAT(result.err, IsEmpty()) << command.name;
    EXPECT_THAT(result.out, HasSubstr(command.summary));
    EXPECT_THAT(result.out, HasSubstr(std::string("alcove-engine ") + command.name));
  }
}

TEST(Main, EveryCommandRefusesAnUnknownOption) {
  for (const Command& command : commands()) {
    const auto result = runEngine({command.name, "--no-such-option"});
    EXPECT_EQ(result.exitCode, 2) << command.name;
    EXPECT_THAT(result.out, IsEmpty()) << command.name;
    EXPECT_THAT(result.err, StartsWith(std::string("alcove-engine ") + command.name));
    EXPECT_THAT(result.err, HasSubstr("--help"));
  }
}

TEST(Main, OutputThatCannotBeWrittenIsAFailure) {
  const auto engine = std::string(std::getenv("ALCOVE_BIN_DIR")) + "/alcove-engine";
  const auto result =
      test::runProcess({"/bin/sh", "-c", "exec \"$0\" inspect --help > /dev/full", engine});
  EXPECT_EQ(result.exitCode, 1);
  EXPECT_THAT(result.err, HasSubstr("The output could not be written."));
}

}  // namespace
}  // namespace alcove::tools
