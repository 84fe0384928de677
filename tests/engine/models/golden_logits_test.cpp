// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Logits of small models of every architecture against those of independent implementations, on the
// exact path (decoded weights × floats), on the fast one (integer arithmetic), on Vulkan and on
// CUDA: all are held to the tolerance of float arithmetic.

#include <alcove/error.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
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

class GoldenLogits : public testing::TestWithParam<Case> {
 protected:
  void SetUp() override {
    m_folder = goldens() / GetParam().name;
    if (!fs::exists(m_folder)) GTEST_SKIP() << "reference data is missing: " << m_folder;
    if (isAwaited(GetParam())) {
      GTEST_SKIP() << "this version does not run " << GetParam().name
                   << ", a model of the architecture " << GetParam().architecture;
    }
    m_description = nlohmann::json::parse(std::ifstream(m_folder / "case.json"));
    m_expected = readFloats(m_folder / "logits.bin");
  }

  void check(const ModelOptions& options, std::uint32_t step, const char* path) const {
    const auto model = Model::load(formats::GgufFile::open(m_folder / "model.gguf"), options);
    std::vector<float> actual;
    for (const auto& sequence : m_description["sequences"]) {
      const auto part = run(*model, sequence["tokens"], sequence["positions"], step);
      actual.insert(actual.end(), part.begin(), part.end());
    }
    ASSERT_EQ(actual.size(), m_expected.size());
    double worst = 0;
    for (std::size_t i = 0; i < actual.size(); ++i)
      worst = std::max(worst, std::fabs(double(actual[i]) - m_expected[i]));
    const auto& all = m_description["tolerance"];
    const auto& tolerance = all.contains(path) ? all[path] : all;
    EXPECT_LE(worst, tolerance["max_abs"].get<double>());
    EXPECT_LE(test::normalizedError(actual, m_expected), tolerance["nmse"].get<double>());
  }

  // On a device beside the processor; skips where there is none, or an op has no kernel.
  void checkDevice(const char* device, std::initializer_list<std::uint32_t> steps) const {
    ModelOptions options;
    options.device = device;
    options.keyType = options.valueType = &quant::kF32;
    for (const std::uint32_t step : steps) {
      SCOPED_TRACE(step);
      try {
        check(options, step, "float_path");
      } catch (const Error& error) {
        if (error.code() != ErrorCode::Device && error.code() != ErrorCode::Unsupported) throw;
        GTEST_SKIP() << error.sentence();
      }
    }
  }

 private:
  fs::path m_folder;
  nlohmann::json m_description;
  std::vector<float> m_expected;
};

TEST_P(GoldenLogits, AgreeWithinTolerance) {
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
    check(options, setting.step, setting.deterministic ? "float_path" : "q8_path");
  }
}

TEST_P(GoldenLogits, AgreeOnVulkan) { checkDevice("vulkan", {512, 7, 1}); }

// A processor that plays the card takes its time: then these have to do.
bool isForEmulatedCard(std::string_view name) {
  constexpr std::string_view kNames[] = {"llama-Q4_K_M", "gemma2-Q4_0", "gpt-oss-MXFP4", "dbrx",
                                         "falcon7b"};
  return std::ranges::find(kNames, name) != std::end(kNames);
}

TEST_P(GoldenLogits, AgreeOnCuda) {
  if (std::getenv("ALCOVE_CUDA_MODULE") == nullptr) return checkDevice("cuda", {512, 7, 1});
  if (!isForEmulatedCard(GetParam().name)) GTEST_SKIP() << "left to a card";
  checkDevice("cuda", {512, 7});
}

INSTANTIATE_TEST_SUITE_P(Cases, GoldenLogits, testing::ValuesIn(cases()), [](const auto& test) {
  std::string name = test.param.name;
  std::ranges::replace(name, '-', '_');
  return name;
});

}  // namespace
}  // namespace alcove::models
