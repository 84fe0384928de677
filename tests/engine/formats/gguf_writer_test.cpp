// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "formats/gguf_writer.h"

#include <alcove/error.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>

#include "support/gguf_builder.h"
#include "support/temporary_folder.h"

namespace alcove::formats {
namespace {

using testing::ElementsAre;
using testing::Optional;

std::span<const std::byte> bytesOf(const std::string& text) {
  return std::as_bytes(std::span(text));
}

class GgufWriterTest : public testing::Test {
 protected:
  test::TemporaryFolder m_folder;
  std::filesystem::path m_path = m_folder / "out.gguf";
};

TEST_F(GgufWriterTest, WhatWasWrittenIsReadAgain) {
  GgufWriter writer(m_path);
  writer.setString("general.architecture", "llama");
  writer.setUint32("a.uint32", 7);
  writer.setUint64("a.uint64", 1ull << 40);
  writer.setInt32("a.int32", -3);
  writer.setFloat32("a.float32", 0.25f);
  writer.setBool("a.bool", true);
  writer.setStrings("a.strings", std::vector<std::string>{"", "two", "ü"});
  writer.setInt32s("a.int32s", std::vector<std::int32_t>{-1, 2});
  writer.setUint32s("a.uint32s", std::vector<std::uint32_t>{3, 4});
  writer.setFloat32s("a.float32s", std::vector<float>{1.5f});
  writer.setBytes("a.bytes", std::vector<std::uint8_t>{9, 255});
  writer.beginData();
  writer.commit();
  const auto file = GgufFile::open(m_path);
  EXPECT_EQ(file->version(), 3u);
  EXPECT_EQ(file->metadata().size(), 11u);
  EXPECT_EQ(file->string("general.architecture"), "llama");
  EXPECT_EQ(file->uint("a.uint32"), 7u);
  EXPECT_EQ(file->uint("a.uint64"), 1ull << 40);
  EXPECT_EQ(file->number("a.int32"), -3.0);
  EXPECT_EQ(file->number("a.float32"), 0.25);
  EXPECT_EQ(file->boolean("a.bool"), true);
  EXPECT_THAT(file->strings("a.strings"), Optional(ElementsAre("", "two", "ü")));
  EXPECT_THAT(file->ints("a.int32s"), Optional(ElementsAre(-1, 2)));
  EXPECT_THAT(file->ints("a.uint32s"), Optional(ElementsAre(3, 4)));
  EXPECT_THAT(file->floats("a.float32s"), Optional(ElementsAre(1.5f)));
  EXPECT_THAT(file->ints("a.bytes"), Optional(ElementsAre(9, 255)));
}

TEST_F(GgufWriterTest, ACopiedModelIsTheSameModel) {
  const std::string original = test::littleModel().build();
  const auto source = GgufFile::open(m_folder.write("in.gguf", original));
  GgufWriter writer(m_path);
  for (const auto& [key, value] : source->metadata()) writer.copy(key, value);
  for (const GgufTensor& tensor : source->tensors()) {
    writer.addTensor(tensor.name, *tensor.type, std::span(tensor.dims).first(tensor.rank));
  }
  writer.beginData();
  for (const GgufTensor& tensor : source->tensors()) {
    const std::size_t half = tensor.data.size() / 2;
    writer.write(tensor.data.first(half));
    writer.write(tensor.data.subspan(half));
  }
  writer.commit();
  const auto copy = GgufFile::open(m_path);
  for (const auto& [key, value] : source->metadata()) {
    if (key == "general.alignment") continue;
    const GgufValue* const found = copy->find(key);
    ASSERT_NE(found, nullptr) << key;
    EXPECT_EQ(found->type, value.type);
    ASSERT_EQ(found->bytes.size(), value.bytes.size());
    EXPECT_EQ(std::memcmp(found->bytes.data(), value.bytes.data(), value.bytes.size()), 0);
  }
  ASSERT_EQ(copy->tensors().size(), source->tensors().size());
  for (std::size_t i = 0; i < copy->tensors().size(); ++i) {
    const GgufTensor& a = source->tensors()[i];
    const GgufTensor& b = copy->tensors()[i];
    EXPECT_EQ(a.name, b.name);
    EXPECT_EQ(a.type, b.type);
    EXPECT_EQ(a.dims, b.dims);
    ASSERT_EQ(a.data.size(), b.data.size());
    EXPECT_EQ(std::memcmp(a.data.data(), b.data.data(), a.data.size()), 0);
  }
}

TEST_F(GgufWriterTest, SettingAKeyAgainReplacesItAndRemovingTakesItAway) {
  GgufWriter writer(m_path);
  writer.setUint32("one", 1);
  writer.setUint32("two", 2);
  writer.setUint32("three", 3);
  writer.setString("one", "eins");
  writer.remove("two");
  writer.remove("four");
  writer.setUint32("three", 33);
  writer.beginData();
  writer.commit();
  const auto file = GgufFile::open(m_path);
  ASSERT_EQ(file->metadata().size(), 2u);
  EXPECT_EQ(file->metadata()[0].first, "one");
  EXPECT_EQ(file->string("one"), "eins");
  EXPECT_EQ(file->uint("three"), 33u);
}

TEST_F(GgufWriterTest, TensorsBeginAtTheAlignmentAndKeepTheirOrder) {
  GgufWriter writer(m_path);
  EXPECT_EQ(writer.addTensor("b", quant::kF32, std::vector<std::uint64_t>{3}), 12u);
  EXPECT_EQ(writer.addTensor("a", quant::kQ8_0, std::vector<std::uint64_t>{32, 2}), 68u);
  EXPECT_EQ(writer.addTensor("c", quant::kF16, std::vector<std::uint64_t>{2, 2, 2}), 16u);
  EXPECT_EQ(writer.tensorBytes(), 96u);
  writer.beginData();
  writer.write(bytesOf(std::string(12, 'b')));
  writer.write(bytesOf(std::string(68, 'a')));
  writer.write(bytesOf(std::string(16, 'c')));
  writer.commit();
  const auto file = GgufFile::open(m_path);
  ASSERT_EQ(file->tensors().size(), 3u);
  EXPECT_EQ(file->sizeBytes() % 32, 0u);
  for (const GgufTensor& tensor : file->tensors()) {
    for (const std::byte b : tensor.data) EXPECT_EQ(char(b), tensor.name[0]);
  }
  EXPECT_EQ(file->findTensor("c")->rank, 3u);
}

TEST_F(GgufWriterTest, LeavesNothingBehindWithoutCommit) {
  {
    GgufWriter writer(m_path);
    writer.addTensor("a", quant::kF32, std::vector<std::uint64_t>{2});
    writer.beginData();
    writer.write(bytesOf("1234"));
  }
  EXPECT_TRUE(std::filesystem::is_empty(m_folder.path()));
}

TEST_F(GgufWriterTest, AFileThatCannotFitIsRefusedBeforeItsDataComes) {
  GgufWriter writer(m_path);
  writer.addTensor("a", quant::kF32, std::vector<std::uint64_t>{1ull << 58});
  try {
    writer.beginData();
    FAIL() << "An exabyte found room.";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::Io);
    EXPECT_THAT(error.sentence(), testing::HasSubstr("no room"));
  }
}

}  // namespace
}  // namespace alcove::formats
