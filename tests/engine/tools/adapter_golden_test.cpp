// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// `alcove-engine adapter` as anybody runs it, on adapters that PEFT wrote.

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>

#include "formats/gguf_file.h"
#include "support/goldens.h"
#include "support/process.h"
#include "support/temporary_folder.h"

namespace alcove::tools {
namespace {

namespace fs = std::filesystem;

class AdapterCommand : public testing::Test {
 protected:
  void SetUp() override {
    if (!fs::is_directory(folder())) GTEST_SKIP() << "reference data is missing: " << folder();
  }
  static fs::path folder() { return test::goldens() / "qlora" / "tiny"; }

  test::ProcessResult run(const char* what, const char* adapter, const fs::path& out,
                          const std::vector<std::string>& options = {},
                          const char* model = "tiny-f32.gguf") {
    std::vector<std::string> command = {"adapter",    what,      (folder() / adapter).string(),
                                        out.string(), "--model", (folder() / model).string(),
                                        "-t",         "1"};
    command.insert(command.end(), options.begin(), options.end());
    return test::runEngine(command);
  }

  test::TemporaryFolder m_folder;
};

TEST_F(AdapterCommand, MergesAndSaysHowCloseItIs) {
  const fs::path out = m_folder / "merged.gguf";
  const auto result = run("merge", "rslora_adapter", out, {"--type", "F16", "--json"});
  ASSERT_EQ(result.exitCode, 0) << result.err;
  EXPECT_NE(result.out.find("\"same_answers\":"), std::string::npos) << result.out;
  const auto merged = formats::GgufFile::open(out);
  EXPECT_EQ(merged->findTensor("blk.0.attn_q.weight")->type, &quant::kF16);
  EXPECT_EQ(merged->string("alcove.adapter.name"), "rslora_adapter");
}

TEST_F(AdapterCommand, KeepsTheTypesOfAQuantisedBase) {
  const fs::path out = m_folder / "merged.gguf";
  const auto result = run("merge", "lora_adapter", out, {}, "tiny-q4_0.gguf");
  ASSERT_EQ(result.exitCode, 0) << result.err;
  const auto base = formats::GgufFile::open(folder() / "tiny-q4_0.gguf");
  const auto merged = formats::GgufFile::open(out);
  for (const formats::GgufTensor& tensor : base->tensors())
    EXPECT_EQ(merged->findTensor(tensor.name)->type, tensor.type) << tensor.name;
}

TEST_F(AdapterCommand, ConvertsBothWays) {
  ASSERT_EQ(run("convert", "lora_adapter", m_folder / "a.gguf").exitCode, 0);
  const auto back = run("convert", "lora_adapter_llamacpp.gguf", m_folder / "peft");
  ASSERT_EQ(back.exitCode, 0) << back.err;
  EXPECT_NE(back.out.find("4 of 4 greedy answers the same"), std::string::npos) << back.out;
  EXPECT_TRUE(fs::exists(m_folder / "peft" / "adapter_config.json"));
}

// The logits of a model with an adapter beside it, whatever format that came in, are those of the
// merged model.
TEST_F(AdapterCommand, LogitsAreThoseOfTheMergedModel) {
  ASSERT_EQ(run("merge", "rslora_adapter", m_folder / "merged.gguf").exitCode, 0);
  const auto logits = [&](const fs::path& model, const std::vector<std::string>& more) {
    const fs::path out = m_folder / "logits";
    std::vector<std::string> command = {
        "logits",    "--model", model.string(), "--tokens",  "5,9,17,33,60,2,8",
        "--device",  "cpu",     "--exact",      "--last",    "7",
        "--threads", "1",       "--out",        out.string()};
    command.insert(command.end(), more.begin(), more.end());
    const auto result = test::runEngine(command);
    EXPECT_EQ(result.exitCode, 0) << result.err;
    const std::string bytes = test::readFile(out);
    std::vector<float> values(bytes.size() / sizeof(float));
    std::memcpy(values.data(), bytes.data(), values.size() * sizeof(float));
    return values;
  };
  const auto merged = logits(m_folder / "merged.gguf", {});
  const auto gap = [&](const std::vector<float>& values) {
    EXPECT_EQ(values.size(), merged.size());
    float worst = 0;
    for (std::size_t i = 0; i < merged.size(); ++i)
      worst = std::max(worst, std::abs(values[i] - merged[i]));
    return worst;
  };
  const fs::path base = folder() / "tiny-f32.gguf";
  const std::string peft = (folder() / "rslora_adapter").string();
  const std::string gguf = (folder() / "rslora_adapter_fixed.gguf").string();
  EXPECT_LT(gap(logits(base, {"--adapter", peft})), 1e-3f);
  EXPECT_LT(gap(logits(base, {"--adapter", gguf + ":1.0"})), 1e-3f);
  EXPECT_LT(gap(logits(base, {"--adapter", peft + ":0.25", "--adapter", gguf + ":0.75"})), 1e-3f);
  EXPECT_GT(gap(logits(base, {"--adapter", peft + ":0.5"})), 1e-2f);
  EXPECT_GT(gap(logits(base, {})), 1e-2f);
}

TEST_F(AdapterCommand, RefusesAndLeavesNothing) {
  const fs::path out = m_folder / "out.gguf";
  EXPECT_NE(run("convert", "dora_adapter", out).err.find("Merge it into its base"),
            std::string::npos);
  const auto coarse =
      run("merge", "rslora_adapter", out, {"--type", "Q4_0", "--most-divergence", "0.0001"});
  EXPECT_EQ(coarse.exitCode, 1);
  EXPECT_NE(coarse.err.find("Nothing was written"), std::string::npos) << coarse.err;
  EXPECT_NE(run("merge", "lora_adapter", out, {"--type", "Q9"}).err.find("no type 'Q9'"),
            std::string::npos);
  EXPECT_NE(run("merge", "tiny-f32.gguf", out).err.find("a model and no adapter"),
            std::string::npos);
  EXPECT_NE(run("merge", "no_adapter", out).err.find("no_adapter"), std::string::npos);
  EXPECT_TRUE(fs::is_empty(m_folder.path()));
}

}  // namespace
}  // namespace alcove::tools
