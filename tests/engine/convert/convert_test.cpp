// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "convert/convert.h"

#include <alcove/error.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/convert/little_folder.h"
#include "formats/gguf_file.h"

namespace alcove::convert {
namespace {

using formats::GgufFile;
using formats::GgufTensor;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Optional;

class ConvertTest : public testing::Test {
 protected:
  std::shared_ptr<const GgufFile> convertLittle(const ConvertOptions& options = {}) {
    m_little.write(m_folder);
    m_result = convert(m_folder.path(), m_out / "out.gguf", options);
    return GgufFile::open(m_out / "out.gguf");
  }

  LittleFolder m_little;
  test::TemporaryFolder m_folder;
  test::TemporaryFolder m_out;
  ConvertResult m_result;
};

TEST_F(ConvertTest, WritesAWholeModel) {
  const auto file = convertLittle();
  EXPECT_EQ(m_result.architecture, "llama");
  EXPECT_EQ(m_result.tensors, 12u);
  EXPECT_EQ(file->tensors().size(), 12u);
  EXPECT_EQ(file->uint("llama.block_count"), 1u);
  EXPECT_EQ(file->uint("llama.rope.dimension_count"), 4u);
  EXPECT_EQ(file->string("tokenizer.ggml.model"), "gpt2");
  EXPECT_THAT(file->strings("tokenizer.ggml.tokens"),
              Optional(ElementsAre("a", "b", "ab", "abb", "<s>", "</s>")));
  EXPECT_THAT(file->ints("tokenizer.ggml.token_type"), Optional(ElementsAre(1, 1, 1, 1, 3, 3)));
  EXPECT_THAT(file->strings("tokenizer.ggml.merges"), Optional(ElementsAre("a b", "ab b")));
  EXPECT_EQ(file->uint("tokenizer.ggml.bos_token_id"), 4u);
  EXPECT_EQ(file->uint("tokenizer.ggml.eos_token_id"), 5u);
  EXPECT_EQ(file->boolean("tokenizer.ggml.add_bos_token"), false);
}

TEST_F(ConvertTest, KeepsTheTypeOfTheWeightsAndTheNormsInFull) {
  for (const char* dtype : {"F32", "F16", "BF16"}) {
    m_little.dtype = dtype;
    const auto file = convertLittle();
    EXPECT_STREQ(file->findTensor("blk.0.attn_q.weight")->type->name, dtype);
    EXPECT_STREQ(file->findTensor("blk.0.attn_norm.weight")->type->name, "F32");
  }
}

TEST_F(ConvertTest, ChangesTheTypeWhereAsked) {
  m_little.dtype = "BF16";
  ConvertOptions options;
  options.type = &quant::kF16;
  const auto file = convertLittle(options);
  const GgufTensor* const tensor = file->findTensor("blk.0.ffn_up.weight");
  EXPECT_EQ(tensor->type, &quant::kF16);
  m_little.dtype = "F32";
  const auto whole = convertLittle();
  const GgufTensor* const expected = whole->findTensor("blk.0.ffn_up.weight");
  std::vector<float> a(96), b(96);
  tensor->type->decode(tensor->data.data(), a.data(), a.size());
  expected->type->decode(expected->data.data(), b.data(), b.size());
  EXPECT_EQ(a, b);
}

TEST_F(ConvertTest, TakesTheEmbeddingForTheOutputWhereItIsTied) {
  m_little.config["tie_word_embeddings"] = true;
  EXPECT_EQ(convertLittle()->findTensor("output.weight"), nullptr);
  m_little.shapes.erase("lm_head.weight");
  EXPECT_EQ(convertLittle()->findTensor("output.weight"), nullptr);
  m_little.config["tie_word_embeddings"] = false;
  EXPECT_THROW((void)convertLittle(), Error);
}

TEST_F(ConvertTest, FillsTheVocabularyUpToTheRowsOfTheEmbedding) {
  m_little.config["vocab_size"] = 8;
  m_little.shapes["model.embed_tokens.weight"] = {8, 8};
  m_little.shapes["lm_head.weight"] = {8, 8};
  const auto file = convertLittle();
  EXPECT_THAT(file->strings("tokenizer.ggml.tokens"),
              Optional(ElementsAre("a", "b", "ab", "abb", "<s>", "</s>", "[PAD6]", "[PAD7]")));
  EXPECT_THAT(file->ints("tokenizer.ggml.token_type"),
              Optional(ElementsAre(1, 1, 1, 1, 3, 3, 5, 5)));
}

TEST_F(ConvertTest, TakesWhatTheTokenizerPutsAroundTexts) {
  m_little.tokenizer["post_processor"] = nlohmann::json::parse(R"({"type": "TemplateProcessing",
    "single": [{"SpecialToken": {"id": "<s>", "type_id": 0}}, {"Sequence": {"id": "A"}},
               {"SpecialToken": {"id": "</s>", "type_id": 0}}]})");
  const auto file = convertLittle();
  EXPECT_EQ(file->boolean("tokenizer.ggml.add_bos_token"), true);
  EXPECT_EQ(file->boolean("tokenizer.ggml.add_eos_token"), true);
}

TEST_F(ConvertTest, NamesEveryTokenThatEndsAnAnswer) {
  m_folder.write("generation_config.json", R"({"eos_token_id": [5, 2, 3]})");
  const auto file = convertLittle();
  EXPECT_EQ(file->uint("tokenizer.ggml.eos_token_id"), 5u);
  EXPECT_EQ(file->uint("tokenizer.ggml.eot_token_id"), 2u);
  EXPECT_EQ(file->uint("tokenizer.ggml.eom_token_id"), 3u);
}

TEST_F(ConvertTest, TakesTheChatTemplateFromWhereverItStands) {
  m_little.tokenizerConfig["chat_template"] = "one";
  EXPECT_EQ(convertLittle()->string("tokenizer.chat_template"), "one");
  m_little.tokenizerConfig["chat_template"] = nlohmann::json::parse(
      R"([{"name": "default", "template": "two"}, {"name": "tools", "template": "three"}])");
  const auto file = convertLittle();
  EXPECT_EQ(file->string("tokenizer.chat_template"), "two");
  EXPECT_EQ(file->string("tokenizer.chat_template.tools"), "three");
  m_folder.write("chat_template.jinja", "four");
  EXPECT_EQ(convertLittle()->string("tokenizer.chat_template"), "four");
}

TEST_F(ConvertTest, KeepsTheLicenceOfTheReadme) {
  m_folder.write("README.md", "---\nlanguage: en\nlicense: apache-2.0\n---\nlicense: none\n");
  EXPECT_EQ(convertLittle()->string("general.license"), "apache-2.0");
}

TEST_F(ConvertTest, LeavesNothingBehindWhereItIsStopped) {
  ConvertOptions options;
  std::uint64_t seen = 0;
  options.progress = [&](std::uint64_t done, std::uint64_t total) {
    EXPECT_LE(done, total);
    seen = done;
    if (done > total / 2) throw Error(ErrorCode::Cancelled, "Stopped.");
  };
  EXPECT_THROW((void)convertLittle(options), Error);
  EXPECT_GT(seen, 0u);
  EXPECT_TRUE(std::filesystem::is_empty(m_out.path()));
}

TEST_F(ConvertTest, PutsNothingInPlaceThatItsCheckRefuses) {
  ConvertOptions options;
  options.check = [](const std::filesystem::path& written) {
    EXPECT_EQ(GgufFile::open(written)->tensors().size(), 12u);
    throw Error(ErrorCode::Corrupt, "No good.");
  };
  EXPECT_THROW((void)convertLittle(options), Error);
  EXPECT_TRUE(std::filesystem::is_empty(m_out.path()));
}

}  // namespace
}  // namespace alcove::convert
