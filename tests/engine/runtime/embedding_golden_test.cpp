// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Hidden states and embeddings of small encoders against those of independent implementations, on
// the exact path and on the fast one, alone and in a batch.

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "runtime/engine.h"
#include "support/goldens.h"

namespace alcove::runtime {
namespace {

namespace fs = std::filesystem;
using test::goldens;

std::vector<float> readFloats(const fs::path& path) {
  std::vector<float> values(fs::file_size(path) / sizeof(float));
  std::ifstream(path, std::ios::binary)
      .read(reinterpret_cast<char*>(values.data()), std::streamsize(values.size() * sizeof(float)));
  return values;
}

// What index.json lists as embeddings and has a folder; a placeholder where there is no such data.
std::vector<std::string> cases() {
  std::vector<std::string> result;
  std::ifstream index(goldens() / "index.json");
  if (!index) return {"missing"};
  for (const auto& entry : nlohmann::json::parse(index)) {
    const std::string name = entry["case"];
    if (entry["kind"] == "embedding" && fs::exists(goldens() / name)) result.push_back(name);
  }
  return result;
}

// The largest difference between all values of all inputs and `expected`.
double worst(const Embeddings& embeddings, const std::vector<float>& expected) {
  double largest = 0;
  std::size_t at = 0;
  for (const std::vector<float>& values : embeddings.values)
    for (const float value : values) {
      if (at == expected.size()) return INFINITY;
      largest = std::max(largest, std::fabs(double(value) - double(expected[at++])));
    }
  return at == expected.size() ? largest : INFINITY;
}

class GoldenEmbeddings : public testing::TestWithParam<std::string> {};

TEST_P(GoldenEmbeddings, AgreeWithinTolerance) {
  const fs::path folder = goldens() / GetParam();
  if (!fs::exists(folder)) GTEST_SKIP() << "reference data is missing: " << folder;
  const auto description = nlohmann::json::parse(std::ifstream(folder / "case.json"));
  const double tokensTolerance = description["tolerance"]["tokens_max_abs"];
  const double pooledTolerance = description["tolerance"]["pooled_max_abs"];
  std::vector<std::vector<TokenId>> inputs;
  for (const auto& sequence : description["sequences"]) inputs.push_back(sequence["tokens"]);
  const auto wanted = [] { return true; };
  for (const bool exact : {true, false}) {
    SCOPED_TRACE(exact ? "exact" : "fast");
    EngineOptions options;
    options.threads = 2;
    options.exactWeights = exact;
    const auto engine = Engine::open(folder / "model.gguf", options);
    EXPECT_FALSE(engine->info().generates);
    const Embeddings hidden = engine->embed(
        {.inputs = inputs, .pooling = models::Pooling::None, .normalise = false}, wanted);
    EXPECT_LE(worst(hidden, readFloats(folder / "tokens_hidden.bin")), tokensTolerance);
    const Embeddings pooled = engine->embed({.inputs = inputs}, wanted);
    EXPECT_LE(worst(pooled, readFloats(folder / "embeddings.bin")), pooledTolerance);
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      const Embeddings alone = engine->embed({.inputs = {inputs[i]}}, wanted);
      for (std::size_t d = 0; d < alone.values[0].size(); ++d)
        ASSERT_NEAR(alone.values[0][d], pooled.values[i][d], 1e-6) << "input " << i;
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Cases, GoldenEmbeddings, testing::ValuesIn(cases()), [](const auto& test) {
  std::string name = test.param;
  std::ranges::replace(name, '-', '_');
  return name;
});

}  // namespace
}  // namespace alcove::runtime
