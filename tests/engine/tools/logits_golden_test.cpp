// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// `alcove-engine logits` as anybody runs it, over every case that independent implementations
// computed. The tests of models look inside: slices, paths, types; this one at the program.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <nlohmann/json.hpp>

#include "support/goldens.h"
#include "support/process.h"
#include "support/temporary_folder.h"

namespace alcove::tools {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using test::goldens;

std::vector<std::string> cases() {
  const fs::path index = goldens() / "index.json";
  if (!fs::exists(index)) return {"missing"};
  std::vector<std::string> names;
  for (const json& entry : json::parse(test::readFile(index)))
    if (entry["kind"] == "logits" && fs::exists(goldens() / entry["case"].get<std::string>()))
      names.push_back(entry["case"]);
  return names;
}

std::vector<float> floatsOf(const fs::path& path) {
  const std::string bytes = test::readFile(path);
  std::vector<float> values(bytes.size() / sizeof(float));
  std::memcpy(values.data(), bytes.data(), values.size() * sizeof(float));
  return values;
}

class LogitsGolden : public testing::TestWithParam<std::string> {
 protected:
  // The logits at the sequence's positions; what the program says where it gives none.
  test::ProcessResult run(const json& sequence, const std::vector<std::string>& options,
                          std::vector<float>& logits) {
    const std::vector<std::size_t> positions = sequence["positions"];
    const std::size_t tokens = sequence["tokens"].size();
    const std::size_t last = tokens - std::ranges::min(positions);
    std::string list;
    for (const int token : sequence["tokens"])
      list += (list.empty() ? "" : ",") + std::to_string(token);
    const std::string out = (m_folder / "logits").string();
    std::vector<std::string> command = {"logits",
                                        "--model",
                                        (goldens() / GetParam() / "model.gguf").string(),
                                        "--tokens",
                                        list,
                                        "--last",
                                        std::to_string(last),
                                        "--out",
                                        out};
    command.insert(command.end(), options.begin(), options.end());
    const test::ProcessResult result = test::runEngine(command);
    if (result.exitCode != 0) return result;
    const std::vector<float> all = floatsOf(out);
    const std::size_t vocabulary = all.size() / last;
    for (const std::size_t position : positions) {
      const auto row = all.begin() + std::ptrdiff_t((position - (tokens - last)) * vocabulary);
      logits.insert(logits.end(), row, row + std::ptrdiff_t(vocabulary));
    }
    return result;
  }

  test::TemporaryFolder m_folder;
};

TEST_P(LogitsGolden, AgreeWithinTolerance) {
  const fs::path folder = goldens() / GetParam();
  if (!fs::exists(folder)) GTEST_SKIP() << "reference data is missing: " << folder;
  const json description = json::parse(test::readFile(folder / "case.json"));
  const std::vector<float> expected = floatsOf(folder / "logits.bin");
  const json& tolerance = description["tolerance"].contains("float_path")
                              ? description["tolerance"]["float_path"]
                              : description["tolerance"];
  for (const std::vector<std::string>& options : {std::vector<std::string>{}, {"--exact"}}) {
    SCOPED_TRACE(options.empty() ? "fast" : "exact");
    std::vector<float> actual;
    for (const json& sequence : description["sequences"]) {
      const test::ProcessResult result = run(sequence, options, actual);
      if (result.err.find("this version cannot run") != std::string::npos ||
          result.err.find("This version cannot run") != std::string::npos)
        GTEST_SKIP() << result.err;
      ASSERT_EQ(result.exitCode, 0) << result.err;
    }
    ASSERT_EQ(actual.size(), expected.size());
    double worst = 0, error = 0, energy = 0;
    for (std::size_t i = 0; i < actual.size(); ++i) {
      const double gap = double(actual[i]) - double(expected[i]);
      worst = std::isfinite(gap) ? std::max(worst, std::abs(gap)) : INFINITY;
      error += gap * gap;
      energy += double(expected[i]) * double(expected[i]);
    }
    EXPECT_LE(worst, tolerance["max_abs"].get<double>());
    EXPECT_LE(error / energy, tolerance["nmse"].get<double>());
  }
}

INSTANTIATE_TEST_SUITE_P(Cases, LogitsGolden, testing::ValuesIn(cases()), [](const auto& test) {
  std::string name = test.param;
  std::ranges::replace(name, '-', '_');
  return name;
});

}  // namespace
}  // namespace alcove::tools
