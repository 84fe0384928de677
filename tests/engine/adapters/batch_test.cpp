// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Sequences with different adapters in one batch, each of which must be what it is alone.

#include <gtest/gtest.h>

#include <cmath>

#include "adapters/bind.h"
#include "engine/adapters/little_adapter.h"
#include "formats/gguf_file.h"
#include "models/model.h"
#include "support/family_models.h"
#include "support/goldens.h"
#include "support/temporary_folder.h"

namespace alcove::adapters {
namespace {

namespace fs = std::filesystem;
using models::AdapterUse;

struct Sequence {
  std::vector<std::int32_t> tokens;
  std::vector<AdapterUse> adapters;
};

// The last logits of each sequence, computed in one batch. `all`: of every token, one after the
// other.
std::vector<std::vector<float>> run(models::Model& model, const std::vector<Sequence>& sequences,
                                    bool all = false) {
  constexpr std::uint32_t kBlocksEach = 2;
  const auto cache = model.makeCache(std::uint32_t(sequences.size()) * kBlocksEach);
  std::vector<std::int32_t> tokens;
  std::vector<std::vector<cache::BlockId>> tables;
  std::vector<models::BatchSequence> batch;
  std::vector<std::uint32_t> outputs;
  for (const Sequence& sequence : sequences) {
    const auto block = cache::BlockId(tables.size() * kBlocksEach);
    tables.push_back({block + 1, block});
    models::BatchSequence one;
    one.first = std::uint32_t(tokens.size());
    one.count = std::uint32_t(sequence.tokens.size());
    one.adapters = sequence.adapters;
    batch.push_back(one);
    tokens.insert(tokens.end(), sequence.tokens.begin(), sequence.tokens.end());
    for (std::uint32_t i = 0; i < one.count; ++i)
      if (all || i + 1 == one.count) outputs.push_back(one.first + i);
  }
  for (std::size_t i = 0; i < batch.size(); ++i) batch[i].blockTable = tables[i];
  std::vector<float> values(outputs.size() * model.vocabularySize());
  model.forward({tokens, batch, outputs}, *cache, values);
  std::vector<std::vector<float>> result;
  auto at = values.begin();
  for (const Sequence& sequence : sequences) {
    const auto count = std::ptrdiff_t((all ? sequence.tokens.size() : 1) * model.vocabularySize());
    result.emplace_back(at, at + count);
    at += count;
  }
  return result;
}

std::vector<std::int32_t> text(std::uint32_t count, std::uint32_t seed, std::uint32_t vocabulary) {
  std::vector<std::int32_t> tokens;
  for (std::uint32_t i = 0; i < count; ++i)
    tokens.push_back(std::int32_t((seed + i * 7) % vocabulary));
  return tokens;
}

// Two adapters (the second one a DoRA) alone, together, at other scales, and none.
std::vector<Sequence> mixture(const BaseLayers& base) {
  const auto one = bindAdapter(littleAdapter(base, false, 3), base);
  const auto other = bindAdapter(littleAdapter(base, true, 4), base);
  const std::uint32_t vocabulary = base.config().vocabulary;
  return {
      {text(5, 1, vocabulary), {{one, 1}}},  {text(7, 2, vocabulary), {{other, 1}}},
      {text(5, 1, vocabulary), {}},          {text(1, 3, vocabulary), {{one, 0.5f}, {other, 1.5f}}},
      {text(5, 1, vocabulary), {{one, -1}}}, {text(9, 4, vocabulary), {{other, 0.25f}}}};
}

void expectEachAsAlone(const std::shared_ptr<const formats::GgufFile>& file, bool exact) {
  const BaseLayers base(file);
  models::ModelOptions options;
  options.threads = 2;
  options.exactWeights = exact;
  options.deterministic = true;
  const auto model = models::Model::load(file, options);
  ASSERT_TRUE(model->takesAdapters());
  const std::vector<Sequence> sequences = mixture(base);
  for (const bool all : {false, true}) {
    const auto together = run(*model, sequences, all);
    for (std::size_t i = 0; i < sequences.size(); ++i)
      EXPECT_EQ(together[i], run(*model, {sequences[i]}, all)[0]) << "sequence " << i;
    // They are not all the same: the first, third and fifth have the same tokens.
    EXPECT_NE(together[0], together[2]);
    EXPECT_NE(together[4], together[2]);
  }
  // One that uses none is what it is where nobody has heard of adapters.
  const Sequence plain = sequences[2];
  EXPECT_EQ(run(*model, sequences)[2], run(*model, {plain})[0]);
}

class BatchOfFamily : public testing::TestWithParam<std::string> {};

TEST_P(BatchOfFamily, GivesEachSequenceWhatItGetsAlone) {
  const test::TemporaryFolder folder;
  const auto file =
      formats::GgufFile::open(folder.write("base.gguf", test::littleModelOf(GetParam()).build()));
  expectEachAsAlone(file, true);
}

INSTANTIATE_TEST_SUITE_P(All, BatchOfFamily, testing::ValuesIn(test::littleFamilies()),
                         [](const auto& test) {
                           std::string name = test.param;
                           for (char& c : name) c = std::isalnum(c) ? c : '_';
                           return name;
                         });

// With integer arithmetic over quantised weights too.
TEST(BatchGolden, GivesEachSequenceWhatItGetsAloneOverQuantisedWeights) {
  for (const char* name : {"tiny-q4_0.gguf", "tiny-q8_0.gguf"}) {
    const fs::path path = test::goldens() / "qlora" / "tiny" / name;
    if (!fs::exists(path)) GTEST_SKIP() << "reference data is missing: " << path;
    SCOPED_TRACE(name);
    expectEachAsAlone(formats::GgufFile::open(path), false);
  }
}

TEST(BatchOfTwo, AddsUpWhereOneAdapterIsNamedTwice) {
  const test::TemporaryFolder folder;
  const auto file =
      formats::GgufFile::open(folder.write("base.gguf", test::littleModelOf("qwen2").build()));
  const BaseLayers base(file);
  models::ModelOptions options;
  options.exactWeights = options.deterministic = true;
  const auto model = models::Model::load(file, options);
  const auto adapter = bindAdapter(littleAdapter(base, false), base);
  const auto tokens = text(6, 5, base.config().vocabulary);
  EXPECT_EQ(run(*model, {{tokens, {{adapter, 0.5f}, {adapter, 0.25f}}}}),
            run(*model, {{tokens, {{adapter, 0.75f}}}}));
}

}  // namespace
}  // namespace alcove::adapters
