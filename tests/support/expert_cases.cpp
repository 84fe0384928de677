// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <random>

#include "ops/clamp.h"
#include "ops/clamped_swiglu.h"
#include "ops/moe_combine.h"
#include "ops/moe_matmul.h"
#include "ops/moe_router.h"
#include "ops/sigmoid_mul.h"
#include "support/op_case.h"

namespace alcove::test {
namespace {

using Cases = std::vector<std::unique_ptr<OpCase>>;

OpCase& start(Cases& cases, std::string name) {
  return *cases.emplace_back(std::make_unique<OpCase>(std::move(name)));
}

struct Size {
  int tokens, experts, used, rows, columns;

  [[nodiscard]] std::string name() const {
    return fmt::format("{} tokens, {} of {} experts, {}x{}", tokens, used, experts, rows, columns);
  }
};

// Routes of a router with random scores.
const graph::Weight& addRoutes(OpCase& c, const Size& s) {
  std::mt19937 random(unsigned(s.tokens + s.experts));
  std::vector<float> routes;
  std::vector<float> experts(static_cast<std::size_t>(s.experts));
  for (int e = 0; e < s.experts; ++e) experts[std::size_t(e)] = float(e);
  for (int t = 0; t < s.tokens; ++t) {
    std::shuffle(experts.begin(), experts.end(), random);
    routes.insert(routes.end(), experts.begin(), experts.begin() + s.used);
    for (int i = 0; i < s.used; ++i) routes.push_back(float(i + 1) / float(s.used));
  }
  return c.addValues({s.tokens, 2 * s.used}, routes);
}

// `own`: x has a row for each expert of a token. Every type with one size; the paths that they
// take, with all sizes.
void addMatmul(Cases& cases, const Size& s, const quant::BlockType& type) {
  for (const bool bias : {false, true}) {
    for (const bool own : {false, true}) {
      OpCase& c = start(cases, fmt::format("moe_matmul {} {}{}{}", type.name, s.name(),
                                           bias ? " bias" : "", own ? " own rows" : ""));
      const graph::Weight& x = c.add({own ? s.tokens * s.used : s.tokens, s.columns});
      const ops::Shape shape{s.experts, s.rows, s.columns};
      const graph::Weight& weight = type.encode ? c.add(shape, type) : c.addBlocks(shape, type);
      const graph::Weight& routes = addRoutes(c, s);
      if (bias)
        setOp(c, ops::kMoeMatmul, {&x, &weight, &routes, &c.add({s.experts, s.rows})},
              ops::MoeMatmulAttributes{true});
      else
        setOp(c, ops::kMoeMatmul, {&x, &weight, &routes}, ops::MoeMatmulAttributes{});
    }
  }
}

}  // namespace

void addExpertCases(Cases& cases) {
  for (const Size& s : {Size{1, 4, 2, 16, 256},
                        {1, 1, 1, 7, 256},
                        {3, 8, 3, 49, 512},
                        {70, 2, 1, 33, 256},
                        {150, 3, 2, 20, 256},
                        {5, 6, 6, 1, 256}}) {
    for (const quant::BlockType* type : quant::blockTypes())
      if (s.tokens == 3 || type == &quant::kF16 || type == &quant::kQ4_K ||
          std::string_view(type->name) == "IQ3_S")
        addMatmul(cases, s, *type);
    OpCase& router = start(cases, "moe_router " + s.name());
    setOp(router, ops::kMoeRouter, {&router.add({s.tokens, s.experts}, quant::kF32, 3)},
          ops::MoeRouterAttributes{s.used, ops::RouterScoring::Softmax, true, 2});
    OpCase& combine = start(cases, "moe_combine " + s.name());
    const graph::Weight& x = combine.add({s.tokens * s.used, s.rows});
    setOp(combine, ops::kMoeCombine, {&x, &addRoutes(combine, s)}, NoAttributes{});
    OpCase& clamp = start(cases, "clamp " + s.name());
    setOp(clamp, ops::kClamp, {&clamp.add({s.tokens, s.rows})}, ops::ClampAttributes{-1, 0.5f});
    OpCase& swiglu = start(cases, "clamped_swiglu " + s.name());
    setOp(swiglu, ops::kClampedSwiglu,
          {&swiglu.add({s.tokens, s.rows}, quant::kF32, 5),
           &swiglu.add({s.tokens, s.rows}, quant::kF32, 5)},
          ops::ClampedSwigluAttributes{1.5f, 4});
    OpCase& sigmoid = start(cases, "sigmoid_mul " + s.name());
    setOp(sigmoid, ops::kSigmoidMul,
          {&sigmoid.add({s.tokens, s.rows}), &sigmoid.add({s.tokens, 1}, quant::kF32, 3)},
          NoAttributes{});
  }
}

}  // namespace alcove::test
