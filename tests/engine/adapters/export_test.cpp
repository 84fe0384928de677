// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "adapters/export.h"

#include <alcove/error.h>
#include <gtest/gtest.h>

#include "adapters/bind.h"
#include "engine/adapters/little_adapter.h"
#include "formats/gguf_file.h"
#include "support/family_models.h"
#include "support/temporary_folder.h"

namespace alcove::adapters {
namespace {

namespace fs = std::filesystem;

// Every family of decoders: layers whose rows are several weights (query, key and value in one) or
// lie in another order than in checkpoints are adapted part by part, and merged as a whole.
class ExportOfFamily : public testing::TestWithParam<std::string> {
 protected:
  ExportOfFamily()
      : m_base(formats::GgufFile::open(
            m_folder.write("base.gguf", test::littleModelOf(GetParam()).build()))) {
    m_proof.texts = spreadTexts(m_base.config().vocabulary);
    m_proof.answerTokens = 4;
    m_proof.threads = 1;
    m_proof.bound = ProofBound{1e-4, 0};
  }
  // What is in the folder beside the base.
  std::size_t others() const {
    std::size_t count = 0;
    for (const auto& entry : fs::directory_iterator(m_folder.path()))
      count += entry.path().filename() == "base.gguf" ? 0 : 1;
    return count;
  }

  test::TemporaryFolder m_folder;
  BaseLayers m_base;
  ExportProof m_proof;
};

TEST_P(ExportOfFamily, MergedGivesTheLogitsOfBaseAndAdapter) {
  MergeOptions options;
  options.mix = quantize::findMix("F32");
  options.threads = 1;
  for (const bool dora : {false, true}) {
    const LoraAdapter adapter = littleAdapter(m_base, dora);
    const ProofResult result =
        exportMerged(adapter, m_base, m_folder / "merged.gguf", options, m_proof);
    EXPECT_EQ(result.texts, m_proof.texts.size());
    // The adapter is no trifle: without it the models are far apart.
    const ProofResult bare =
        compareModels({m_base.sharedFile(), {{bindAdapter(adapter, m_base), 1}}},
                      {m_base.sharedFile(), {}}, m_proof.texts, 0, 1);
    EXPECT_GT(bare.gap, 0.01);
  }
}

TEST_P(ExportOfFamily, GoesFromFormatToFormat) {
  const LoraAdapter adapter = littleAdapter(m_base, false);
  m_proof.bound.reset();
  (void)exportAdapter(adapter, m_base, m_folder / "a.gguf", m_proof);
  const LoraAdapter second = readAdapter(m_folder / "a.gguf", m_base);
  ASSERT_EQ(second.layers.size(), adapter.layers.size());
  (void)exportAdapter(second, m_base, m_folder / "peft", m_proof);
  const LoraAdapter third = readAdapter(m_folder / "peft", m_base);
  EXPECT_EQ(third.sha256(), second.sha256());
  EXPECT_EQ(third.name, "peft");
}

TEST_P(ExportOfFamily, RefusedLeavesNoFile) {
  const LoraAdapter adapter = littleAdapter(m_base, false);
  m_proof.bound = ProofBound{1e-12, 0};
  MergeOptions options;
  options.mix = quantize::findMix("F16");
  options.threads = 1;
  EXPECT_THROW((void)exportMerged(adapter, m_base, m_folder / "merged.gguf", options, m_proof),
               Error);
  const LoraAdapter dora = littleAdapter(m_base, true);
  EXPECT_THROW((void)exportAdapter(dora, m_base, m_folder / "a.gguf", m_proof), Error);
  EXPECT_EQ(others(), 0u);
}

INSTANTIATE_TEST_SUITE_P(All, ExportOfFamily, testing::ValuesIn(test::littleFamilies()),
                         [](const auto& test) {
                           std::string name = test.param;
                           for (char& c : name) c = std::isalnum(c) ? c : '_';
                           return name;
                         });

class Export : public testing::Test {
 protected:
  Export()
      : m_base(formats::GgufFile::open(
            m_folder.write("base.gguf", test::littleModelOf("qwen2").build()))) {
    m_options.threads = 1;
    m_options.mix = quantize::findMix("F32");
  }
  std::shared_ptr<const formats::GgufFile> merge(const LoraAdapter& adapter) {
    mergeAdapter(adapter, m_base, m_folder / "merged.gguf", m_options);
    return formats::GgufFile::open(m_folder / "merged.gguf");
  }

  test::TemporaryFolder m_folder;
  BaseLayers m_base;
  MergeOptions m_options;
};

TEST_F(Export, MergedSaysWhereItComesFrom) {
  const LoraAdapter adapter = littleAdapter(m_base, false);
  m_options.scale = 0.5;
  const auto merged = merge(adapter);
  EXPECT_EQ(merged->string("general.name"), m_base.name() + " + little");
  EXPECT_EQ(merged->string("general.base_model.0.name"), m_base.name());
  EXPECT_EQ(merged->string("alcove.base.sha256").value_or("").size(), 64u);
  EXPECT_EQ(merged->string("alcove.adapter.sha256"), adapter.sha256());
  EXPECT_EQ(merged->number("alcove.adapter.scale"), 0.5);
  EXPECT_EQ(merged->string("general.architecture"), m_base.architecture());
}

TEST_F(Export, MergedTakesTheScale) {
  const LoraAdapter adapter = littleAdapter(m_base, false);
  m_options.scale = 0.25;
  const auto merged = merge(adapter);
  const auto difference = [&](float scale) {
    return compareModels({m_base.sharedFile(), {{bindAdapter(adapter, m_base), scale}}},
                         {merged, {}}, spreadTexts(m_base.config().vocabulary), 0, 1)
        .gap;
  };
  EXPECT_LT(difference(0.25f), 1e-4);
  EXPECT_GT(difference(1), 1e-3);
}

TEST_F(Export, DoraIsMergedAsAWhole) {
  m_options.scale = 0.5;
  EXPECT_THROW((void)merge(littleAdapter(m_base, true)), Error);
  EXPECT_FALSE(fs::exists(m_folder / "merged.gguf"));
}

TEST_F(Export, FolderThatIsThereStays) {
  fs::create_directory(m_folder / "peft");
  test::writeFile(m_folder / "peft" / "mine", "x");
  const LoraAdapter adapter = littleAdapter(m_base, false);
  EXPECT_THROW((void)exportAdapter(adapter, m_base, m_folder / "peft/", {}), Error);
  EXPECT_EQ(test::readFile(m_folder / "peft" / "mine"), "x");
}

}  // namespace
}  // namespace alcove::adapters
