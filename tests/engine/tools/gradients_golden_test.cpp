// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// `alcove-engine gradients` and `nf4` as anybody runs them, over every case that PyTorch, peft and
// bitsandbytes computed.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "formats/gguf_file.h"
#include "formats/gguf_writer.h"
#include "support/goldens.h"
#include "support/process.h"
#include "support/temporary_folder.h"
#include "support/tensors.h"

namespace alcove::tools {
namespace {

namespace fs = std::filesystem;

// As the data's description states them.
constexpr double kLossTolerance = 1e-5;      // relative
constexpr double kGradientTolerance = 1e-4;  // relative to the tensor's largest value

fs::path folder() { return test::goldens() / "qlora" / "tiny"; }

struct Case {
  const char* name;
  const char* golden;
  const char* model;
  const char* batch;
  std::vector<std::string> options;  // "@x" is the file or folder x of the reference data
};

std::vector<Case> cases() {
  const std::vector<std::string> lora = {"--adapter", "@lora_adapter"};
  const auto with = [&](std::vector<std::string> more) {
    more.insert(more.end(), lora.begin(), lora.end());
    return more;
  };
  const char *f32 = "tiny-f32.gguf", *batch = "batch.safetensors";
  return {
      {"lora", "lora", f32, batch, lora},
      {"rslora", "rslora", f32, batch, {"--adapter", "@rslora_adapter"}},
      {"dora", "dora", f32, batch, {"--adapter", "@dora_adapter", "--method", "lora"}},
      {"full", "full", f32, batch, {"--method", "full"}},
      {"full_tied", "full_tied", "tied", batch, {"--method", "full"}},
      {"lora_on_q8_0", "lora_on_q8_0", "tiny-q8_0.gguf", batch, lora},
      {"lora_on_q4_0", "lora_on_q4_0", "tiny-q4_0.gguf", batch, lora},
      {"lora_on_q4_1", "lora_on_q4_1", "tiny-q4_1.gguf", batch, lora},
      {"lora_on_nf4", "lora_on_nf4", f32, batch, with({"--base", "nf4"})},
      {"lora_on_nf4_dq", "lora_on_nf4_dq", f32, batch, with({"--base", "nf4-dq"})},
      {"lora_recomputing", "lora", f32, batch, with({"--recompute"})},
      // Two examples in one row must give what they give in two.
      {"packed", "lora", f32, "packed_batch.safetensors", lora},
  };
}

// The model without its output matrix: the embedding takes its place.
void writeTied(const fs::path& path) {
  const auto file = formats::GgufFile::open(folder() / "tiny-f32.gguf");
  formats::GgufWriter writer(path);
  for (const auto& [key, value] : file->metadata()) writer.copy(key, value);
  const auto kept = [](const formats::GgufTensor& t) { return t.name != "output.weight"; };
  for (const formats::GgufTensor& tensor : file->tensors())
    if (kept(tensor))
      writer.addTensor(tensor.name, *tensor.type, std::span(tensor.dims).first(tensor.rank));
  writer.beginData();
  for (const formats::GgufTensor& tensor : file->tensors())
    if (kept(tensor)) writer.write(tensor.data);
  writer.commit();
}

class GradientsGolden : public testing::TestWithParam<Case> {
 protected:
  std::map<std::string, test::FloatTensor> run(const Case& c) {
    fs::path model = folder() / c.model;
    if (std::string_view(c.model) == "tied") writeTied(model = m_folder / "tied.gguf");
    const fs::path out = m_folder / "gradients";
    std::vector<std::string> command = {
        "gradients", "--model",   model.string(), "--batch", (folder() / c.batch).string(),
        "--out",     out.string()};
    for (const std::string& option : c.options)
      command.push_back(option[0] == '@' ? (folder() / option.substr(1)).string() : option);
    const test::ProcessResult result = test::runEngine(command);
    EXPECT_EQ(result.exitCode, 0) << result.err;
    return test::readFloatTensors(out);
  }

