// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Adapters that PEFT wrote, held to the logits that PyTorch computed with them and to the files
// that llama.cpp's converter makes of them.

#include <gtest/gtest.h>

#include <cmath>

#include "adapters/bind.h"
#include "adapters/export.h"
#include "engine/models/run_model.h"
#include "support/goldens.h"
#include "support/tensors.h"

namespace alcove::adapters {
namespace {

namespace fs = std::filesystem;

constexpr double kTolerance = 2e-5;  // relative to the largest logit; the reference's own is 1e-5

fs::path folder() { return test::goldens() / "qlora" / "tiny"; }

class AdapterGolden : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    if (!fs::is_directory(folder())) GTEST_SKIP() << "reference data is missing: " << folder();
    m_base = std::make_unique<BaseLayers>(formats::GgufFile::open(folder() / "tiny-f32.gguf"));
    m_golden = test::readFloatTensors(folder() / (GetParam() + std::string("_golden.safetensors")));
    m_adapter = readAdapter(folder() / (GetParam() + std::string("_adapter")), *m_base);
  }

  // Largest difference at the tokens that are no padding, relative to the largest logit.
  double gap(const std::shared_ptr<const formats::GgufFile>& file,
             const std::vector<models::AdapterUse>& adapters, const char* logits) {
    const auto batch = formats::SafetensorsFile::open(folder() / "batch.safetensors");
    std::map<std::string, const std::int32_t*> values;
    for (const formats::SafeTensor& tensor : batch->tensors())
      values[tensor.name] = reinterpret_cast<const std::int32_t*>(tensor.data.data());
    const test::FloatTensor& expected = m_golden.at(logits);
    const std::size_t length = expected.shape[1], width = expected.shape[2];
    models::ModelOptions options;
    options.threads = 1;
    options.exactWeights = true;
    const auto model = models::Model::load(file, options);
    double largest = 0, worst = 0;
    for (std::size_t row = 0; row < expected.shape[0]; ++row) {
      std::vector<std::int32_t> tokens;
      for (std::size_t i = row * length; i < (row + 1) * length; ++i)
        if (values["attention_mask"][i] != 0) tokens.push_back(values["input_ids"][i]);
      const std::vector<float> found =
          models::run(*model, tokens, models::Output::Logits, adapters);
      for (std::size_t i = 0; i < found.size(); ++i) {
        const double wanted = double(expected.values[row * length * width + i]);
        largest = std::max(largest, std::abs(wanted));
        worst = std::max(worst, std::abs(double(found[i]) - wanted));
      }
    }
    return worst / largest;
  }

  test::TemporaryFolder m_folder;
  std::unique_ptr<BaseLayers> m_base;
  std::map<std::string, test::FloatTensor> m_golden;
  LoraAdapter m_adapter;
};

TEST_P(AdapterGolden, BesideItsBaseGivesTheLogits) {
  EXPECT_LE(gap(m_base->sharedFile(), {{bindAdapter(m_adapter, *m_base), 1}}, "logits"),
            kTolerance);
}

TEST_P(AdapterGolden, MergedGivesTheLogits) {
  MergeOptions options;
  options.threads = 1;
  (void)exportMerged(m_adapter, *m_base, m_folder / "merged.gguf", options,
                     {spreadTexts(256), 8, {}, 1});
  EXPECT_LE(gap(formats::GgufFile::open(m_folder / "merged.gguf"), {}, "merged_logits"),
            kTolerance);
}

// The bound of each type holds what quantising does to the merged weights, and a merge that went
// wrong is beyond all but the widest.
TEST_P(AdapterGolden, MergedAndQuantisedStaysWithinTheBoundOfItsType) {
  for (const char* type : {"F16", "BF16", "Q8_0", "Q4_0"}) {
    SCOPED_TRACE(type);
    MergeOptions options;
    options.threads = 1;
    options.mix = quantize::findMix(type);
    ProofResult result;
    ASSERT_NO_THROW(result = exportMerged(m_adapter, *m_base, m_folder / "merged.gguf", options,
                                          {spreadTexts(256), 8, {}, 1}));
    EXPECT_GT(result.gap, 0);
  }
  const ProofResult without =
      compareModels({m_base->sharedFile(), {{bindAdapter(m_adapter, *m_base), 1}}},
                    {m_base->sharedFile(), {}}, spreadTexts(256), 8, 1);
  EXPECT_FALSE(without.refusal(boundFor(quant::kF16)).empty());
  EXPECT_FALSE(without.refusal(boundFor(quant::kQ8_0)).empty());
}

