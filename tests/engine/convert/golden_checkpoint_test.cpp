// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Hugging Face folders become the same model, to the bit, as the GGUF files that another converter
// made of the same weights.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "convert/convert.h"
#include "formats/gguf_file.h"
#include "support/goldens.h"
#include "support/temporary_folder.h"

namespace alcove::convert {
namespace {

namespace fs = std::filesystem;
using formats::GgufFile;
using formats::GgufTensor;
using formats::GgufValue;
using test::goldens;

bool sameBytes(std::span<const std::byte> a, std::span<const std::byte> b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size()) == 0;
}

void expectClose(const GgufTensor& actual, const GgufTensor& expected) {
  std::vector<float> a(expected.columns()), b(expected.columns());
  actual.type->decode(actual.data.data(), a.data(), a.size());
  expected.type->decode(expected.data.data(), b.data(), b.size());
  for (std::size_t i = 0; i < a.size(); ++i) EXPECT_NEAR(a[i], b[i], 1e-6 * b[i]);
}

class GoldenCheckpoint : public testing::TestWithParam<std::string> {
 protected:
  void SetUp() override {
    const fs::path folder = goldens() / GetParam();
    if (!fs::exists(folder / "hf")) GTEST_SKIP() << "reference data is missing: " << folder;
    const auto description = nlohmann::json::parse(std::ifstream(folder / "case.json"));
    const auto twin = description["same_weights_as"].get<std::string>();
    m_expected = GgufFile::open(goldens() / twin / "model.gguf");
    convert(folder / "hf", m_folder / "out.gguf", {});
    m_actual = GgufFile::open(m_folder / "out.gguf");
  }

  test::TemporaryFolder m_folder;
  std::shared_ptr<const GgufFile> m_expected;
  std::shared_ptr<const GgufFile> m_actual;
};

TEST_P(GoldenCheckpoint, HasTheSameTensors) {
  EXPECT_EQ(m_actual->tensors().size(), m_expected->tensors().size());
  for (const GgufTensor& expected : m_expected->tensors()) {
    SCOPED_TRACE(expected.name);
    const GgufTensor* const actual = m_actual->findTensor(expected.name);
    ASSERT_NE(actual, nullptr);
    EXPECT_EQ(actual->type, expected.type);
    EXPECT_EQ(actual->dims, expected.dims);
    if (expected.name == "rope_freqs.weight") {
      // Computed, not copied: the last bit is the power function's.
      expectClose(*actual, expected);
    } else {
      EXPECT_TRUE(sameBytes(actual->data, expected.data));
    }
  }
}

TEST_P(GoldenCheckpoint, SaysTheSameOfTheModelAndItsTokenizer) {
  // What a converter may say in its own words.
  const std::set<std::string_view> own = {"general.name", "general.size_label",
                                          "tokenizer.ggml.add_sep_token"};
  for (const auto& [key, expected] : m_expected->metadata()) {
    if (own.contains(key)) continue;
    SCOPED_TRACE(key);
    const GgufValue* const actual = m_actual->find(key);
    ASSERT_NE(actual, nullptr);
    // A name of its own for the rule without the switch that makes "llama-bpe" of it.
    if (key == "tokenizer.ggml.pre" && m_actual->string(key) == "dbrx") continue;
    EXPECT_EQ(actual->type, expected.type);
    EXPECT_EQ(actual->count, expected.count);
    EXPECT_TRUE(sameBytes(actual->bytes, expected.bytes));
  }
}

INSTANTIATE_TEST_SUITE_P(Cases, GoldenCheckpoint, testing::ValuesIn(test::goldenCases("hf-")),
                         [](const auto& row) {
                           std::string name = row.param;
                           std::replace(name.begin(), name.end(), '-', '_');
                           return name;
                         });

}  // namespace
}  // namespace alcove::convert
