// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Logits of small models of every architecture against those of independent implementations, on the
// exact path (decoded weights × floats) and on the fast one (integer arithmetic): both are
// held to the tolerance of float arithmetic.

#include <gtest/gtest.h>

#include <fmt/format.h>
#include <cmath>
#include <filesystem>

#include <fstream>
#include <nlohmann/json.hpp>

#include "cache/kv_pool.h"
#include "formats/gguf_file.h"
#include "models/architecture.h"
#include "models/model.h"
#include "support/goldens.h"
#include "support/op_case.h"

namespace alcove::models {
namespace {

namespace fs = std::filesystem;
using test::goldens;

std::vector<float> readFloats(const fs::path& path) {
  std::vector<float> values(fs::file_size(path) / sizeof(float));
  std::ifstream(path, std::ios::binary)
      .read(reinterpret_cast<char*>(values.data()), std::streamsize(values.size() * sizeof(float)));
  return values;
}

struct Setting {
  bool exact;
  std::uint32_t step;  // tokens per forward(): the whole prompt, odd slices, one by one
  bool deterministic = true;

  [[nodiscard]] std::string name() const {
    return fmt::format("{} in slices of {}",
                       exact           ? "exact"
                       : deterministic ? "deterministic"
                                       : "fast",
                       step);
  }
};

// Logits at `positions`, in slices of `step` tokens.
std::vector<float> run(Model& model, const std::vector<std::int32_t>& tokens,
                       const std::vector<std::uint32_t>& positions, std::uint32_t step) {
  const cache::KvLayout layout = model.kvLayout();
  const std::uint32_t blocks = std::uint32_t(tokens.size() / layout.blockTokens + 1);
  const auto pool = model.makeCache(blocks);
  std::vector<cache::BlockId> table;
  for (std::uint32_t i = 0; i < blocks; ++i) table.push_back(blocks - 1 - i);
  std::vector<float> logits;
  for (std::uint32_t start = 0; start < tokens.size(); start += step) {
    const std::uint32_t count = std::min<std::uint32_t>(step, std::uint32_t(tokens.size()) - start);
    std::vector<std::uint32_t> outputs;
    for (const std::uint32_t p : positions)
      if (p >= start && p < start + count) outputs.push_back(p - start);
    const BatchSequence sequence{0, count, start, table, std::uint32_t(tokens.size())};
    std::vector<float> part(outputs.size() * model.vocabularySize());
    model.forward({std::span(tokens).subspan(start, count), {&sequence, 1}, outputs}, *pool, part);
    logits.insert(logits.end(), part.begin(), part.end());
  }
  return logits;
}

struct Case {
  std::string name;
  std::string architecture;
};

// What index.json lists as logits and has a folder; a placeholder where there is no such data.
std::vector<Case> cases() {
  std::vector<Case> result;
  std::ifstream index(goldens() / "index.json");
  if (!index) return {{"missing", ""}};
  for (const auto& entry : nlohmann::json::parse(index)) {
    if (entry["kind"] == "logits" && fs::exists(goldens() / entry["case"].get<std::string>()))
      result.push_back({entry["case"], entry["arch"]});
  }
  return result;
}

bool isAwaited(const Case& c) {
  return std::ranges::none_of(
      architectures(), [&](const Architecture* known) { return known->name == c.architecture; });
}

class GoldenLogits : public testing::TestWithParam<Case> {};

TEST_P(GoldenLogits, AgreeWithinTolerance) {
  const fs::path folder = goldens() / GetParam().name;
  if (!fs::exists(folder)) GTEST_SKIP() << "reference data is missing: " << folder;
  if (isAwaited(GetParam())) {
    GTEST_SKIP() << "this version does not run " << GetParam().name
                 << ", a model of the architecture " << GetParam().architecture;
  }
  const auto description = nlohmann::json::parse(std::ifstream(folder / "case.json"));
  const std::vector<float> expected = readFloats(folder / "logits.bin");
  const auto& tolerance = description["tolerance"];
  for (const Setting& setting : {Setting{true, 512},
                                 {true, 7},
                                 {false, 512},
                                 {false, 33},
                                 {false, 1},
                                 {false, 512, false}}) {
    SCOPED_TRACE(setting.name());
    ModelOptions options;
    options.threads = 2;
    options.exactWeights = setting.exact;
    options.deterministic = setting.deterministic;
    options.keyType = options.valueType = &quant::kF32;
    const auto model = Model::load(formats::GgufFile::open(folder / "model.gguf"), options);
    std::vector<float> actual;
    for (const auto& sequence : description["sequences"]) {
      const auto part = run(*model, sequence["tokens"], sequence["positions"], setting.step);
      actual.insert(actual.end(), part.begin(), part.end());
    }
    ASSERT_EQ(actual.size(), expected.size());
    double worst = 0;
    for (std::size_t i = 0; i < actual.size(); ++i)
      worst = std::max(worst, std::fabs(double(actual[i]) - expected[i]));
    const char* const wanted = setting.deterministic ? "float_path" : "q8_path";
    const auto& path = tolerance.contains(wanted) ? tolerance[wanted] : tolerance;
    EXPECT_LE(worst, path["max_abs"].get<double>());
    EXPECT_LE(test::normalizedError(actual, expected), path["nmse"].get<double>());
  }
}

INSTANTIATE_TEST_SUITE_P(Cases, GoldenLogits, testing::ValuesIn(cases()), [](const auto& test) {
  std::string name = test.param.name;
  std::ranges::replace(name, '-', '_');
  return name;
});

}  // namespace
}  // namespace alcove::models
