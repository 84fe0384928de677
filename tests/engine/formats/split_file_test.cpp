// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Models over several files, sound and damaged: missing parts, parts twice, parts of other models.
#include <alcove/error.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <vector>

#include "formats/gguf_file.h"
#include "formats/inspect.h"
#include "support/gguf_builder.h"
#include "support/temporary_folder.h"

namespace alcove::formats {
namespace {

using test::GgufBuilder;
using testing::HasSubstr;

constexpr int kParts = 3;

std::string nameOf(int part, int parts = kParts) {
  char name[64];
  std::snprintf(name, sizeof name, "model-%05d-of-%05d.gguf", part + 1, parts);
  return name;
}

// The little model, its tensors dealt out to three files.
std::vector<GgufBuilder> littleParts() {
  const GgufBuilder whole = test::littleModel();
  std::vector<GgufBuilder> parts(kParts);
  parts[0].metadata = whole.metadata;
  for (int i = 0; i < kParts; ++i) {
    parts[i].set(test::uint32Value("split.no", std::uint32_t(i)));
    parts[i].set(test::uint32Value("split.count", kParts));
    parts[i].set(test::int32Value("split.tensors.count", int(whole.tensors.size())));
  }
  for (std::size_t i = 0; i < whole.tensors.size(); ++i) {
    parts[i % kParts].tensors.push_back(whole.tensors[i]);
  }
  return parts;
}

class SplitFile : public testing::Test {
 protected:
  void writeParts() {
    for (int i = 0; i < kParts; ++i) m_folder.write(nameOf(i), m_parts[i].build());
  }

  // Of opening by any of the parts: all must say the same.
  std::string sentence() {
    std::string first;
    for (int i = 0; i < kParts; ++i) {
      if (!std::filesystem::exists(m_folder / nameOf(i))) continue;
      try {
        (void)GgufFile::open(m_folder / nameOf(i));
        return "nothing was thrown";
      } catch (const Error& error) {
        if (first.empty()) first = error.sentence();
      }
      EXPECT_FALSE(inspect(m_folder / nameOf(i)).problems.empty());
    }
    return first;
  }

