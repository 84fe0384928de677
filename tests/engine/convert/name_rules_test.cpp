// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "convert/name_rules.h"

#include <alcove/error.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstring>

#include "support/gguf_builder.h"
#include "support/temporary_folder.h"

namespace alcove::convert {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// A checkpoint of tensors [2], each filled with its place in the list.
class NameRules : public testing::Test {
 protected:
  void makeTensors(const std::vector<std::string>& names) {
    std::string header = "{";
    std::string data;
    for (std::size_t i = 0; i < names.size(); ++i) {
      header += (i == 0 ? "\"" : ",\"") + names[i] +
                R"(":{"dtype":"F32","shape":[2],"data_offsets":[)" + std::to_string(8 * i) + "," +
                std::to_string(8 * i + 8) + "]}";
      data += test::rawBytes(float(i)) + test::rawBytes(float(i));
    }
    header += "}";
    m_folder.write("model.safetensors",
                   test::rawBytes(std::uint64_t(header.size())) + header + data);
    m_checkpoint.emplace(formats::Checkpoint::open(m_folder.path()));
  }

  std::vector<OutputTensor> apply(std::span<const NameRule> rules) {
    std::vector<NamedTensor> named;
    for (const auto* tensor : m_checkpoint->tensors()) named.push_back({tensor->name, tensor});
    return applyRules(rules, named, *m_checkpoint, m_facts);
  }

  std::string sentence(std::span<const NameRule> rules) {
    try {
      (void)apply(rules);
    } catch (const Error& error) {
      return error.sentence();
    }
    return "nothing was thrown";
  }

  static std::vector<std::string> namesOf(const std::vector<OutputTensor>& tensors) {
    std::vector<std::string> names;
    for (const OutputTensor& tensor : tensors) names.push_back(tensor.name);
    return names;
  }

  test::TemporaryFolder m_folder;
  std::optional<formats::Checkpoint> m_checkpoint;
  ModelFacts m_facts{.layers = 2, .experts = 3};
};

TEST_F(NameRules, NamesLayerByLayer) {
  makeTensors({"layers.1.q", "layers.0.q", "embed", "layers.0.v", "layers.1.v", "inv_freq"});
  const NameRule rules[] = {{"layers.{L}.q", "blk.{L}.attn_q", keep},
                            {"layers.{L}.v", "blk.{L}.attn_v", keep},
                            {"inv_freq", "", keep},
                            {"embed", "token_embd", keep},
                            {"head", "output", keep, true}};
  EXPECT_THAT(namesOf(apply(rules)), ElementsAre("token_embd", "blk.0.attn_q", "blk.0.attn_v",
                                                 "blk.1.attn_q", "blk.1.attn_v"));
}

TEST_F(NameRules, OneNameMayBecomeTwoTensors) {
  makeTensors({"fused"});
  const NameRule rules[] = {{"fused", "a", keep}, {"fused", "b", keep}};
  EXPECT_THAT(namesOf(apply(rules)), ElementsAre("a", "b"));
}

TEST_F(NameRules, ExpertsOfALayerBecomeOneTensorInTheirOrder) {
  m_facts.layers = 1;
  m_facts.experts = 11;
  std::vector<std::string> names;
  for (int i = 0; i < 11; ++i) names.push_back("layers.0.experts." + std::to_string(i) + ".w");
  makeTensors(names);
  const NameRule rules[] = {{"layers.{L}.experts.{E}.w", "blk.{L}.exps", stackExperts}};
  const auto tensors = apply(rules);
  ASSERT_THAT(namesOf(tensors), ElementsAre("blk.0.exps"));
  EXPECT_THAT(tensors[0].dims, ElementsAre(2, 11));
  for (std::uint64_t row = 0; row < 11; ++row) {
    float values[2];
    tensors[0].readRow(row, values);
    EXPECT_EQ(values[0], float(row));
  }
}

TEST_F(NameRules, RefusesWhatDoesNotFit) {
  const NameRule rules[] = {{"layers.{L}.q", "blk.{L}.attn_q", keep},
                            {"layers.{L}.experts.{E}.w", "blk.{L}.exps", stackExperts, true}};
  makeTensors({"layers.0.q", "layers.1.q", "layers.2.q"});
  EXPECT_THAT(sentence(rules), HasSubstr("belongs to layer 2"));
  makeTensors({"layers.0.q", "layers.4294967296.q"});
  EXPECT_THAT(sentence(rules), HasSubstr("should not have"));
  makeTensors({"layers.0.q", "layers.01.q"});
  EXPECT_THAT(sentence(rules), HasSubstr("should not have"));
  makeTensors({"layers.0.q", "layers..q"});
  EXPECT_THAT(sentence(rules), HasSubstr("should not have"));
  makeTensors({"layers.0.q", "layers.1.q", "layers.1.q.extra"});
  EXPECT_THAT(sentence(rules), HasSubstr("'layers.1.q.extra'"));
  makeTensors({"layers.0.q"});
  EXPECT_THAT(sentence(rules), HasSubstr("lacks the tensor 'layers.1.q'"));
  makeTensors({"layers.0.q", "layers.1.q", "layers.0.experts.3.w"});
  EXPECT_THAT(sentence(rules), HasSubstr("belongs to expert 3"));
  makeTensors({"layers.0.q", "layers.1.q", "layers.0.experts.0.w", "layers.0.experts.2.w"});
  EXPECT_THAT(sentence(rules), HasSubstr("3 experts by its config.json, but only 2"));
}

}  // namespace
}  // namespace alcove::convert