  test::TemporaryFolder m_folder;
};

double largest(const std::vector<float>& values) {
  double most = 0;
  for (const float value : values) most = std::max(most, std::abs(double(value)));
  return most;
}

TEST_P(GradientsGolden, AgreeWithinTolerance) {
  if (!fs::is_directory(folder())) GTEST_SKIP() << "reference data is missing: " << folder();
  const Case& c = GetParam();
  auto expected =
      test::readFloatTensors(folder() / (std::string(c.golden) + "_golden.safetensors"));
  std::erase_if(expected, [](const auto& entry) {
    return entry.first != "loss" && !entry.first.starts_with("grad.");
  });
  const auto actual = run(c);
  ASSERT_EQ(actual.size(), expected.size());
  for (const auto& [name, golden] : expected) {
    SCOPED_TRACE(name);
    ASSERT_TRUE(actual.contains(name));
    const test::FloatTensor& found = actual.at(name);
    ASSERT_EQ(found.shape, golden.shape);
    const double bound =
        largest(golden.values) * (name == "loss" ? kLossTolerance : kGradientTolerance);
    double worst = 0;
    for (std::size_t i = 0; i < golden.values.size(); ++i) {
      const double gap = double(found.values[i]) - double(golden.values[i]);
      worst = std::isfinite(gap) ? std::max(worst, std::abs(gap)) : INFINITY;
    }
    EXPECT_LE(worst, bound);
  }
}

INSTANTIATE_TEST_SUITE_P(Cases, GradientsGolden, testing::ValuesIn(cases()),
                         [](const auto& test) { return test.param.name; });

TEST(GradientsCommand, SaysWhatIsWrong) {
  if (!fs::is_directory(folder())) GTEST_SKIP() << "reference data is missing: " << folder();
  const test::TemporaryFolder temporary;
  const std::string out = (temporary / "out").string();
  const auto said = [&](std::vector<std::string> options) {
    std::vector<std::string> command = {"gradients",
                                        "--model",
                                        (folder() / "tiny-f32.gguf").string(),
                                        "--batch",
                                        (folder() / "batch.safetensors").string(),
                                        "--out",
                                        out};
    command.insert(command.end(), options.begin(), options.end());
    return test::runEngine(command).err;
  };
  EXPECT_NE(said({"--method", "full", "--base", "nf4"}).find("no NF4 base"), std::string::npos);
  EXPECT_NE(said({"--targets", "w_proj"}).find("No linear layer"), std::string::npos);
  EXPECT_NE(said({"--method", "some"}).find("{full,lora}"), std::string::npos);
  EXPECT_NE(said({"--adapter", temporary.path().string()}).find("adapter_config.json"),
            std::string::npos);
  EXPECT_FALSE(fs::exists(out));
}

TEST(Nf4Command, WritesTheCodesOfTheReference) {
  const fs::path path =
      test::goldens() / "qlora" / "nf4" / "nf4_dq_partial_nested_40x256.safetensors";
  if (!fs::exists(path)) GTEST_SKIP() << "reference data is missing: " << path;
  const auto golden = formats::SafetensorsFile::open(path);
  const auto bytesOf = [](const auto& file, std::string_view name) -> std::string {
    for (const formats::SafeTensor& tensor : file->tensors())
      if (tensor.name == name)
        return {reinterpret_cast<const char*>(tensor.data.data()), tensor.data.size()};
    return "missing";
  };
  const test::TemporaryFolder temporary;
  const fs::path in = temporary.write("floats", bytesOf(golden, "input"));
  const fs::path out = temporary / "codes";
  const auto result = test::runEngine({"nf4", "--in", in.string(), "--out", out.string()});
  ASSERT_EQ(result.exitCode, 0) << result.err;
  const auto found = formats::SafetensorsFile::open(out);
  for (const char* name : {"packed", "absmax_u8", "absmax2", "offset", "absmax_recovered"})
    EXPECT_EQ(bytesOf(found, name), bytesOf(golden, name)) << name;
  EXPECT_EQ(bytesOf(found, "absmax"), bytesOf(golden, "absmax_f32_before"));
  EXPECT_EQ(bytesOf(found, "dequant_double"), bytesOf(golden, "dequant"));
}

TEST(Nf4Command, RefusesWhatItCannotStore) {
  const test::TemporaryFolder temporary;
  const float values[] = {1, INFINITY};
  const fs::path in = temporary.write(
      "floats", std::string_view(reinterpret_cast<const char*>(values), sizeof values));
  const auto run = [&](const fs::path& path) {
    return test::runEngine({"nf4", "--in", path.string(), "--out", (temporary / "o").string()});
  };
  EXPECT_NE(run(in).err.find("Value 1 is inf"), std::string::npos);
  EXPECT_NE(run(temporary.write("odd", "12345")).err.find("5 bytes"), std::string::npos);
  EXPECT_FALSE(fs::exists(temporary / "o"));
}

}  // namespace
}  // namespace alcove::tools
