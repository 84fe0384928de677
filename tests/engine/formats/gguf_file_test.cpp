// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "formats/gguf_file.h"

#include <alcove/error.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>

#include "support/gguf_builder.h"
#include "support/temporary_folder.h"

namespace alcove::formats {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Optional;
using namespace std::string_literals;

class GgufFileTest : public testing::Test {
 protected:
  std::shared_ptr<const GgufFile> open(const test::GgufBuilder& model) {
    return GgufFile::open(m_folder.write("model.gguf", model.build()));
  }

  // The sentence of the Error that `lookUp` throws.
  template <class F>
  std::string sentenceOf(F&& lookUp) {
    try {
      (void)lookUp();
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::Corrupt);
      return error.sentence();
    }
    return "nothing was thrown";
  }

  test::TemporaryFolder m_folder;
};

TEST_F(GgufFileTest, ReadsTheLittleModel) {
  const test::GgufBuilder model = test::littleModel();
  const auto file = open(model);
  EXPECT_EQ(file->version(), 3u);
  EXPECT_EQ(file->sizeBytes(), model.build().size());
  EXPECT_EQ(file->metadata().size(), 20u);
  EXPECT_EQ(file->metadata()[0].first, "general.architecture");
  EXPECT_EQ(file->tensors().size(), 11u);
  EXPECT_EQ(file->tensors()[1].name, "output_norm.weight");
}

TEST_F(GgufFileTest, ReadsVersion2AsWell) {
  test::GgufBuilder model = test::littleModel();
  model.version = 2;
  EXPECT_EQ(open(model)->version(), 2u);
}

TEST_F(GgufFileTest, TensorsAreViewsOfTheirBytes) {
  test::GgufBuilder model = test::littleModel();
  const auto file = open(model);
  for (const test::BuiltTensor& built : model.tensors) {
    const GgufTensor* const tensor = file->findTensor(built.name);
    ASSERT_NE(tensor, nullptr) << built.name;
    EXPECT_EQ(tensor->type->ggmlId, built.typeId);
    ASSERT_EQ(tensor->data.size(), built.data.size());
    EXPECT_EQ(std::memcmp(tensor->data.data(), built.data.data(), built.data.size()), 0);
  }
  const GgufTensor* const embedding = file->findTensor("token_embd.weight");
  EXPECT_EQ(embedding->rank, 2u);
  EXPECT_THAT(embedding->dims, ElementsAre(32, 260, 1, 1));
  EXPECT_EQ(embedding->columns(), 32u);
  EXPECT_EQ(embedding->rows(), 260u);
  EXPECT_EQ(file->findTensor("token_embd"), nullptr);
}

TEST_F(GgufFileTest, FollowsTheAlignmentOfTheFile) {
  for (const std::uint32_t alignment : {1u, 8u, 32u, 4096u}) {
    test::GgufBuilder model = test::littleModel();
    model.alignment = alignment;
    model.set(test::uint32Value("general.alignment", alignment));
    const auto file = open(model);
    const GgufTensor* const last = file->findTensor("blk.0.ffn_down.weight");
    EXPECT_EQ(std::memcmp(last->data.data(), model.tensors.back().data.data(), last->data.size()),
              0);
  }
}

TEST_F(GgufFileTest, AFileWithoutTensorsNeedsNoData) {
  test::GgufBuilder model = test::littleModel();
  model.tensors.clear();
  EXPECT_TRUE(open(model)->tensors().empty());
}

TEST_F(GgufFileTest, ASplitOfOnePartIsAWholeModel) {
  test::GgufBuilder model = test::littleModel();
  model.set(test::uint32Value("split.count", 1));
  EXPECT_EQ(open(model)->tensors().size(), 11u);
}

