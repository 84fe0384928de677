// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Damaged and hostile folders: what stands in config.json and tokenizer.json is believed no more
// than what stands in the weights. Each case has the sentence that a person is told.
#include <alcove/error.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <ctime>
#include <functional>

#include "convert/convert.h"
#include "engine/convert/little_folder.h"

namespace alcove::convert {
namespace {

using nlohmann::json;
using testing::HasSubstr;

struct HostileFolder {
  const char* name;
  std::function<void(LittleFolder&)> change;
  const char* words;  // part of the sentence
};

void PrintTo(const HostileFolder& folder, std::ostream* out) { *out << folder.name; }

// One value of config.json is this.
std::function<void(LittleFolder&)> config(const char* key, json value) {
  return [key, value = std::move(value)](LittleFolder& folder) { folder.config[key] = value; };
}

std::vector<HostileFolder> configFolders() {
  return {
      {"NoArchitecture", config("architectures", nullptr), "architectures"},
      {"ArchitectureIsText", config("architectures", "LlamaForCausalLM"), "a list of texts"},
      {"ArchitectureUnknown", config("architectures", {"OtherForCausalLM"}), "OtherForCausalLM"},
      {"NoLayers", config("num_hidden_layers", nullptr), "'num_hidden_layers' is missing"},
      {"ZeroLayers", config("num_hidden_layers", 0), "from 1 to 4096"},
      {"HugeLayers", config("num_hidden_layers", 1u << 31), "from 1 to 4096"},
      {"NegativeLayers", config("num_hidden_layers", -1), "it must be"},
      {"FractionalLayers", config("num_hidden_layers", 1.5), "it must be"},
      {"LayersAsText", config("num_hidden_layers", "1"), "it must be"},
      {"MoreLayersThanTensors", config("num_hidden_layers", 2), "lacks the tensor"},
      {"NoHeads", config("num_attention_heads", 0), "it must be"},
      {"HeadsDoNotDivide", config("num_attention_heads", 3), "cannot be divided among 3 heads"},
      {"KeyValueHeadsDoNotDivide",
       [](LittleFolder& folder) {
         folder.config["num_attention_heads"] = 4;
         folder.config["num_key_value_heads"] = 3;
       },
       "cannot share 3 key-value heads"},
      {"KeyValueHeadsAboveHeads", config("num_key_value_heads", 4), "from 1 to 2"},
      {"HeadDimHuge", config("head_dim", 1ull << 40), "it must be"},
      {"HeadDimOdd", config("head_dim", 3), "does not fit"},
      {"EpsilonZero", config("rms_norm_eps", 0), "a number above zero"},
      {"EpsilonNegative", config("rms_norm_eps", -1e-6), "a number above zero"},
      {"EpsilonHuge", config("rms_norm_eps", 1e300), "a number above zero"},
      {"BaseNegative", config("rope_theta", -1), "a number above zero"},
      {"ContextHuge", config("max_position_embeddings", 1ull << 63), "it must be"},
      {"VocabularyAboveRows", config("vocab_size", 7), "does not fit"},
      {"WidthWrong", config("hidden_size", 16), "does not fit"},
      {"ActivationOther", config("hidden_act", "gelu"), "'gelu'"},
      {"ScalingUnknown", config("rope_scaling", {{"rope_type", "spiral"}}), "'spiral'"},
      {"ScalingIsAList", config("rope_scaling", json::array()), "an object"},
      {"ScalingWithoutFactor", config("rope_scaling", {{"rope_type", "linear"}}), "'factor'"},
      {"WindowZero", config("sliding_window", 0), "'sliding_window'"},
      {"Quantised", config("quantization_config", {{"quant_method", "gptq"}}), "'gptq'"},
      {"TextConfigIsText", config("text_config", "x"), "an object"},
  };
}

std::vector<HostileFolder> tensorFolders() {
  return {
      {"TensorUnknown",
       [](LittleFolder& folder) { folder.shapes["model.layers.0.self_attn.extra"] = {8}; },
       "self_attn.extra"},
      {"TensorMissing", [](LittleFolder& folder) { folder.shapes.erase("model.norm.weight"); },
       "lacks the tensor 'model.norm.weight'"},
      {"LayerBeyond",
       [](LittleFolder& folder) { folder.shapes["model.layers.1.input_layernorm.weight"] = {8}; },
       "belongs to layer 1"},
      {"TensorEmpty", [](LittleFolder& folder) { folder.shapes["model.norm.weight"] = {0}; },
       "is empty"},
      {"QueryRowsOdd",
       [](LittleFolder& folder) {
         folder.shapes["model.layers.0.self_attn.q_proj.weight"] = {7, 8};
       },
       "does not fit the numbers of heads"},
      {"EmbeddingFlat",
       [](LittleFolder& folder) { folder.shapes["model.embed_tokens.weight"] = {48}; },
       "does not fit"},
  };
}

// One value of tokenizer.json, by its path, is this.
std::function<void(LittleFolder&)> tokenizer(const char* path, json value) {
  return [path, value = std::move(value)](LittleFolder& folder) {
    folder.tokenizer[json::json_pointer(path)] = value;
  };
}

std::vector<HostileFolder> tokenizerFolders() {
  return {
      {"NoVocabulary", tokenizer("/model/vocab", nullptr), "no vocabulary"},
      {"VocabularyEmpty", tokenizer("/model/vocab", json::object()), "no vocabulary"},
      {"VocabularyIsAList", tokenizer("/model/vocab", json::array({"a"})), "no vocabulary"},
      {"IdHuge", tokenizer("/model/vocab/a", 1ull << 40), "cannot have it"},
      {"IdNegative", tokenizer("/model/vocab/a", -1), "no whole number"},
      {"IdTwice", tokenizer("/model/vocab/a", 1), "to two tokens"},
      {"IdBehindTheRows", tokenizer("/model/vocab/a", 6), "the model has only 6 tokens"},
      {"MergesAreText", tokenizer("/model/merges", "a b"), "'merges'"},
      {"MergeOfThree", tokenizer("/model/merges/0", json::array({"a", "b", "c"})), "no pair"},
      {"ModelUnknown", tokenizer("/model/type", "Magic"), "'Magic'"},
      {"ModelIsAList", tokenizer("/model", json::array()), "an object"},
      {"AddedIsText", tokenizer("/added_tokens", "x"), "'added_tokens'"},
      {"AddedWithoutText", tokenizer("/added_tokens/0/content", nullptr), "no text"},
      {"AddedIdHuge", tokenizer("/added_tokens/0/id", 1ull << 40), "it must be"},
      {"NormalizerUnknown", tokenizer("/normalizer", {{"type", "Lowercase"}}), "'Lowercase'"},
      {"PreTokenizerUnknown", tokenizer("/pre_tokenizer/add_prefix_space", true), "space in front"},
      {"TemplateNamesNoToken",
       tokenizer("/post_processor", json::parse(R"({"type": "TemplateProcessing",
                   "single": [{"SpecialToken": {"id": "<other>"}}, {"Sequence": {}}]})")),
       "'<other>'"},
      {"TemplateNamesAnotherToken",
       tokenizer("/post_processor", json::parse(R"({"type": "TemplateProcessing",
                   "single": [{"SpecialToken": {"id": "</s>"}}, {"Sequence": {}}]})")),
       "GGUF cannot say that"},
      {"ChatTemplateIsANumber",
       [](LittleFolder& folder) { folder.tokenizerConfig["chat_template"] = 7; },
       "'chat_template'"},
      {"ChatTemplateWithoutName",
       [](LittleFolder& folder) {
         folder.tokenizerConfig["chat_template"] = json::parse(R"([{"template": "x"}])");
       },
       "has no name"},
      {"AddedDecoderIdIsText",
       [](LittleFolder& folder) {
         folder.tokenizerConfig["added_tokens_decoder"] = {{"x", json::object()}};
       },
       "'added_tokens_decoder'"},
  };
}

std::vector<HostileFolder> allFolders() {
  std::vector<HostileFolder> all = configFolders();
  for (auto& folders : {tensorFolders(), tokenizerFolders()}) {
    all.insert(all.end(), folders.begin(), folders.end());
  }
  return all;
}

std::string sentenceOf(const test::TemporaryFolder& folder, const test::TemporaryFolder& out) {
  std::string sentence;
  const std::clock_t start = std::clock();
  try {
    (void)convert(folder.path(), out / "out.gguf", {});
  } catch (const Error& error) {
    sentence = error.sentence();
    EXPECT_FALSE(error.context().empty());
  }
  EXPECT_LT(double(std::clock() - start) / CLOCKS_PER_SEC, 1.0);
  EXPECT_TRUE(std::filesystem::is_empty(out.path()));
  return sentence;
}

class HostileFolders : public testing::TestWithParam<HostileFolder> {};

TEST_P(HostileFolders, ConvertingSaysWhatIsWrong) {
  const test::TemporaryFolder folder;
  const test::TemporaryFolder out;
  LittleFolder little;
  GetParam().change(little);
  little.write(folder);
  EXPECT_THAT(sentenceOf(folder, out), HasSubstr(GetParam().words));
}

INSTANTIATE_TEST_SUITE_P(Cases, HostileFolders, testing::ValuesIn(allFolders()),
                         [](const auto& instance) { return instance.param.name; });

TEST(HostileFiles, AnyFileMayBeMissingOrDamaged) {
  const test::TemporaryFolder folder;
  const test::TemporaryFolder out;
  std::string deep;
  for (int i = 0; i < 1'000'000; ++i) deep += "{\"a\":";
  LittleFolder().write(folder);
  for (const char* file : {"tokenizer.json", "config.json"}) {
    const std::string whole = test::readFile(folder / file);
    for (const std::string& bytes : {std::string(), whole.substr(0, whole.size() / 2), deep,
                                     std::string("[1,2]"), std::string("{}")}) {
      folder.write(file, bytes);
      EXPECT_NE(sentenceOf(folder, out), "") << file;
    }
    folder.write(file, whole);
  }
  std::filesystem::remove(folder / "tokenizer.json");
  EXPECT_THAT(sentenceOf(folder, out), HasSubstr("no tokenizer"));
}

}  // namespace
}  // namespace alcove::convert
