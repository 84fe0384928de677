// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <alcove/error.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cache/kv_pool.h"
#include "formats/gguf_file.h"
#include "models/architecture.h"
#include "models/model.h"
#include "support/goldens.h"
#include "support/op_case.h"

// Logits of small models of every architecture from independent implementations.

namespace alcove::models {

namespace fs = std::filesystem;
using test::goldens;

inline std::vector<float> readFloats(const fs::path& path) {
  std::vector<float> values(fs::file_size(path) / sizeof(float));
  std::ifstream(path, std::ios::binary)
      .read(reinterpret_cast<char*>(values.data()), std::streamsize(values.size() * sizeof(float)));
  return values;
}

// Logits at `positions`, in slices of `step` tokens.
inline std::vector<float> run(Model& model, const std::vector<std::int32_t>& tokens,
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
inline std::vector<Case> cases() {
  std::vector<Case> result;
  std::ifstream index(goldens() / "index.json");
  if (!index) return {{"missing", ""}};
  for (const auto& entry : nlohmann::json::parse(index)) {
    if (entry["kind"] == "logits" && fs::exists(goldens() / entry["case"].get<std::string>()))
      result.push_back({entry["case"], entry["arch"]});
  }
  return result;
}

inline bool isAwaited(const Case& c) {
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

inline std::string caseName(const testing::TestParamInfo<Case>& test) {
  std::string name = test.param.name;
  std::ranges::replace(name, '-', '_');
  return name;
}

}  // namespace alcove::models