TEST_F(GgufFileTest, LooksUpValuesOfEveryType) {
  test::GgufBuilder model = test::littleModel();
  model.set(test::boolValue("yes", 1));
  model.set(test::int32Value("minus", -5));
  model.set(test::uint64Value("large", ~0ull));
  model.set({"double", 12, test::rawBytes(0.25), {}});
  model.set({"int64", 11, test::rawBytes(std::int64_t(7)), {}});
  model.set({"uint8", 0, "\x08", {}});
  model.set(test::arrayValue("int16s", 3, 2, test::rawBytes(std::int16_t(-1)) + "\x02\x00"s));
  model.set(test::arrayValue("floats", 6, 2, test::rawBytes(0.5f) + test::rawBytes(-2.0f)));
  const auto file = open(model);
  EXPECT_THAT(file->string("general.name"), Optional(std::string_view("Little")));
  EXPECT_THAT(file->uint("llama.block_count"), Optional(1u));
  EXPECT_THAT(file->uint("large"), Optional(~0ull));
  EXPECT_THAT(file->uint("uint8"), Optional(8u));
  EXPECT_THAT(file->uint("int64"), Optional(7u));
  EXPECT_THAT(file->number("double"), Optional(0.25));
  EXPECT_THAT(file->number("minus"), Optional(-5.0));
  EXPECT_THAT(file->number("llama.rope.freq_base"), Optional(10000.0));
  EXPECT_THAT(file->boolean("yes"), Optional(true));
  EXPECT_THAT(file->strings("tokenizer.ggml.merges"), Optional(ElementsAre("a b")));
  EXPECT_THAT(file->ints("int16s"), Optional(ElementsAre(-1, 2)));
  EXPECT_THAT(file->floats("floats"), Optional(ElementsAre(0.5f, -2.0f)));
  EXPECT_THAT(file->floats("int16s"), Optional(ElementsAre(-1.0f, 2.0f)));
}

TEST_F(GgufFileTest, AbsentKeysAreNothing) {
  const auto file = open(test::littleModel());
  EXPECT_EQ(file->find("absent"), nullptr);
  EXPECT_EQ(file->string("absent"), std::nullopt);
  EXPECT_EQ(file->uint("absent"), std::nullopt);
  EXPECT_EQ(file->number("absent"), std::nullopt);
  EXPECT_EQ(file->boolean("absent"), std::nullopt);
  EXPECT_EQ(file->strings("absent"), std::nullopt);
  EXPECT_EQ(file->ints("absent"), std::nullopt);
  EXPECT_EQ(file->floats("absent"), std::nullopt);
}

TEST_F(GgufFileTest, WrongTypesAreNamed) {
  test::GgufBuilder model = test::littleModel();
  model.set(test::int32Value("minus", -5));
  model.set(test::arrayValue("large", 10, 1, test::rawBytes(~0ull)));
  const auto file = open(model);
  const auto expect = [](const std::string& sentence, const char* part) {
    EXPECT_THAT(sentence, HasSubstr(part));
  };
  expect(sentenceOf([&] { return file->string("llama.block_count"); }), "a string, but is uint32");
  expect(sentenceOf([&] { return file->uint("general.name"); }), "a whole number, but is string");
  expect(sentenceOf([&] { return file->uint("minus"); }), "is -5, but must not be negative");
  expect(sentenceOf([&] { return file->uint("llama.rope.freq_base"); }), "but is float32");
  expect(sentenceOf([&] { return file->number("general.name"); }), "a number, but is string");
  expect(sentenceOf([&] { return file->boolean("llama.block_count"); }), "but is uint32");
  expect(sentenceOf([&] { return file->strings("general.name"); }), "but is string");
  expect(sentenceOf([&] { return file->strings("tokenizer.ggml.token_type"); }), "array of int32");
  expect(sentenceOf([&] { return file->ints("tokenizer.ggml.tokens"); }), "array of string");
  expect(sentenceOf([&] { return file->floats("tokenizer.ggml.tokens"); }), "array of string");
  expect(sentenceOf([&] { return file->ints("large"); }), "array of whole numbers");
  expect(sentenceOf([&] { return file->uint("tokenizer.ggml.tokens"); }), "array of string");
}

TEST_F(GgufFileTest, OpensEveryReferenceModelOrNamesTheTypeThatItCannotRead) {
  const auto folder = test::pathFromEnvironment("ALCOVE_SHARED_DIR") / "goldens";
  if (!std::filesystem::is_directory(folder)) {
    GTEST_SKIP() << "There are no reference models in " << folder;
  }
  int opened = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (entry.path().extension() != ".gguf") continue;
    try {
      (void)GgufFile::open(entry.path());
      ++opened;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::Unsupported) << error.what();
    }
  }
  EXPECT_GT(opened, 20);
}

}  // namespace
}  // namespace alcove::formats
