// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "quantize/quantizer.h"

#include <alcove/error.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "support/gguf_builder.h"
#include "support/temporary_folder.h"

namespace alcove::quantize {
namespace {

using formats::GgufFile;
using formats::GgufTensor;
using testing::HasSubstr;

std::vector<float> valuesOf(const GgufTensor& tensor) {
  std::vector<float> values(tensor.columns() * tensor.rows());
  tensor.type->decode(tensor.data.data(), values.data(), values.size() / tensor.type->blockValues);
  return values;
}

class Quantizer : public testing::Test {
 protected:
  std::shared_ptr<const GgufFile> source(
      const test::GgufBuilder& model = test::littlePlainModel()) {
    return GgufFile::open(m_folder.write("in.gguf", model.build()));
  }

  std::shared_ptr<const GgufFile> quantize(const GgufFile& file, const char* mix,
                                           QuantizeOptions options = {}) {
    options.mix = findMix(mix);
    quantizeFile(file, m_target, options);
    return GgufFile::open(m_target);
  }

  std::string refusal(const GgufFile& file, const char* mix, QuantizeOptions options = {}) {
    try {
      (void)quantize(file, mix, options);
    } catch (const Error& error) {
      return error.sentence();
    }
    return "none";
  }

  // Nothing under the target's name, and nothing beside it.
  void expectNothingWritten() {
    for (const auto& entry : std::filesystem::directory_iterator(m_folder.path()))
      EXPECT_EQ(entry.path().filename(), "in.gguf");
  }

