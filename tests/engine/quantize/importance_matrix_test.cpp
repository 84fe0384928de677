// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "quantize/importance_matrix.h"

#include <alcove/error.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

#include "formats/gguf_file.h"
#include "support/gguf_builder.h"
#include "support/temporary_folder.h"

namespace alcove::quantize {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string sentenceOf(const std::filesystem::path& path) {
  try {
    (void)readImportanceMatrix(path);
  } catch (const Error& error) {
    return error.sentence();
  }
  return "none";
}

ImportanceMatrix example() {
  ImportanceMatrix matrix;
  matrix.entries["blk.0.ffn_up.weight"] = {{2, 4, 6}, {2}};
  matrix.entries["blk.0.ffn_up_exps.weight"] = {{3, 6, 0, 0}, {3, 0}};
  matrix.datasets = {"text.txt"};
  matrix.chunkCount = 7;
  matrix.chunkTokens = 512;
  return matrix;
}

class ImportanceMatrixTest : public testing::Test {
 protected:
  test::TemporaryFolder m_folder;
  std::filesystem::path m_path = m_folder / "imatrix.gguf";
};

TEST_F(ImportanceMatrixTest, WhatWasWrittenIsReadAgain) {
  writeImportanceMatrix(example(), m_path);
  const ImportanceMatrix matrix = readImportanceMatrix(m_path);
  ASSERT_EQ(matrix.entries.size(), 2u);
  EXPECT_THAT(matrix.entries.at("blk.0.ffn_up_exps.weight").sums, ElementsAre(3, 6, 0, 0));
  EXPECT_THAT(matrix.entries.at("blk.0.ffn_up_exps.weight").counts, ElementsAre(3, 0));
  EXPECT_THAT(matrix.datasets, ElementsAre("text.txt"));
  EXPECT_EQ(matrix.chunkCount, 7u);
  EXPECT_EQ(matrix.chunkTokens, 512u);
}

TEST_F(ImportanceMatrixTest, TheFileHasTheNamesThatOthersLookFor) {
  writeImportanceMatrix(example(), m_path);
  const auto file = formats::GgufFile::open(m_path);
  EXPECT_EQ(file->string("general.type"), "imatrix");
  EXPECT_EQ(file->uint("imatrix.chunk_count"), 7u);
  EXPECT_EQ(file->uint("imatrix.chunk_size"), 512u);
  const formats::GgufTensor* const sums = file->findTensor("blk.0.ffn_up_exps.weight.in_sum2");
  ASSERT_NE(sums, nullptr);
  EXPECT_EQ(sums->columns(), 2u);
  EXPECT_EQ(sums->rows(), 2u);
  const formats::GgufTensor* const counts = file->findTensor("blk.0.ffn_up_exps.weight.counts");
  ASSERT_NE(counts, nullptr);
  EXPECT_EQ(counts->columns(), 1u);
  EXPECT_EQ(counts->rows(), 2u);
}

TEST_F(ImportanceMatrixTest, MeansAreOnesWhereNothingWasSeen) {
  const ImportanceMatrix matrix = example();
  EXPECT_THAT(matrix.entries.at("blk.0.ffn_up.weight").means(0, 1), ElementsAre(1, 2, 3));
  const ImportanceMatrix::Entry& experts = matrix.entries.at("blk.0.ffn_up_exps.weight");
  EXPECT_THAT(experts.means(0, 2), ElementsAre(1, 2));
  EXPECT_THAT(experts.means(1, 2), ElementsAre(1, 1));
}

std::string legacy() {
  using test::rawBytes;
  const std::string name = "blk.0.attn_q.weight", text = "wiki.txt";
  return rawBytes(std::uint32_t(1)) + rawBytes(std::uint32_t(name.size())) + name +
         rawBytes(std::uint32_t(5)) + rawBytes(std::uint32_t(4)) + rawBytes(10.0f) +
         rawBytes(5.0f) + rawBytes(0.0f) + rawBytes(20.0f) + rawBytes(std::uint32_t(5)) +
         rawBytes(std::uint32_t(text.size())) + text;
}

TEST_F(ImportanceMatrixTest, TheOlderFormatIsReadToo) {
  const auto matrix = readImportanceMatrix(m_folder.write("imatrix.dat", legacy()));
  ASSERT_EQ(matrix.entries.size(), 1u);
  const ImportanceMatrix::Entry& entry = matrix.entries.at("blk.0.attn_q.weight");
  EXPECT_THAT(entry.means(0, 1), ElementsAre(2, 1, 0, 4));
  EXPECT_THAT(entry.means(1, 2), ElementsAre(0, 4));  // experts share the count
  EXPECT_EQ(matrix.chunkCount, 5u);
  EXPECT_THAT(matrix.datasets, ElementsAre("wiki.txt"));
}

TEST_F(ImportanceMatrixTest, EveryCutOfTheOlderFormatIsRefused) {
  const std::string whole = legacy();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const std::string sentence = sentenceOf(m_folder.write("cut", whole.substr(0, size)));
    if (size == whole.size() - 16 || size == whole.size() - 12) continue;  // its end is optional
    EXPECT_THAT(sentence, HasSubstr("no importance matrix")) << size;
  }
}

TEST_F(ImportanceMatrixTest, SizesBeyondTheFileAreRefused) {
  std::string hostile = legacy();
  hostile.replace(4, 4, test::rawBytes(std::uint32_t(0xffffffff)));
  EXPECT_THAT(sentenceOf(m_folder.write("hostile", hostile)), HasSubstr("the name of an entry"));
}

TEST_F(ImportanceMatrixTest, ValuesThatAreNoMeanSquaresAreRefused) {
  for (const double bad :
       {-1.0, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity()}) {
    ImportanceMatrix matrix = example();
    matrix.entries["blk.0.ffn_up.weight"].sums[1] = bad;
    writeImportanceMatrix(matrix, m_path);
    EXPECT_THAT(sentenceOf(m_path), HasSubstr("'blk.0.ffn_up.weight' holds a value that is"));
  }
}

TEST_F(ImportanceMatrixTest, AModelIsNoImportanceMatrix) {
  EXPECT_THAT(sentenceOf(m_folder.write("model.gguf", test::littleModel().build())),
              HasSubstr("has no entries"));
  test::GgufBuilder model = test::littleModel();
  model.set(test::stringValue("general.type", "model"));
  EXPECT_THAT(sentenceOf(m_folder.write("model.gguf", model.build())),
              HasSubstr("a file of type 'model', not an importance matrix"));
}

}  // namespace
}  // namespace alcove::quantize
