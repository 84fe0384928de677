// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>
#include <gtest/gtest.h>

#include "adapters/peft_adapter.h"
#include "formats/safetensors_writer.h"
#include "support/temporary_folder.h"

namespace alcove::adapters {
namespace {

constexpr const char* kPlain = R"({"peft_type": "LORA", "r": 2, "lora_alpha": 8, "bias": "none"})";

class AdapterFolder : public testing::Test {
 protected:
  AdapterFolder() { config(kPlain); }

  void config(std::string_view json) { m_folder.write("adapter_config.json", json); }
  // Zeros of these shapes.
  void tensors(const std::vector<std::pair<std::string, std::vector<std::uint64_t>>>& shapes) {
    const std::vector<float> zeros(64);
    formats::SafetensorsWriter writer;
    for (const auto& [name, shape] : shapes) {
      std::size_t count = 1;
      for (const std::uint64_t dim : shape) count *= dim;
      writer.addFloats("base_model.model." + name, shape, std::span(zeros).first(count));
    }
    writer.write(m_folder / "adapter_model.safetensors");
  }
  std::string refusal() {
    try {
      const PeftAdapter adapter(m_folder.path());
    } catch (const Error& error) {
      return error.sentence();
    }
    return "nothing";
  }

  test::TemporaryFolder m_folder;
};

TEST_F(AdapterFolder, IsReadByLayer) {
  tensors({{"m.q_proj.lora_A.weight", {2, 6}}, {"m.q_proj.lora_B.weight", {4, 2}}});
  const PeftAdapter adapter(m_folder.path());
  ASSERT_EQ(adapter.layers().size(), 1u);
  EXPECT_EQ(adapter.layers().at("m.q_proj").b->shape, (std::vector<std::uint64_t>{4, 2}));
  EXPECT_EQ(adapter.config().scaleOf("m.q_proj", 2), 4);
}

TEST_F(AdapterFolder, IsRefusedWhereTensorsDoNotFit) {
  tensors({{"m.q.lora_A.weight", {2, 6}}});
  EXPECT_NE(refusal().find("lacks one"), std::string::npos);
  tensors({{"m.q.lora_A.weight", {2, 6}}, {"m.q.lora_B.weight", {4, 3}}});
  EXPECT_NE(refusal().find("ranks do not fit"), std::string::npos);
  tensors({{"m.q.lora_embedding_A", {2, 6}}});
  EXPECT_NE(refusal().find("lora_embedding_A"), std::string::npos);
  tensors({{"m.q.lora_A.weight", {2, 6}},
           {"m.q.lora_B.weight", {4, 2}},
           {"m.q.lora_magnitude_vector", {4}}});
  EXPECT_NE(refusal().find("it is no DoRA"), std::string::npos);
  config(R"({"r": 2, "lora_alpha": 8, "use_dora": true})");
  EXPECT_EQ(refusal(), "nothing");
}

TEST_F(AdapterFolder, IsRefusedWhereItWantsWhatIsNotDone) {
  tensors({{"m.q.lora_A.weight", {2, 6}}, {"m.q.lora_B.weight", {4, 2}}});
  for (const auto& [json, word] :
       {std::pair(R"({"peft_type": "LOHA", "r": 2, "lora_alpha": 8})", "LOHA"),
        {R"({"r": 2, "lora_alpha": 8, "bias": "all"})", "biases"},
        {R"({"r": 2, "lora_alpha": 8, "modules_to_save": ["lm_head"]})", "modules_to_save"},
        {R"({"r": 2, "lora_alpha": 8, "fan_in_fan_out": true})", "fan_in_fan_out"},
        {R"({"r": 2, "lora_alpha": 8, "rank_pattern": {"^q$": 4}})", "^q$"},
        {R"({"r": 0, "lora_alpha": 8})", "'r'"},
        {R"({"r": 2, "lora_alpha": -8})", "lora_alpha"},
        {R"({"r": 2})", "lora_alpha"}}) {
    config(json);
    EXPECT_NE(refusal().find(word), std::string::npos) << refusal();
  }
}

TEST_F(AdapterFolder, RanksAndAlphasGoByTheEndsOfNames) {
  config(R"({"r": 4, "lora_alpha": 8, "use_rslora": true, "rank_pattern": {"mlp.up": 16},
             "alpha_pattern": {"up": 32}})");
  const AdapterConfig adapter = readAdapterConfig(m_folder.path());
  EXPECT_EQ(adapter.rankOf("a.mlp.up"), 16u);
  EXPECT_EQ(adapter.rankOf("a.attention.up"), 4u);
  EXPECT_EQ(adapter.scaleOf("a.mlp.up", 16), 8);
  EXPECT_EQ(adapter.scaleOf("a.setup", 4), 4) << "'up' is no word of its own there";
}

TEST(AdapterConfig, AdaptsTheLayersThatWereAskedFor) {
  AdapterConfig config;
  EXPECT_TRUE(config.adapts("model.layers.0.mlp.up_proj"));
  config.targets = {"q_proj", "mlp.up_proj"};
  EXPECT_TRUE(config.adapts("model.layers.0.self_attn.q_proj"));
  EXPECT_TRUE(config.adapts("model.layers.0.mlp.up_proj"));
  EXPECT_FALSE(config.adapts("model.layers.0.shared.up_proj"));
}

}  // namespace
}  // namespace alcove::adapters
