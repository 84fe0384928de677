// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "formats/inspect.h"

#include <alcove/error.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "formats/utf8.h"
#include "support/gguf_builder.h"
#include "support/temporary_folder.h"

namespace alcove::formats {
namespace {

using testing::ElementsAre;

class InspectTest : public testing::Test {
 protected:
  Inspection inspectModel(const test::GgufBuilder& model, const InspectOptions& options = {}) {
    return inspect(m_folder.write("model.gguf", model.build()), options);
  }

  const InspectedValue& valueOf(const Inspection& inspection, std::string_view key) {
    for (const InspectedValue& value : inspection.metadata) {
      if (value.key == key) return value;
    }
    throw std::out_of_range(std::string(key));
  }

  test::TemporaryFolder m_folder;
};

TEST_F(InspectTest, SummarisesTheModel) {
  test::GgufBuilder model = test::littleModel();
  model.set(test::stringValue("tokenizer.chat_template", "{{ messages }}"));
  const Inspection inspection = inspectModel(model);
  EXPECT_EQ(inspection.path, (m_folder / "model.gguf").string());
  EXPECT_EQ(inspection.version, 3u);
  EXPECT_EQ(inspection.fileBytes, model.build().size());
  EXPECT_EQ(inspection.name, "Little");
  EXPECT_EQ(inspection.architecture, "llama");
  EXPECT_EQ(inspection.weightsType, "Q8_0");
  EXPECT_EQ(inspection.parameters, 32u * 260 + 3 * 32 + 2 * 32 * 32 + 2 * 32 * 16 + 3 * 32 * 64);
  EXPECT_EQ(inspection.trainedContextTokens, 128u);
  EXPECT_EQ(inspection.license, "apache-2.0");
  EXPECT_EQ(inspection.chatTemplate, "{{ messages }}");
  EXPECT_TRUE(inspection.problems.empty());
}

TEST_F(InspectTest, ShowsMetadataAndTensors) {
  test::GgufBuilder model = test::littleModel();
  model.set(test::int32Value("minus", -5));
  model.set(test::boolValue("yes", 1));
  const Inspection inspection = inspectModel(model);
  EXPECT_EQ(std::get<std::string>(valueOf(inspection, "general.name").value), "Little");
  EXPECT_EQ(std::get<std::uint64_t>(valueOf(inspection, "llama.block_count").value), 1u);
  EXPECT_EQ(std::get<std::int64_t>(valueOf(inspection, "minus").value), -5);
  EXPECT_EQ(std::get<bool>(valueOf(inspection, "yes").value), true);
  EXPECT_EQ(std::get<double>(valueOf(inspection, "llama.rope.freq_base").value), 10000.0);
  EXPECT_EQ(valueOf(inspection, "tokenizer.ggml.tokens").type, "array of string");
  EXPECT_EQ(valueOf(inspection, "tokenizer.ggml.tokens").count, 260u);

  ASSERT_EQ(inspection.tensors.size(), 11u);
  const InspectedTensor& embedding = inspection.tensors[0];
  EXPECT_EQ(embedding.name, "token_embd.weight");
  EXPECT_EQ(embedding.type, "Q8_0");
  EXPECT_THAT(embedding.shape, ElementsAre(32, 260));
  EXPECT_EQ(embedding.bytes, 34u * 260);
  const std::string file = model.build();
  EXPECT_EQ(file.substr(embedding.offset, embedding.bytes), model.tensors[0].data);
}

TEST_F(InspectTest, JsonHasTheKeysOfTheApi) {
  test::GgufBuilder model = test::littleModel();
  model.remove("general.license");
  const auto json = toJson(inspectModel(model));
  std::vector<std::string> keys;
  for (const auto& [key, value] : json.items()) keys.push_back(key);
  EXPECT_THAT(keys, ElementsAre("path", "format", "version", "file_bytes", "name", "architecture",
                                "weights_type", "parameters", "trained_context_tokens", "license",
                                "chat_template", "chat_template_origin", "chat_template_sha256",
                                "chat_template_family", "chat_template_like_family",
                                "chat_template_words", "metadata", "tensors", "problems"));
  EXPECT_TRUE(json["chat_template"].is_null());
  EXPECT_EQ(json["metadata"][0].dump(),
            R"({"key":"general.architecture","type":"string","value":"llama"})");
  EXPECT_EQ(json["tensors"][1]["shape"].dump(), "[32]");
  EXPECT_EQ(json["problems"][0]["severity"], "warning");
  EXPECT_EQ(json["problems"][0]["where"], "general.license");
}

TEST_F(InspectTest, TextOfAnyBytesBecomesValidJson) {
  test::GgufBuilder model = test::littleModel();
  model.set(test::stringValue("general.name", "caf\xe9"));
  model.set(test::float32Value("odd", std::numeric_limits<float>::quiet_NaN()));
  const Inspection inspection = inspectModel(model);
  EXPECT_EQ(inspection.name, "caf\xef\xbf\xbd");
  EXPECT_TRUE(isUtf8(toJson(inspection).dump()));
}

TEST_F(InspectTest, ProblemsThatQuoteTheFileAreValidTextToo) {
  test::GgufBuilder model = test::littleModel();
  model.set(test::stringValue("general.architecture", "lla\xff"));
  const Inspection inspection = inspectModel(model);
  ASSERT_FALSE(inspection.problems.empty());
  EXPECT_TRUE(isUtf8(toJson(inspection).dump()));
}

TEST_F(InspectTest, LongStringsAreCountedAndNotShown) {
  test::GgufBuilder model = test::littleModel();
  model.set(test::stringValue("story", std::string(1 << 20, 's')));
  const Inspection inspection = inspectModel(model);
  EXPECT_TRUE(std::holds_alternative<std::monostate>(valueOf(inspection, "story").value));
  EXPECT_EQ(valueOf(inspection, "story").count, 1u << 20);
}

TEST_F(InspectTest, ShowsWhatCouldBeReadOfABrokenFile) {
  test::GgufBuilder model = test::littleModel();
  model.tensor("blk.0.ffn_up.weight").typeId = 139;
  model.tensor("output_norm.weight").dims = {0};
  const Inspection inspection = inspectModel(model);
  EXPECT_EQ(inspection.architecture, "llama");
  ASSERT_EQ(inspection.tensors.size(), 11u);
  EXPECT_EQ(inspection.tensors[9].type, "IQ4_K");
  EXPECT_EQ(inspection.tensors[9].bytes, 0u);
  EXPECT_GT(inspection.tensors[10].bytes, 0u);
  int errors = 0;
  for (const Problem& problem : inspection.problems) errors += problem.severity == Severity::Error;
  EXPECT_EQ(errors, 2);
}

TEST_F(InspectTest, KeepsTheMetadataBeforeTheBreak) {
  const std::string whole = test::littleModel().build();
  const Inspection inspection = inspect(m_folder.write("cut.gguf", whole.substr(0, 300)));
  EXPECT_EQ(inspection.architecture, "llama");
  EXPECT_EQ(inspection.name, "Little");
  EXPECT_GT(inspection.metadata.size(), 3u);
  EXPECT_TRUE(inspection.tensors.empty());
  ASSERT_FALSE(inspection.problems.empty());
  EXPECT_EQ(inspection.problems[0].severity, Severity::Error);
}

TEST_F(InspectTest, WeightsAreCheckedAsFarAsAsked) {
  test::GgufBuilder model = test::littleModel();
  model.tensor("token_embd.weight").data.replace(34 * 259, 2, "\xff\x7f");
  EXPECT_EQ(inspectModel(model, {WeightCheck::None}).problems.size(), 0u);
  EXPECT_EQ(inspectModel(model, {WeightCheck::Sample}).problems.size(), 1u);
  EXPECT_EQ(inspectModel(model, {WeightCheck::All}).problems.size(), 1u);
}

TEST_F(InspectTest, ThrowsOnlyWhereThereIsNoFile) {
  EXPECT_THROW((void)inspect(m_folder / "missing.gguf"), Error);
  EXPECT_THROW((void)inspect(m_folder.path()), Error);
}

TEST_F(InspectTest, ManyProblemsAreCutShort) {
  test::GgufBuilder model = test::littleModel();
  for (int i = 0; i < 300; ++i) {
    test::BuiltTensor tensor = test::filledTensor("t" + std::to_string(i), {32}, quant::kF32);
    tensor.typeId = 99;
    model.tensors.push_back(tensor);
  }
  EXPECT_EQ(inspectModel(model).problems.size(), 100u);
}

}  // namespace
}  // namespace alcove::formats
