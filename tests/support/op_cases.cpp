// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "ops/add.h"
#include "ops/embedding.h"
#include "ops/gelu.h"
#include "ops/layer_norm.h"
#include "ops/matmul.h"
#include "ops/paged_attention.h"
#include "ops/rms_norm.h"
#include "ops/rope.h"
#include "ops/scale.h"
#include "ops/select_rows.h"
#include "ops/silu_mul.h"
#include "ops/soft_cap.h"
#include "support/op_case.h"

namespace alcove::test {
namespace {

using Cases = std::vector<std::unique_ptr<OpCase>>;

void addElementwise(Cases& cases) {
  for (const auto& [rows, columns] : {std::pair{1, 8}, {3, 33}, {17, 576}, {2, 1}}) {
    const auto start = [&](const char* op) -> OpCase& {
      return *cases.emplace_back(
          std::make_unique<OpCase>(fmt::format("{} {}x{}", op, rows, columns)));
    };
    OpCase& add = start("add");
    setOp(add, ops::kAdd, {&add.add({rows, columns}), &add.add({rows, columns})}, NoAttributes{});
    OpCase& silu = start("silu_mul");
    setOp(silu, ops::kSiluMul,
          {&silu.add({rows, columns}, quant::kF32, 4), &silu.add({rows, columns})}, NoAttributes{});
    for (const auto kind : {ops::GeluKind::Exact, ops::GeluKind::Tanh}) {
      OpCase& gelu = start("gelu");
      setOp(gelu, ops::kGelu, {&gelu.add({rows, columns}, quant::kF32, 3)},
            ops::GeluAttributes{kind});
      OpCase& gated = start("gelu gated");
      setOp(gated, ops::kGelu,
            {&gated.add({rows, columns}, quant::kF32, 3), &gated.add({rows, columns})},
            ops::GeluAttributes{kind});
    }
    OpCase& cap = start("soft_cap");
    setOp(cap, ops::kSoftCap, {&cap.add({rows, columns}, quant::kF32, 9)},
          ops::SoftCapAttributes{7});
    OpCase& scale = start("scale");
    setOp(scale, ops::kScale, {&scale.add({rows, columns})}, ops::ScaleAttributes{-2.5f});
    OpCase& layerNorm = start("layer_norm");
    setOp(layerNorm, ops::kLayerNorm, {&layerNorm.add({rows, columns}), &layerNorm.add({columns})},
          ops::LayerNormAttributes{0.01f});
    OpCase& biased = start("layer_norm with bias");
    setOp(biased, ops::kLayerNorm,
          {&biased.add({rows, columns}), &biased.add({columns}), &biased.add({columns})},
          ops::LayerNormAttributes{1e-5f});
    OpCase& heads = start("rms_norm of 3 heads");
    setOp(heads, ops::kRmsNorm, {&heads.add({rows, 3 * columns}), &heads.add({columns})},
          ops::RmsNormAttributes{1e-6f});
    OpCase& norm = start("rms_norm");
    setOp(norm, ops::kRmsNorm, {&norm.add({rows, columns}), &norm.add({columns})},
          ops::RmsNormAttributes{0.01f});
    OpCase& select = start("select_rows");
    select.setOutputs({0, std::uint32_t(rows - 1)});
    setOp(select, ops::kSelectRows, {&select.add({rows, columns})}, NoAttributes{});
  }
}

void addMatmul(Cases& cases) {
  struct Size {
    int tokens, rows, columns;
  };
  for (const Size& s :
       {Size{1, 16, 256}, {1, 49, 256}, {3, 17, 512}, {8, 64, 256}, {33, 100, 768}, {40, 5, 256}}) {
    for (const quant::BlockType* type : quant::blockTypes()) {
      for (const bool bias : {false, true}) {
        auto c = std::make_unique<OpCase>(fmt::format("matmul {} {}x{}x{}{}", type->name, s.tokens,
                                                      s.rows, s.columns, bias ? " bias" : ""));
        const graph::Weight& x = c->add({s.tokens, s.columns});
        const graph::Weight& weight = type->encode ? c->add({s.rows, s.columns}, *type)
                                                   : c->addBlocks({s.rows, s.columns}, *type);
        if (bias)
          setOp(*c, ops::kMatmul, {&x, &weight, &c->add({s.rows})}, ops::MatmulAttributes{true});
        else
          setOp(*c, ops::kMatmul, {&x, &weight}, ops::MatmulAttributes{});
        cases.push_back(std::move(c));
      }
    }
  }
}

void addEmbedding(Cases& cases) {
  for (const quant::BlockType* type : quant::blockTypes()) {
    for (const auto rows : {ops::EmbeddingRows::Tokens, ops::EmbeddingRows::Positions}) {
      auto c = std::make_unique<OpCase>(fmt::format("embedding {} rows {}", type->name, int(rows)));
      c->setTokens({0, 36, 5, 5, 17});
      const graph::Weight& table =
          type->encode ? c->add({37, 256}, *type) : c->addBlocks({37, 256}, *type);
      c->setPositions({36, 0, 1, 2, 3});
      setOp(*c, ops::kEmbedding, {&table}, ops::EmbeddingAttributes{rows});
      cases.push_back(std::move(c));
    }
  }
}

void addRope(Cases& cases) {
  struct Size {
    int heads, headDim, ropeDim;
  };
  for (const Size& s : {Size{1, 32, 32}, {9, 64, 64}, {3, 80, 32}, {2, 12, 8}, {4, 128, 128}}) {
    for (const auto pairing : {ops::RopePairing::Interleaved, ops::RopePairing::HalfSplit}) {
      auto c = std::make_unique<OpCase>(
          fmt::format("rope {}x{} of {} pairing {}", s.heads, s.ropeDim, s.headDim, int(pairing)));
      c->setPositions({0, 1, 7, 100, 4095});
      setOp(*c, ops::kRope, {&c->add({5, s.heads * s.headDim}), &c->add({s.ropeDim / 2})},
            ops::RopeAttributes{s.headDim, s.ropeDim, 1.25f, pairing});
      cases.push_back(std::move(c));
    }
  }
}

// Sequences on both sides of the length from which the second frequencies count.
void addLongRope(Cases& cases) {
  auto c = std::make_unique<OpCase>("rope by the sequences' lengths");
  c->setSequences({1, 1, 64, 64, 32, &quant::kF32}, {{0, 40}, {39, 1}, {60, 7}});
  const std::int64_t tokens = c->shape().tokens;
  setOp(*c, ops::kRope, {&c->add({tokens, 128}), &c->add({24}), &c->add({24})},
        ops::RopeAttributes{64, 48, 1.5f, ops::RopePairing::HalfSplit, 40});
  cases.push_back(std::move(c));
}

struct AttentionSize {
  std::uint32_t kvHeads, ratio, keyDim, valueDim;
  std::int32_t window;
  float softCap;
  std::vector<std::pair<std::uint32_t, std::uint32_t>> sequences;
  bool causal = true;
};

// The pairs of types that heads of these sizes can have in the cache.
std::vector<std::pair<const quant::BlockType*, const quant::BlockType*>> cacheTypes(
    std::uint32_t keyDim, std::uint32_t valueDim) {
  const auto all = {&quant::kF16, &quant::kF32, &quant::kQ8_0, &quant::kQ4_0};
  std::vector<std::pair<const quant::BlockType*, const quant::BlockType*>> pairs;
  for (const quant::BlockType* keys : all)
    for (const quant::BlockType* values : all)
      if (keyDim % keys->blockValues == 0 && valueDim % values->blockValues == 0)
        pairs.emplace_back(keys, values);
  return pairs;
}

void addAttention(Cases& cases) {
  const std::vector<AttentionSize> sizes = {
      {1, 1, 32, 32, 0, 0, {{0, 1}}},
      {3, 3, 64, 64, 0, 0, {{0, 40}}},
      {3, 3, 64, 64, 0, 0, {{517, 1}}},
      {2, 4, 80, 80, 0, 0, {{30, 5}, {0, 33}, {100, 1}}},
      {1, 16, 128, 128, 0, 0, {{63, 2}, {64, 1}}},
      {4, 2, 96, 64, 16, 0, {{70, 9}, {3, 1}}},
      {1, 8, 256, 256, 0, 30, {{300, 3}}},
      {1, 71, 64, 64, 0, 0, {{40, 5}, {9, 1}}},
      {2, 1, 12, 20, 0, 0, {{10, 3}}},
      {5, 1, 64, 64, 0, 0, {{1023, 1}, {5, 1}}},
      {2, 2, 32, 32, 0, 0, {{0, 1}, {0, 7}, {0, 90}}, false},
      {3, 1, 64, 40, 0, 20, {{0, 33}, {0, 2}}, false},
      {2, 1, 12, 20, 0, 0, {{0, 5}}, false},
      {2, 4, 128, 96, 24, 9, {{50, 40}, {7, 1}, {0, 21}}},
      {1, 11, 96, 128, 0, 0, {{20, 17}, {40, 3}}},
  };
  for (const AttentionSize& s : sizes) {
    for (const auto& [keys, values] : cacheTypes(s.keyDim, s.valueDim)) {
      auto c = std::make_unique<OpCase>(fmt::format(
          "paged_attention {}/{} {}x{} dims {}/{} window {}{}", keys->name, values->name, s.kvHeads,
          s.ratio, s.keyDim, s.valueDim, s.window, s.causal ? "" : " both ways"));
      c->setSequences({2, s.kvHeads, s.keyDim, s.valueDim, 32, keys, values}, s.sequences);
      const std::int64_t tokens = c->shape().tokens;
      const std::uint32_t heads = s.kvHeads * s.ratio;
      setOp(*c, ops::kPagedAttention,
            {&c->add({tokens, heads * s.keyDim}), &c->add({tokens, s.kvHeads * s.keyDim}),
             &c->add({tokens, s.kvHeads * s.valueDim})},
            ops::PagedAttentionAttributes{1, std::int32_t(heads), 0.125f, s.window, s.softCap,
                                          s.causal});
      cases.push_back(std::move(c));
    }
  }
}

// The same sizes with one more score for each head.
void addSinks(Cases& cases) {
  for (const std::int32_t window : {0, 16}) {
    for (const auto& [start, count] : {std::pair{0u, 40u}, {517u, 1u}, {30u, 5u}}) {
      auto c = std::make_unique<OpCase>(
          fmt::format("paged_attention sinks {}+{} window {}", start, count, window));
      c->setSequences({1, 2, 64, 64, 32, &quant::kF16, &quant::kF16}, {{start, count}, {3, 2}});
      const std::int64_t tokens = c->shape().tokens;
      setOp(*c, ops::kPagedAttention,
            {&c->add({tokens, 6 * 64}), &c->add({tokens, 2 * 64}), &c->add({tokens, 2 * 64}),
             &c->add({6}, quant::kF32, 3)},
            ops::PagedAttentionAttributes{0, 6, 0.125f, window, 0});
      cases.push_back(std::move(c));
    }
  }
}

}  // namespace

Cases makeOpCases() {
  Cases cases;
  addElementwise(cases);
  addExpertCases(cases);
  addMatmul(cases);
  addEmbedding(cases);
  addRope(cases);
  addLongRope(cases);
  addAttention(cases);
  addSinks(cases);
  return cases;
}

}  // namespace alcove::test
