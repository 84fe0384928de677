// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Every class of damaged or hostile model file, each with the sentence that a person is told.
#include <alcove/error.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ctime>
#include <fstream>
#include <optional>
#include <set>
#include <string>

#include "engine/formats/hostile_cases.h"
#include "formats/gguf_file.h"
#include "formats/inspect.h"
#include "support/temporary_folder.h"

namespace alcove::formats {
namespace {

using testing::HasSubstr;

constexpr std::uint64_t kMoreMemoryBytes = 64u << 20;

// A line "VmHWM:  1234 kB" of the process's status, in bytes.
std::uint64_t statusBytes(const std::string& name) {
  std::ifstream file("/proc/self/status");
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with(name)) return std::stoull(line.substr(name.size() + 1)) * 1024;
  }
  return 0;
}

// Watches processor time (the machine may be busy) and peak memory of what runs while it lives.
class Watch {
 public:
  Watch() {
    std::ofstream("/proc/self/clear_refs") << "5";  // the peak starts again from here
    m_before = statusBytes("VmRSS");
  }

  void expectModest(std::uint64_t fileBytes) const {
    EXPECT_LT(double(std::clock() - m_start) / CLOCKS_PER_SEC, 1.0);
    EXPECT_LT(statusBytes("VmHWM"), m_before + fileBytes + kMoreMemoryBytes);
  }

 private:
  std::uint64_t m_before = 0;
  std::clock_t m_start = std::clock();
};

std::filesystem::path writeCase(const test::TemporaryFolder& folder, const HostileCase& hostile) {
  const auto path = folder.write("model.gguf", hostile.bytes());
  if (hostile.sparseBytes != 0) std::filesystem::resize_file(path, hostile.sparseBytes);
  return path;
}

std::optional<std::string> sentenceOfOpening(const std::filesystem::path& path) {
  try {
    (void)GgufFile::open(path);
    return std::nullopt;
  } catch (const Error& error) {
    EXPECT_THAT(error.context(), HasSubstr(path.string()));
    return error.sentence();
  }
}

class HostileGguf : public testing::TestWithParam<HostileCase> {
 protected:
  test::TemporaryFolder m_folder;
};

TEST_P(HostileGguf, OpeningSaysWhatIsWrong) {
  const auto path = writeCase(m_folder, GetParam());
  const Watch watch;
  const auto sentence = sentenceOfOpening(path);
  watch.expectModest(std::filesystem::file_size(path));
  EXPECT_EQ(sentence.has_value(), !GetParam().opens) << sentence.value_or("");
  if (GetParam().opens || !sentence) return;
  for (const std::string& word : GetParam().words) EXPECT_THAT(*sentence, HasSubstr(word));
  EXPECT_EQ(sentence->back(), '.');
}

TEST_P(HostileGguf, InspectingListsTheProblem) {
  const auto path = writeCase(m_folder, GetParam());
  const Watch watch;
  const Inspection inspection = inspect(path);
  watch.expectModest(std::filesystem::file_size(path));
  std::string all;
  bool found = false;
  for (const Problem& problem : inspection.problems) {
    bool matches = true;
    for (const std::string& word : GetParam().words) {
      matches = matches && problem.sentence.find(word) != std::string::npos;
    }
    found = found || matches;
    all += problem.sentence + "\n";
  }
  EXPECT_TRUE(found) << all;
}

INSTANTIATE_TEST_SUITE_P(Cases, HostileGguf, testing::ValuesIn(allHostileCases()),
                         [](const auto& instance) { return instance.param.name; });

TEST(HostileGgufFiles, TheUnchangedModelHasNoProblem) {
  const test::TemporaryFolder folder;
  const auto path = folder.write("model.gguf", test::littleModel().build());
  EXPECT_EQ(sentenceOfOpening(path), std::nullopt);
  const Inspection inspection = inspect(path);
  EXPECT_TRUE(inspection.problems.empty()) << inspection.problems.front().sentence;
}

TEST(HostileGgufFiles, EveryShorterFileIsRefused) {
  const test::TemporaryFolder folder;
  const test::GgufBuilder model = test::littleModel();
  const std::string whole = model.build();
  const std::size_t headerBytes = model.header().size();
  const auto path = folder.write("model.gguf", whole);
  for (std::size_t size = whole.size(); size-- > 0;) {
    // Inside the data every 97th length is enough.
    if (size > headerBytes + 64 && size % 97 != 0) continue;
    std::filesystem::resize_file(path, size);
    ASSERT_TRUE(sentenceOfOpening(path).has_value()) << size;
  }
}

TEST(HostileGgufFiles, NoChangeOfOneByteDoesHarm) {
  const test::TemporaryFolder folder;
  const test::GgufBuilder model = test::littleModel();
  const std::string whole = model.build();
  const auto path = folder.write("model.gguf", whole);
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  const auto put = [&](std::size_t at, char byte) {
    file.seekp(std::streamoff(at)).put(byte).flush();
  };
  std::set<std::string> sentences;
  for (std::size_t at = 0; at < model.header().size(); ++at) {
    // The middle of the vocabulary is more of the same.
    if (at > 1200 && at < 4000 && at % 16 != 0) continue;
    for (const char byte : {'\0', '\x01', '\x7f', '\xff'}) {
      put(at, byte);
      if (const auto sentence = sentenceOfOpening(path)) sentences.insert(*sentence);
    }
    put(at, whole[at]);
  }
  ASSERT_TRUE(file.good());
  EXPECT_EQ(sentenceOfOpening(path), std::nullopt);
  EXPECT_GT(sentences.size(), 100u);
}

TEST(HostileGgufFiles, LinksAreFollowedToRealFilesOnly) {
  const test::TemporaryFolder folder;
  const auto model = folder.write("model.gguf", test::littleModel().build());
  std::filesystem::create_symlink("model.gguf", folder / "link.gguf");
  std::filesystem::create_symlink("nowhere.gguf", folder / "dangling.gguf");
  std::filesystem::create_symlink("loop.gguf", folder / "loop.gguf");
  EXPECT_EQ(sentenceOfOpening(folder / "link.gguf"), std::nullopt);
  EXPECT_THAT(sentenceOfOpening(folder / "dangling.gguf").value(), HasSubstr("No such file"));
  EXPECT_THAT(sentenceOfOpening(folder / "loop.gguf").value(), HasSubstr("symbolic links"));
}

}  // namespace
}  // namespace alcove::formats
