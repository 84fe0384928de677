// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/request_log.h"

#include <alcove/error.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "server/metrics.h"
#include "support/temporary_folder.h"

namespace alcove::server {
namespace {

std::vector<nlohmann::json> linesOf(const std::filesystem::path& path) {
  std::vector<nlohmann::json> lines;
  std::istringstream text(test::readFile(path));
  for (std::string line; std::getline(text, line);) lines.push_back(nlohmann::json::parse(line));
  return lines;
}

TEST(RequestLog, WritesALineForEachRequest) {
  const test::TemporaryFolder folder;
  Metrics metrics;
  LiveRequest request({"req-7", "/v1/completions", "0a1b2c3d", "mine", true, true}, metrics);
  request.addPrompt(12);
  {
    RequestLog log(folder / "log");
    log.write(request, 200);
    log.writeRefusal("/v1/models", 401);
  }
  RequestLog(folder / "log").writeRefusal("(none)", 404);  // goes on where the file ended
  const auto lines = linesOf(folder / "log");
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines[0]["id"], "req-7");
  EXPECT_EQ(lines[0]["key"], "0a1b2c3d");
  EXPECT_EQ(lines[0]["prompt_tokens"], 12);
  EXPECT_EQ(lines[0]["status"], 200);
  EXPECT_EQ(lines[1]["status"], 401);
  EXPECT_EQ(lines[2]["route"], "(none)");
}

TEST(RequestLog, KeepsAFewOldFilesOfLimitedSize) {
  const test::TemporaryFolder folder;
  constexpr std::uint64_t kMostBytes = 500;
  RequestLog log(folder / "log", kMostBytes);
  for (int i = 0; i < 100; ++i) log.writeRefusal("/v1/models", 400 + i);
  int files = 0;
  int newest = 0;
  for (const auto& entry : std::filesystem::directory_iterator(folder.path())) {
    ++files;
    EXPECT_LE(entry.file_size(), kMostBytes);
    for (const auto& line : linesOf(entry.path())) newest = std::max(newest, int(line["status"]));
  }
  EXPECT_EQ(files, 1 + RequestLog::kOldFiles);
  EXPECT_EQ(newest, 499);
  EXPECT_EQ(linesOf(folder / "log").back()["status"], 499);
}

TEST(RequestLog, SaysWhenItCannotBeWritten) {
  const test::TemporaryFolder folder;
  EXPECT_THROW(RequestLog(folder / "no such folder" / "log"), Error);
}

}  // namespace
}  // namespace alcove::server
