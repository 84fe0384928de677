// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/log.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace alcove::base {
namespace {

TEST(Log, GoesToTheSinkWithLevelAndArea) {
  std::vector<std::string> lines;
  setLogSink([&](LogLevel level, std::string_view area, std::string_view line) {
    lines.push_back(std::to_string(int(level)) + " " + std::string(area) + " " + std::string(line));
  });
  log(LogLevel::Debug, "formats", "opened");
  log(LogLevel::Error, "runtime", "failed");
  setLogSink({});
  EXPECT_EQ(lines, (std::vector<std::string>{"0 formats opened", "3 runtime failed"}));
}

TEST(Log, WritesWarningsAndErrorsToStderrByDefault) {
  setLogSink({});
  testing::internal::CaptureStderr();
  log(LogLevel::Info, "formats", "quiet");
  log(LogLevel::Warning, "formats", "careful");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "warning: formats: careful\n");
}

}  // namespace
}  // namespace alcove::base
