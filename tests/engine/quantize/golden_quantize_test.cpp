// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// One model of the golden cases, quantised to every type, beside the files that llama.cpp made of
// the same weights: no tensor may lose more than 1 % more, and the logits not much more.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <random>

#include "cache/kv_pool.h"
#include "models/model.h"
#include "quantize/quantizer.h"
#include "support/temporary_folder.h"

namespace alcove::quantize {
namespace {

using formats::GgufFile;
using formats::GgufTensor;

std::filesystem::path goldenModel(const std::string& name) {
  return test::pathFromEnvironment("ALCOVE_SHARED_DIR") / "goldens" / name / "model.gguf";
}

std::vector<float> valuesOf(const GgufTensor& tensor) {
  std::vector<float> values(tensor.columns() * tensor.rows());
  tensor.type->decode(tensor.data.data(), values.data(), values.size() / tensor.type->blockValues);
  return values;
}

double distance(const std::vector<float>& a, const std::vector<float>& b) {
  double sum = 0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += std::pow(double(a[i]) - double(b[i]), 2);
  return std::sqrt(sum / double(a.size()));
}

// Of 48 random tokens; the same in every run.
std::vector<float> logitsOf(const std::shared_ptr<const GgufFile>& file) {
  models::ModelOptions options;
  options.exactWeights = true;
  const auto model = models::Model::load(file, options);
  std::mt19937 random(3);
  std::vector<std::int32_t> tokens(48);
  std::vector<std::uint32_t> outputs;
  for (std::int32_t& token : tokens) token = std::int32_t(random() % model->vocabularySize());
  for (std::uint32_t i = 0; i < tokens.size(); ++i) outputs.push_back(i);
  const std::uint32_t blocks = std::uint32_t(tokens.size() / model->kvLayout().blockTokens + 1);
  const auto pool = model->makeCache(blocks);
  std::vector<cache::BlockId> table;
  for (std::uint32_t i = 0; i < blocks; ++i) table.push_back(i);
  const models::BatchSequence sequence{0, std::uint32_t(tokens.size()), 0, table};
  std::vector<float> logits(tokens.size() * model->vocabularySize());
  model->forward({tokens, {&sequence, 1}, outputs}, *pool, logits);
  return logits;
}

class GoldenQuantize : public testing::TestWithParam<const char*> {};

TEST_P(GoldenQuantize, LosesNoMoreThanLlamaCpp) {
  if (!std::filesystem::exists(goldenModel("llama-F16")))
    GTEST_SKIP() << "there are no golden cases in " << goldenModel("llama-F16");
  const test::TemporaryFolder folder;
  const auto source = GgufFile::open(goldenModel("llama-F16"));
  const auto theirs = GgufFile::open(goldenModel(std::string("llama-") + GetParam()));
  QuantizeOptions options;
  options.mix = findMix(GetParam());
  ASSERT_NE(options.mix, nullptr);
  quantizeFile(*source, folder / "ours.gguf", options);
  const auto ours = GgufFile::open(folder / "ours.gguf");
  for (const GgufTensor& tensor : source->tensors()) {
    const GgufTensor &own = *ours->findTensor(tensor.name),
                     &other = *theirs->findTensor(tensor.name);
    EXPECT_STREQ(own.type->name, other.type->name) << tensor.name;
    const std::vector<float> wanted = valuesOf(tensor);
    EXPECT_LE(distance(valuesOf(own), wanted), 1.01 * distance(valuesOf(other), wanted))
        << tensor.name;
  }
  const std::vector<float> wanted = logitsOf(source);
  EXPECT_LE(distance(logitsOf(ours), wanted), 1.2 * distance(logitsOf(theirs), wanted));
}

INSTANTIATE_TEST_SUITE_P(Types, GoldenQuantize,
                         testing::Values("F16", "Q8_0", "Q4_0", "Q4_1", "Q5_0", "Q5_1", "Q2_K",
                                         "Q3_K", "Q4_K", "Q5_K", "Q6_K", "Q4_K_M"),
                         [](const auto& instance) { return std::string(instance.param); });

}  // namespace
}  // namespace alcove::quantize
