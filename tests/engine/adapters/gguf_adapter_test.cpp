// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "adapters/gguf_adapter.h"

#include <alcove/error.h>
#include <gtest/gtest.h>

#include <cmath>

#include "formats/gguf_file.h"
#include "formats/gguf_writer.h"
#include "support/family_models.h"
#include "support/temporary_folder.h"

namespace alcove::adapters {
namespace {

struct Matrix {
  std::string name;
  std::uint64_t columns, rows;
  float value = 0.5f;
};

class GgufAdapter : public testing::Test {
 protected:
  GgufAdapter()
      : m_base(formats::GgufFile::open(
            m_folder.write("base.gguf", test::littleModelOf("qwen2").build()))),
        m_layer(m_base.byTensor("blk.0.attn_q.weight")) {}

  std::uint64_t inputs() const { return std::uint64_t(m_layer->shape.columns()); }
  std::uint64_t outputs() const { return std::uint64_t(m_layer->shape.rows()); }
  std::vector<Matrix> good() const {
    return {{"blk.0.attn_q.weight.lora_a", inputs(), 4},
            {"blk.0.attn_q.weight.lora_b", 4, outputs()}};
  }

  LoraAdapter read(const std::vector<Matrix>& matrices, const char* architecture = "qwen2",
                   const char* type = "adapter", const char* kind = "lora", float alpha = 8) {
    const auto path = m_folder / "adapter.gguf";
    formats::GgufWriter writer(path);
    writer.setString("general.architecture", architecture);
    writer.setString("general.type", type);
    writer.setString("adapter.type", kind);
    writer.setFloat32("adapter.lora.alpha", alpha);
    for (const Matrix& matrix : matrices) {
      const std::uint64_t dims[] = {matrix.columns, matrix.rows};
      // As ggml does it.
      writer.addTensor(matrix.name, quant::kF32, std::span(dims).first(matrix.rows == 1 ? 1 : 2));
    }
    writer.beginData();
    for (const Matrix& matrix : matrices) {
      const std::vector<float> values(matrix.columns * matrix.rows, matrix.value);
      writer.write(std::as_bytes(std::span(values)));
    }
    writer.commit();
    return readGgufAdapter(path, m_base);
  }
  template <class... Rest>
  std::string refusal(const std::vector<Matrix>& matrices, Rest... rest) {
    try {
      (void)read(matrices, rest...);
    } catch (const Error& error) {
      return error.sentence();
    }
    return "nothing";
  }

  test::TemporaryFolder m_folder;
  BaseLayers m_base;
  const ModelTensor* m_layer;
};

TEST_F(GgufAdapter, ScaleIsAlphaOverRank) {
  EXPECT_EQ(read(good()).layers.at(0).scale, 2);
  EXPECT_EQ(read(good(), "qwen2", "adapter", "lora", 0).layers.at(0).scale, 1);
}

TEST_F(GgufAdapter, MayHaveTheRankOne) {
  auto matrices = good();
  matrices[0].rows = matrices[1].columns = 1;
  const LoraAdapter adapter = read(matrices);
  EXPECT_EQ(adapter.layers.at(0).rank, 1);
  EXPECT_EQ(adapter.layers.at(0).b.size(), outputs());
}

TEST_F(GgufAdapter, IsRefusedWhereItIsForSomethingElse) {
  EXPECT_NE(refusal(good(), "llama").find("architecture 'llama'"), std::string::npos);
  EXPECT_NE(refusal(good(), "qwen2", "model").find("a model and no adapter"), std::string::npos);
  EXPECT_NE(refusal(good(), "qwen2", "adapter", "control_vector").find("'control_vector'"),
            std::string::npos);
  EXPECT_NE(refusal({{"blk.9.attn_q.weight.lora_a", 4, 4}, {"blk.9.attn_q.weight.lora_b", 4, 4}})
                .find("no linear layer"),
            std::string::npos);
  EXPECT_NE(refusal({{"blk.0.attn_norm.weight", 4, 4}}).find("no part"), std::string::npos);
  EXPECT_NE(refusal({{"output.weight.lora_a", inputs(), 4}, {"output.weight.lora_b", 4, 8}})
                .find("no linear layer"),
            std::string::npos);
}

TEST_F(GgufAdapter, IsRefusedWhereShapesDoNotFit) {
  auto matrices = good();
  matrices.pop_back();
  EXPECT_NE(refusal(matrices).find("lacks one"), std::string::npos);
  matrices = good();
  matrices[1].columns = 3;
  EXPECT_NE(refusal(matrices).find("ranks do not fit"), std::string::npos);
  matrices = good();
  matrices[0].columns += 1;
  EXPECT_NE(refusal(matrices).find("but the layer of this model has"), std::string::npos);
  matrices = good();
  matrices[1].rows -= 1;
  EXPECT_NE(refusal(matrices).find("but the layer of this model has"), std::string::npos);
  EXPECT_NE(refusal({}).find("adapts no layer"), std::string::npos);
}

TEST_F(GgufAdapter, IsRefusedWithNumbersThatAreNone) {
  auto matrices = good();
  matrices[1].value = NAN;
  EXPECT_NE(refusal(matrices).find("not a number"), std::string::npos);
  EXPECT_NE(refusal(good(), "qwen2", "adapter", "lora", INFINITY).find("not a number"),
            std::string::npos);
}

}  // namespace
}  // namespace alcove::adapters