  test::TemporaryFolder m_folder;
  std::filesystem::path m_target = m_folder / "out.gguf";
};

TEST_F(Quantizer, KeepsNormsAndMetadataAndSaysWhatItDid) {
  const auto in = source();
  const auto out = quantize(*in, "Q8_0");
  EXPECT_EQ(out->uint("general.file_type"), 7u);
  EXPECT_EQ(out->uint("general.quantization_version"), 2u);
  for (const auto& [key, value] : in->metadata()) {
    const formats::GgufValue* const kept = out->find(key);
    ASSERT_NE(kept, nullptr) << key;
    if (key == "general.file_type") continue;
    EXPECT_TRUE(std::ranges::equal(kept->bytes, value.bytes)) << key;
  }
  ASSERT_EQ(out->tensors().size(), in->tensors().size());
  std::size_t quantised = 0;
  for (const GgufTensor& tensor : in->tensors()) {
    const GgufTensor& result = *out->findTensor(tensor.name);
    EXPECT_EQ(result.dims, tensor.dims);
    if (tensor.rank == 1) {
      EXPECT_EQ(result.type, tensor.type) << tensor.name;
      EXPECT_TRUE(std::ranges::equal(result.data, tensor.data)) << tensor.name;
      continue;
    }
    ++quantised;
    EXPECT_EQ(result.type, &quant::kQ8_0) << tensor.name;
    const std::vector<float> before = valuesOf(tensor), after = valuesOf(result);
    for (std::size_t i = 0; i < before.size(); ++i)
      ASSERT_NEAR(after[i], before[i], 0.0005f) << tensor.name;
  }
  EXPECT_GT(quantised, 5u);
}

TEST_F(Quantizer, TypesFollowTheMixAndFallBackWhereRowsAreShort) {
  QuantizeOptions options;
  options.mix = findMix("Q4_K_M");
  const auto in = source();
  for (const TensorPlan& plan : planTensors(*in, options)) {
    if (plan.tensor->rank == 1) continue;
    EXPECT_TRUE(plan.fellBack()) << plan.tensor->name;  // rows of 32 values, super-blocks of 256
    EXPECT_EQ(plan.wanted->blockValues, 256u);
    EXPECT_EQ(plan.type, plan.wanted == &quant::kQ6_K ? &quant::kQ8_0 : &quant::kQ5_0);
  }
}

TEST_F(Quantizer, AnEmbeddingThatIsTheOutputMatrixTooGetsItsPrecision) {
  test::GgufBuilder model = test::littlePlainModel();
  std::erase_if(model.tensors, [](const auto& tensor) { return tensor.name == "output.weight"; });
  const auto out = quantize(*source(model), "Q4_K_M");
  EXPECT_EQ(out->findTensor("token_embd.weight")->type, &quant::kQ8_0);
}

TEST_F(Quantizer, ThreadsMakeNoDifference) {
  test::GgufBuilder model = test::littlePlainModel();
  model.tensors.push_back(test::filledTensor("blk.0.extra.weight", {512, 700}, quant::kF32));
  const auto in = source(model);
  QuantizeOptions options;
  options.threads = 1;
  (void)quantize(*in, "Q4_K", options);
  const std::string one = test::readFile(m_target);
  options.threads = 3;
  (void)quantize(*in, "Q4_K", options);
  EXPECT_TRUE(test::readFile(m_target) == one);
}

TEST_F(Quantizer, QuantisedWeightsAreTakenOnlyIfAllowed) {
  const auto in = source();
  (void)quantize(*in, "Q4_0");
  std::filesystem::rename(m_target, m_folder / "in.gguf");
  const auto quantised = GgufFile::open(m_folder / "in.gguf");
  EXPECT_THAT(refusal(*quantised, "Q5_0"), HasSubstr("is quantised already, as Q4_0"));
  expectNothingWritten();
  EXPECT_EQ(refusal(*quantised, "Q4_0"), "none");  // nothing to do: a copy
  EXPECT_TRUE(test::readFile(m_target) == test::readFile(m_folder / "in.gguf"));
  QuantizeOptions options;
  options.allowRequantize = true;
  const auto again = quantize(*quantised, "Q5_0", options);
  EXPECT_EQ(again->findTensor("blk.0.attn_q.weight")->type, &quant::kQ5_0);
}

TEST_F(Quantizer, WeightsThatAreNoNumbersAreRefusedByName) {
  for (const float bad : {std::numeric_limits<float>::quiet_NaN(), 1e30f}) {
    test::GgufBuilder model = test::littlePlainModel();
    std::string& data = model.tensor("blk.0.ffn_up.weight").data;
    data.replace(400, 4, test::rawBytes(bad));
    EXPECT_THAT(refusal(*source(model), "Q4_0"), HasSubstr("'blk.0.ffn_up.weight' holds a weight"));
    expectNothingWritten();
  }
}

TEST_F(Quantizer, BeingCancelledLeavesWhatWasThere) {
  const auto in = source();
  test::writeFile(m_target, "before");
  QuantizeOptions options;
  options.onProgress = [](std::uint64_t done, std::uint64_t total, std::size_t) {
    EXPECT_LE(done, total);
    if (2 * done > total) throw Error(ErrorCode::Cancelled, "enough");
  };
  EXPECT_EQ(refusal(*in, "Q4_0", options), "enough");
  EXPECT_EQ(test::readFile(m_target), "before");
  std::filesystem::remove(m_target);
  expectNothingWritten();
}

TEST_F(Quantizer, ImportanceChangesTheWeightsItIsAbout) {
  const auto in = source();
  const GgufTensor& tensor = *in->findTensor("blk.0.ffn_up.weight");
  ImportanceMatrix importance;
  importance.datasets = {"text.txt"};
  importance.chunkCount = 3;
  ImportanceMatrix::Entry& entry = importance.entries["blk.0.ffn_up.weight"];
  entry.counts = {1};
  for (std::uint64_t i = 0; i < tensor.columns(); ++i)
    entry.sums.push_back(i % 8 == 0 ? 100 : 0.01);
  QuantizeOptions options;
  const auto plain = valuesOf(*quantize(*in, "Q4_0")->findTensor(tensor.name));
  options.importance = &importance;
  options.importanceFile = "im.gguf";
  const auto out = quantize(*in, "Q4_0", options);
  EXPECT_EQ(out->string("quantize.imatrix.file"), "im.gguf");
  EXPECT_EQ(out->string("quantize.imatrix.dataset"), "text.txt");
  EXPECT_EQ(out->uint("quantize.imatrix.entries_count"), 1u);
  EXPECT_EQ(out->uint("quantize.imatrix.chunks_count"), 3u);
  const auto weighted = valuesOf(*out->findTensor(tensor.name)), wanted = valuesOf(tensor);
  double plainError = 0, weightedError = 0;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (i % 8 != 0) continue;
    plainError += std::pow(double(plain[i]) - double(wanted[i]), 2);
    weightedError += std::pow(double(weighted[i]) - double(wanted[i]), 2);
  }
  EXPECT_LT(weightedError, 0.75 * plainError);
}

TEST_F(Quantizer, TheImportanceOfAnotherModelIsRefused) {
  const auto in = source();
  ImportanceMatrix importance;
  importance.entries["blk.0.ffn_up.weight"] = {{1, 2, 3}, {1}};
  QuantizeOptions options;
  options.importance = &importance;
  EXPECT_THAT(refusal(*in, "Q4_0", options), HasSubstr("made with another model: it has 3 values"));
  importance.entries.clear();
  importance.entries["some.weight"] = {{1}, {1}};
  EXPECT_THAT(refusal(*in, "Q4_0", options), HasSubstr("knows none of this model's tensors"));
  expectNothingWritten();
}

}  // namespace
}  // namespace alcove::quantize
