// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <limits>

#include "engine/graph/gradient_case.h"
#include "ops/add.h"
#include "ops/clamp.h"
#include "ops/clamped_swiglu.h"
#include "ops/embedding.h"
#include "ops/gelu.h"
#include "ops/layer_norm.h"
#include "ops/matmul.h"
#include "ops/rms_norm.h"
#include "ops/rope.h"
#include "ops/scale.h"
#include "ops/select_rows.h"
#include "ops/sigmoid_mul.h"
#include "ops/silu_mul.h"
#include "ops/soft_cap.h"
#include "ops/training/cross_entropy.h"
#include "ops/training/rescale_columns.h"

namespace alcove::test {
namespace {

using Cases = std::deque<GradientCase>;

void addElementwise(Cases& cases) {
  for (const ops::Shape& shape : {ops::Shape{1, 1}, ops::Shape{3, 7}}) {
    const auto start = [&](const char* name, const ops::Op& op, const auto& attributes) -> auto& {
      return cases.emplace_back(fmt::format("{} {}", name, shape.values()), op, attributes);
    };
    GradientCase& add = cases.emplace_back("add", ops::kAdd);
    add.add(shape);
    add.add(shape);
    GradientCase& silu = cases.emplace_back("silu_mul", ops::kSiluMul);
    silu.add(shape, 3);
    silu.add(shape);
    start("scale", ops::kScale, ops::ScaleAttributes{-2.5f}).add(shape);
    start("clamp", ops::kClamp, ops::ClampAttributes{-0.5f, 1}).addApart(shape);
    start("clamp above", ops::kClamp,
          ops::ClampAttributes{-std::numeric_limits<float>::infinity(), 1})
        .addApart(shape);
    start("soft_cap", ops::kSoftCap, ops::SoftCapAttributes{2}).add(shape, 2);
    GradientCase& swiglu =
        start("clamped_swiglu", ops::kClampedSwiglu, ops::ClampedSwigluAttributes{1.7f, 1});
    swiglu.addApart(shape);
    swiglu.addApart(shape);
    for (const auto kind : {ops::GeluKind::Exact, ops::GeluKind::Tanh}) {
      start("gelu", ops::kGelu, ops::GeluAttributes{kind}).add(shape, 2);
      GradientCase& gated = start("gelu gated", ops::kGelu, ops::GeluAttributes{kind});
      gated.add(shape, 2);
      gated.add(shape);
    }
  }
  GradientCase& gate = cases.emplace_back("sigmoid_mul", ops::kSigmoidMul);
  gate.add({3, 5});
  gate.add({3, 1}, 2);
}

void addNorms(Cases& cases) {
  for (const std::int64_t groups : {1, 3}) {
    GradientCase& c = cases.emplace_back(fmt::format("rms_norm, {} groups", groups), ops::kRmsNorm,
                                         ops::RmsNormAttributes{0.01f});
    c.add({3, groups * 5});
    c.add({5});
  }
  for (const bool bias : {false, true}) {
    GradientCase& c = cases.emplace_back(fmt::format("layer_norm, bias {}", bias), ops::kLayerNorm,
                                         ops::LayerNormAttributes{0.01f});
    c.add({3, 7});
    c.add({7});
    if (bias) c.add({7});
  }
}

void addMatmuls(Cases& cases) {
  for (const bool bias : {false, true}) {
    GradientCase& c = cases.emplace_back(fmt::format("matmul, bias {}", bias), ops::kMatmul,
                                         ops::MatmulAttributes{bias});
    c.add({3, 5});
    c.add({4, 5});
    if (bias) c.add({4});
  }
  for (const quant::BlockType* type : {&quant::kQ8_0, &quant::kQ4_0, &quant::kF16}) {
    GradientCase& c = cases.emplace_back(fmt::format("matmul, {} frozen", type->name), ops::kMatmul,
                                         ops::MatmulAttributes{});
    c.add({3, 64});
    c.addConstant({5, 64}, *type);
  }
  for (const bool bias : {false, true}) {
    GradientCase& c =
        cases.emplace_back(fmt::format("rescale_columns, bias {}", bias), ops::kRescaleColumns);
    c.add({3, 4});
    c.add({4});
    c.addValues({4}, {0.5f, 1.5f, 2, 3}).varies = false;
    if (bias) c.add({4});
  }
}

void addRows(Cases& cases) {
  for (const auto rows : {ops::EmbeddingRows::Tokens, ops::EmbeddingRows::Positions}) {
    GradientCase& c =
        cases.emplace_back("embedding", ops::kEmbedding, ops::EmbeddingAttributes{rows});
    c.add({6, 3});
    c.tokens = {5, 2, 5, 0};
    c.positions = {0, 1, 2, 3};
  }
  GradientCase& select = cases.emplace_back("select_rows", ops::kSelectRows);
  select.add({5, 3});
  select.tokens = {0, 0, 0, 0, 0};
  select.outputs = {1, 4};
}

void addRopes(Cases& cases) {
  for (const auto pairing : {ops::RopePairing::Interleaved, ops::RopePairing::HalfSplit}) {
    for (const bool longer : {false, true}) {
      GradientCase& c = cases.emplace_back(fmt::format("rope {} {}", int(pairing), longer),
                                           ops::kRope, ops::RopeAttributes{6, 4, 1.3f, pairing, 3});
      c.setSequences({4, 2}, 1, 6, 6);
      c.add({6, 12});
      c.addValues({2}, {0.7f, 0.1f}).varies = false;
      if (longer) c.addValues({2}, {0.3f, 0.2f}).varies = false;
    }
  }
}

void addLosses(Cases& cases) {
  for (const float cap : {0.0f, 1.5f}) {
    for (const bool bias : {false, true}) {
      GradientCase& c =
          cases.emplace_back(fmt::format("cross_entropy, cap {}, bias {}", cap, bias),
                             ops::kCrossEntropy, ops::CrossEntropyAttributes{cap, bias});
      c.add({3, 5});
      c.add({7, 5});
      if (bias) c.add({7});
      c.outputs = {0, 1, 2};
      c.targets = {6, 0, 3};
    }
  }
  GradientCase& c = cases.emplace_back("cross_entropy, Q8_0 frozen", ops::kCrossEntropy,
                                       ops::CrossEntropyAttributes{});
  c.add({2, 32}, 0.3f);
  c.addConstant({9, 32}, quant::kQ8_0);
  c.outputs = {0, 1};
  c.targets = {8, 4};
}

}  // namespace

std::deque<GradientCase> makeGradientCases() {
  Cases cases;
  addElementwise(cases);
  addNorms(cases);
  addMatmuls(cases);
  addRows(cases);
  addRopes(cases);
  addLosses(cases);
  addAttentionGradientCases(cases);
  addExpertGradientCases(cases);
  return cases;
}

}  // namespace alcove::test
