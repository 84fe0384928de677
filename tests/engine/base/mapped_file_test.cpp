// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "base/mapped_file.h"

#include <alcove/error.h>
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <thread>
#include <vector>

#include "support/temporary_folder.h"

namespace alcove::base {
namespace {

constexpr std::size_t kPages = 64;

std::string manyPages() { return std::string(kPages * std::size_t(sysconf(_SC_PAGESIZE)), 'x'); }

std::size_t countOf(char c, std::span<const std::byte> bytes) {
  std::size_t count = 0;
  for (const std::byte b : bytes) count += b == std::byte(c);
  return count;
}

ErrorCode codeOfOpening(const std::filesystem::path& path) {
  try {
    (void)MappedFile::open(path);
  } catch (const Error& error) {
    EXPECT_EQ(error.context(), path.string());
    return error.code();
  }
  ADD_FAILURE() << path << " was opened";
  return ErrorCode::Cancelled;
}

TEST(MappedFile, ShowsTheBytesOfTheFile) {
  const test::TemporaryFolder folder;
  const auto path = folder.write("data", "abc");
  const auto file = MappedFile::open(path);
  ASSERT_EQ(file->bytes().size(), 3u);
  EXPECT_EQ(file->bytes()[2], std::byte('c'));
  EXPECT_EQ(file->path(), path);
  file->verifySize();
}

TEST(MappedFile, AnEmptyFileIsAnEmptySpan) {
  const test::TemporaryFolder folder;
  const auto file = MappedFile::open(folder.write("data", ""));
  EXPECT_TRUE(file->bytes().empty());
  file->verifySize();
  file->willNeed(0, 10);
  file->release(0, 10);
}

TEST(MappedFile, RefusesWhatIsNoFile) {
  const test::TemporaryFolder folder;
  EXPECT_EQ(codeOfOpening(folder / "missing"), ErrorCode::NotFound);
  EXPECT_EQ(codeOfOpening(folder.write("file", "x") / "below"), ErrorCode::NotFound);
  EXPECT_EQ(codeOfOpening(folder.path()), ErrorCode::Io);
  EXPECT_EQ(codeOfOpening("/dev/zero"), ErrorCode::Io);
  ASSERT_EQ(mkfifo((folder / "pipe").c_str(), 0600), 0);
  EXPECT_EQ(codeOfOpening(folder / "pipe"), ErrorCode::Io);
}

TEST(MappedFile, PagesThatWereGivenBackAreReadAgain) {
  const test::TemporaryFolder folder;
  const auto file = MappedFile::open(folder.write("data", manyPages()));
  const std::size_t size = file->bytes().size();
  file->willNeed(1, size);
  EXPECT_EQ(countOf('x', file->bytes()), size);
  file->release(1, size);
  file->release(size, 1);
  EXPECT_EQ(countOf('x', file->bytes()), size);
}

TEST(MappedFile, ReadsZerosWhereTheFileWasCut) {
  const test::TemporaryFolder folder;
  const auto path = folder.write("data", manyPages());
  const auto file = MappedFile::open(path);
  const std::size_t half = file->bytes().size() / 2;
  std::filesystem::resize_file(path, half);
  EXPECT_EQ(countOf('x', file->bytes()), half);
  EXPECT_EQ(countOf('\0', file->bytes()), half);
  EXPECT_THROW(file->verifySize(), Error);

  // Grown again, the file has other bytes than those that were read.
  std::filesystem::resize_file(path, 2 * half);
  EXPECT_THROW(file->verifySize(), Error);
}

// Of the file's pages, those that this process has mapped.
std::ptrdiff_t mappedPages(const MappedFile& file) {
  const auto first = std::uintptr_t(file.bytes().data()) / std::uintptr_t(sysconf(_SC_PAGESIZE));
  std::array<std::uint64_t, kPages> entries{};
  const int map = ::open("/proc/self/pagemap", O_RDONLY);
  const ssize_t size = pread(map, entries.data(), sizeof entries, off_t(first * 8));
  ::close(map);
  EXPECT_EQ(size, ssize_t(sizeof entries));
  return std::ranges::count_if(entries, [](std::uint64_t entry) { return entry >> 63 != 0; });
}

TEST(MappedFile, CopiesBytesWithoutMappingThem) {
  const test::TemporaryFolder folder;
  const auto file = MappedFile::open(folder.write("data", manyPages()));
  std::vector<std::byte> copy(file->bytes().size() - 7);
  file->read(7, copy);
  EXPECT_EQ(countOf('x', copy), copy.size());
  EXPECT_EQ(mappedPages(*file), 0);
  EXPECT_EQ(countOf('x', file->bytes()), file->bytes().size());
  EXPECT_EQ(mappedPages(*file), std::ptrdiff_t(kPages));
  file->verifySize();
}

TEST(MappedFile, CopiesZerosWhereTheFileWasCut) {
  const test::TemporaryFolder folder;
  const auto path = folder.write("data", manyPages());
  const auto file = MappedFile::open(path);
  const std::size_t size = file->bytes().size(), left = size / 2 + 1;
  std::filesystem::resize_file(path, left);
  std::vector<std::byte> copy(size - 7, std::byte{1});
  file->read(7, copy);
  EXPECT_EQ(countOf('x', copy), left - 7);
  EXPECT_EQ(countOf('\0', copy), size - left);
  std::filesystem::resize_file(path, size);
  EXPECT_THROW(file->verifySize(), Error);
}

TEST(MappedFile, SaysHowMuchIsGoneBeforeAnythingIsRead) {
  const test::TemporaryFolder folder;
  const auto path = folder.write("data", manyPages());
  const auto file = MappedFile::open(path);
  std::filesystem::resize_file(path, 5);
  try {
    file->verifySize();
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::Io);
    EXPECT_NE(error.sentence().find("to 5 bytes"), std::string::npos) << error.sentence();
  }
}

TEST(MappedFile, ManyFilesAreWatchedAtOnceAndReadFromManyThreads) {
  const test::TemporaryFolder folder;
  const std::string content = manyPages();
  std::vector<std::filesystem::path> paths;
  std::vector<std::shared_ptr<const MappedFile>> files;
  for (int i = 0; i < 100; ++i) {
    paths.push_back(folder.write("data" + std::to_string(i), content));
    files.push_back(MappedFile::open(paths.back()));
  }
  for (const auto& path : paths) std::filesystem::resize_file(path, 0);
  std::vector<std::thread> readers;
  for (std::size_t t = 0; t < 4; ++t) {
    readers.emplace_back([&, t] {
      for (std::size_t i = t; i < files.size() + 4; ++i) {
        const auto& file = files[i % files.size()];
        EXPECT_EQ(countOf('\0', file->bytes()), content.size());
      }
    });
  }
  for (std::thread& reader : readers) reader.join();
  for (const auto& file : files) EXPECT_THROW(file->verifySize(), Error);
}

TEST(MappedFile, ANewMappingInAnOldPlaceIsNotDamaged) {
  const test::TemporaryFolder folder;
  const auto path = folder.write("data", manyPages());
  {
    const auto file = MappedFile::open(path);
    std::filesystem::resize_file(path, 0);
    EXPECT_EQ(countOf('x', file->bytes()), 0u);
  }
  test::writeFile(path, manyPages());
  MappedFile::open(path)->verifySize();
}

void readBeyondTheEndOfAnotherMapping(const std::filesystem::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY);
  const auto size = std::filesystem::file_size(path);
  const auto* data =
      static_cast<const volatile char*>(mmap(nullptr, size, PROT_READ, MAP_PRIVATE, descriptor, 0));
  std::filesystem::resize_file(path, 0);
  (void)data[size - 1];
}

TEST(MappedFileDeathTest, OtherBusErrorsStillEndTheProcess) {
  testing::FLAGS_gtest_death_test_style = "threadsafe";
  const test::TemporaryFolder folder;
  const auto path = folder.write("data", manyPages());
  const auto watched = MappedFile::open(folder.write("watched", "x"));
  EXPECT_DEATH(readBeyondTheEndOfAnotherMapping(path), "");
}

}  // namespace
}  // namespace alcove::base