INSTANTIATE_TEST_SUITE_P(Cases, AdapterGolden, testing::Values("lora", "rslora", "dora"),
                         [](const auto& test) { return std::string(test.param); });

// Name, type, dims and bytes of each tensor.
std::map<std::string, std::string> tensorsOf(const fs::path& path) {
  const auto file = formats::GgufFile::open(path);
  std::map<std::string, std::string> tensors;
  for (const formats::GgufTensor& tensor : file->tensors()) {
    std::string& bytes = tensors[std::string(tensor.name)];
    bytes = tensor.type->name;
    for (const std::uint64_t dim : tensor.dims) bytes += " " + std::to_string(dim);
    bytes.append(reinterpret_cast<const char*>(tensor.data.data()), tensor.data.size());
  }
  return tensors;
}

TEST(AdapterFiles, AreThoseOfLlamaCpp) {
  if (!fs::is_directory(folder())) GTEST_SKIP() << "reference data is missing: " << folder();
  const BaseLayers base(formats::GgufFile::open(folder() / "tiny-f32.gguf"));
  const test::TemporaryFolder temporary;
  for (const auto& [peft, gguf] : {std::pair("lora_adapter", "lora_adapter_llamacpp.gguf"),
                                   {"rslora_adapter", "rslora_adapter_fixed.gguf"}}) {
    SCOPED_TRACE(peft);
    const LoraAdapter adapter = readAdapter(folder() / peft, base);
    (void)exportAdapter(adapter, base, temporary / "a.gguf", {});
    EXPECT_EQ(tensorsOf(temporary / "a.gguf"), tensorsOf(folder() / gguf));
    const auto ours = formats::GgufFile::open(temporary / "a.gguf");
    const auto theirs = formats::GgufFile::open(folder() / gguf);
    for (const char* key : {"general.architecture", "general.type", "adapter.type"})
      EXPECT_EQ(ours->string(key), theirs->string(key)) << key;
    EXPECT_EQ(ours->number("adapter.lora.alpha"), theirs->number("adapter.lora.alpha"));
    EXPECT_EQ(readAdapter(folder() / gguf, base).sha256(), adapter.sha256());
  }
}

// From GGUF back to PEFT: the tensors are those that PEFT wrote.
TEST(AdapterFiles, AreThoseOfPeft) {
  if (!fs::is_directory(folder())) GTEST_SKIP() << "reference data is missing: " << folder();
  const BaseLayers base(formats::GgufFile::open(folder() / "tiny-f32.gguf"));
  const test::TemporaryFolder temporary;
  for (const auto& [from, to] : {std::pair("lora_adapter_llamacpp.gguf", "lora_adapter"),
                                 {"rslora_adapter_fixed.gguf", "rslora_adapter"},
                                 {"dora_adapter", "dora_adapter"}}) {
    SCOPED_TRACE(from);
    const LoraAdapter adapter = readAdapter(folder() / from, base);
    const fs::path out = temporary / to;
    (void)exportAdapter(adapter, base, out, {});
    const auto found = test::readFloatTensors(out / "adapter_model.safetensors");
    const auto expected = test::readFloatTensors(folder() / to / "adapter_model.safetensors");
    ASSERT_EQ(found.size(), expected.size());
    for (const auto& [name, tensor] : expected) {
      ASSERT_TRUE(found.contains(name)) << name;
      EXPECT_EQ(found.at(name).shape, tensor.shape) << name;
      EXPECT_EQ(found.at(name).values, tensor.values) << name;
    }
    EXPECT_EQ(readAdapter(out, base).sha256(), adapter.sha256());
  }
}

}  // namespace
}  // namespace alcove::adapters