  test::TemporaryFolder m_folder;
  std::vector<GgufBuilder> m_parts = littleParts();
};

TEST_F(SplitFile, AnyPartOpensTheWholeModel) {
  writeParts();
  const GgufBuilder whole = test::littleModel();
  for (int i = 0; i < kParts; ++i) {
    const auto file = GgufFile::open(m_folder / nameOf(i));
    EXPECT_EQ(file->string("general.architecture"), "llama");
    EXPECT_EQ(file->files().size(), std::size_t(kParts));
    ASSERT_EQ(file->tensors().size(), whole.tensors.size());
    std::uint64_t bytes = 0;
    for (int part = 0; part < kParts; ++part) bytes += m_parts[part].build().size();
    EXPECT_EQ(file->sizeBytes(), bytes);
    for (const auto& built : whole.tensors) {
      const GgufTensor* const tensor = file->findTensor(built.name);
      ASSERT_NE(tensor, nullptr) << built.name;
      ASSERT_EQ(tensor->data.size(), built.data.size());
      EXPECT_EQ(std::memcmp(tensor->data.data(), built.data.data(), built.data.size()), 0);
      file->willNeed(tensor->data);
      const auto tail = tensor->data.subspan(tensor->data.size() / 2);
      std::vector<std::byte> copy(tail.size());
      file->read(tail, copy.data());
      EXPECT_EQ(std::memcmp(copy.data(), tail.data(), tail.size()), 0) << built.name;
      file->release(tensor->data);
      EXPECT_EQ(std::memcmp(tensor->data.data(), built.data.data(), built.data.size()), 0);
    }
    const std::byte elsewhere{7};
    std::byte copy{};
    file->read({&elsewhere, 1}, &copy);
    EXPECT_EQ(copy, elsewhere);
    file->verifySize();
  }
}

TEST_F(SplitFile, InspectingAnyPartShowsTheWholeModel) {
  writeParts();
  for (int i = 0; i < kParts; ++i) {
    const Inspection inspection = inspect(m_folder / nameOf(i));
    for (const Problem& problem : inspection.problems) ADD_FAILURE() << problem.sentence;
    EXPECT_EQ(inspection.tensors.size(), test::littleModel().tensors.size());
    EXPECT_EQ(inspection.architecture, "llama");
  }
}

TEST_F(SplitFile, PartsMayBeLinks) {
  writeParts();
  const test::TemporaryFolder other;
  std::filesystem::rename(m_folder / nameOf(1), other / "elsewhere");
  std::filesystem::create_symlink(other / "elsewhere", m_folder / nameOf(1));
  EXPECT_EQ(GgufFile::open(m_folder / nameOf(0))->files().size(), std::size_t(kParts));
}

TEST_F(SplitFile, APartIsMissing) {
  writeParts();
  std::filesystem::remove(m_folder / nameOf(1));
  EXPECT_THAT(sentence(), HasSubstr("Part 2 of 3 of the model is missing"));
}

TEST_F(SplitFile, APartUnderAnotherName) {
  writeParts();
  std::filesystem::rename(m_folder / nameOf(0), m_folder / "model.gguf");
  try {
    (void)GgufFile::open(m_folder / "model.gguf");
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.sentence(), HasSubstr("'-00001-of-00003.gguf'"));
  }
}

TEST_F(SplitFile, TheSamePartTwice) {
  writeParts();
  m_folder.write(nameOf(1), m_parts[2].build());
  EXPECT_THAT(sentence(), HasSubstr("in the place of part 2 of 3"));
}

TEST_F(SplitFile, APartOfAModelInMoreParts) {
  m_parts[1].set(test::uint32Value("split.count", 4));
  writeParts();
  EXPECT_THAT(sentence(), HasSubstr("it is part 2 of 4"));
}

TEST_F(SplitFile, APartThatIsAModelOfItsOwn) {
  writeParts();
  m_folder.write(nameOf(2), test::littleModel().build());
  EXPECT_EQ(GgufFile::open(m_folder / nameOf(2))->files().size(), 1u);
  std::filesystem::rename(m_folder / nameOf(2), m_folder / "whole.gguf");
  std::filesystem::create_symlink("whole.gguf", m_folder / nameOf(2));
  try {
    (void)GgufFile::open(m_folder / nameOf(0));
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.sentence(), HasSubstr("in the place of part 3 of 3"));
  }
}

TEST_F(SplitFile, APartOfAnotherModel) {
  m_parts[1].set(test::stringValue("general.architecture", "gemma"));
  writeParts();
  EXPECT_THAT(sentence(), HasSubstr("another model"));
  m_parts = littleParts();
  m_parts[2].set(test::int32Value("split.tensors.count", 99));
  writeParts();
  EXPECT_THAT(sentence(), HasSubstr("another model"));
}

TEST_F(SplitFile, ATotalThatIsNotKept) {
  for (GgufBuilder& part : m_parts) part.set(test::int32Value("split.tensors.count", 99));
  writeParts();
  EXPECT_THAT(sentence(), HasSubstr("says that there are 99"));
}

TEST_F(SplitFile, ATensorInTwoParts) {
  m_parts[2].tensors.push_back(m_parts[0].tensors[0]);
  for (GgufBuilder& part : m_parts) part.remove("split.tensors.count");
  writeParts();
  EXPECT_THAT(sentence(), HasSubstr("appears more than once"));
}

TEST_F(SplitFile, APartThatIsCutOrNoModel) {
  writeParts();
  std::filesystem::resize_file(m_folder / nameOf(1), m_parts[1].build().size() - 1000);
  EXPECT_THAT(sentence(), HasSubstr("bytes"));
  m_folder.write(nameOf(1), "PK\x03\x04");
  EXPECT_THAT(sentence(), HasSubstr("zip archive"));
  m_folder.write(nameOf(1), "");
  EXPECT_THAT(sentence(), HasSubstr("empty"));
}

}  // namespace
}  // namespace alcove::formats
