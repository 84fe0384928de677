// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/atomic_file.h"

#include <alcove/error.h>
#include <gtest/gtest.h>

#include <string_view>

#include "support/temporary_folder.h"

namespace alcove::base {
namespace {

std::span<const std::byte> bytesOf(std::string_view text) { return std::as_bytes(std::span(text)); }

std::size_t filesIn(const std::filesystem::path& folder) {
  return std::size_t(std::distance(std::filesystem::directory_iterator(folder), {}));
}

TEST(AtomicFile, AppearsWholeOnCommit) {
  const test::TemporaryFolder folder;
  const auto path = folder / "values";
  AtomicFile file(path);
  file.write(bytesOf("one "));
  file.write(bytesOf("two"));
  EXPECT_FALSE(std::filesystem::exists(path));
  file.commit();
  EXPECT_EQ(test::readFile(path), "one two");
  EXPECT_EQ(filesIn(folder.path()), 1u);
}

TEST(AtomicFile, LeavesNothingBehindWithoutCommit) {
  const test::TemporaryFolder folder;
  const auto path = folder.write("values", "old");
  {
    AtomicFile file(path);
    file.write(bytesOf("new"));
  }
  EXPECT_EQ(test::readFile(path), "old");
  EXPECT_EQ(filesIn(folder.path()), 1u);
}

TEST(AtomicFile, ReplacesWhatWasThere) {
  const test::TemporaryFolder folder;
  const auto path = folder.write("values", "old and longer");
  atomicWrite(path, bytesOf("new"));
  EXPECT_EQ(test::readFile(path), "new");
}

TEST(AtomicFile, TwoWritersOfOneFileDoNotMix) {
  const test::TemporaryFolder folder;
  AtomicFile first(folder / "values");
  AtomicFile second(folder / "values");
  first.write(bytesOf("first"));
  second.write(bytesOf("second"));
  second.commit();
  first.commit();
  EXPECT_EQ(test::readFile(folder / "values"), "first");
}

TEST(AtomicFile, SaysWhyItCannotWrite) {
  const test::TemporaryFolder folder;
  for (const auto& path : {folder / "missing/values", folder.path()}) {
    try {
      atomicWrite(path, bytesOf("text"));
      FAIL() << path;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::Io);
      EXPECT_EQ(error.context(), path.string());
    }
  }
}

}  // namespace
}  // namespace alcove::base
