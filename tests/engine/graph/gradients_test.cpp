// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "graph/gradients.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "engine/graph/differentiated.h"
#include "graph/reference_executor.h"
#include "ops/add.h"
#include "ops/matmul.h"
#include "ops/silu_mul.h"
#include "ops/training/adapted_norm.h"
#include "ops/training/slice_columns.h"
#include "ops/training/sum_rows.h"
#include "ops/training/training_op_table.h"

namespace alcove::graph {
namespace {

using test::GradientCase;

// Half of a central difference's distance. Differences of fourth order: what is left of their error
// and of the outputs' float rounding is far below the tolerance.
constexpr double kStep = 1.0 / 64;
constexpr double kTolerance = 5e-4;  // of the largest of an input's gradients

// A case that is run by the reference, forward and back.
struct Differentiated : test::Differentiated {
  using test::Differentiated::Differentiated;

  // Σ seed · output
  double loss() {
    std::vector<float> output(seedValues.size());
    std::vector<std::span<const float>> inputs(values.begin(), values.end());
    const std::span<float> outputs[] = {output};
    runReference(forward, gradientCase.batch(), inputs, outputs);
    double sum = 0;
    for (std::size_t i = 0; i < output.size(); ++i) sum += double(output[i]) * seedValues[i];
    return sum;
  }

  double difference(float& value) {
    const float kept = value;
    const auto at = [&](double steps) {
      value = kept + float(steps * kStep);
      return loss();
    };
    const double slope = (8 * (at(1) - at(-1)) - (at(2) - at(-2))) / (12 * kStep);
    value = kept;
    return slope;
  }

  std::vector<std::vector<float>> gradients() {
    std::vector<std::vector<float>> results;
    for (const auto& input : values) results.emplace_back(input.size(), NAN);
    std::vector<std::span<const float>> inputs(values.begin(), values.end());
    inputs.emplace_back(seedValues);
    runReference(both, gradientCase.batch(), inputs,
                 std::vector<std::span<float>>(results.begin(), results.end()));
    return results;
  }
};

TEST(Gradients, AgreeWithFiniteDifferences) {
  for (GradientCase& c : test::makeGradientCases()) {
    SCOPED_TRACE(c.name);
    Differentiated d(c);
    const auto gradients = d.gradients();
    for (std::size_t input = 0; input < d.values.size(); ++input) {
      std::vector<double> expected;
      const std::size_t columns = std::size_t(d.varying[input]->shape.columns());
      for (std::size_t i = 0; i < d.values[input].size(); ++i)
        expected.push_back(
            i % columns < d.varying[input]->fixedPart ? 0 : d.difference(d.values[input][i]));
      double largest = 0;
      for (const double value : expected) largest = std::max(largest, std::abs(value));
      ASSERT_GT(largest, 0);
      for (std::size_t i = 0; i < expected.size(); ++i)
        EXPECT_NEAR(gradients[input][i], expected[i], kTolerance * std::max(largest, 0.1))
            << "value " << i << " of input " << input;
    }
  }
}

TEST(Gradients, EveryOpIsTestedOrSaysWhyNot) {
  const std::map<const ops::Op*, const char*> untested = {
      {&ops::kAdaptedNorm, "DoRA takes the norm as a constant"},
      {&ops::kSliceColumns, "stands in gradients only, which are not differentiated"},
      {&ops::kSumRows, "stands in gradients only, which are not differentiated"},
  };
  const auto cases = test::makeGradientCases();
  for (const auto table : {ops::opTable(), ops::trainingOpTable()}) {
    for (const ops::Op* op : table) {
      const bool tested =
          std::ranges::any_of(cases, [&](const GradientCase& c) { return &c.op == op; });
      EXPECT_NE(tested, untested.contains(op)) << op->name << " needs a case or a reason, not both";
      EXPECT_TRUE(op->gradient || untested.contains(op)) << op->name;
    }
  }
}

TEST(Gradients, AddUpWhereAValueIsReadSeveralTimes) {
  // y = silu(x) · x + x: dy/dx = silu'(x) · x + silu(x) + 1.
  Builder builder({});
  const NodeId x = builder.input({&quant::kF32, {1, 1}});
  const NodeId y = builder.apply(ops::kAdd, {builder.apply(ops::kSiluMul, {x, x}), x});
  const NodeId seed = builder.input(builder.desc(y));
  const NodeId wanted[] = {x};
  const Graph graph = builder.finish(addGradients(builder, y, seed, wanted));
  const float value = 0.7f, one = 1;
  float result = 0;
  const std::span<const float> inputs[] = {{&value, 1}, {&one, 1}};
  const std::span<float> outputs[] = {{&result, 1}};
  runReference(graph, {}, inputs, outputs);
  const double sigmoid = 1 / (1 + std::exp(-0.7)), silu = 0.7 * sigmoid;
  const double slope = sigmoid * (1 + 0.7 * (1 - sigmoid));
  EXPECT_NEAR(result, slope * 0.7 + silu + 1, 1e-6);
}

TEST(Gradients, HaveNodesOfTheirOwnAndNoneWithoutAPath) {
  Builder builder({});
  const NodeId a = builder.input({&quant::kF32, {2, 2}});
  const NodeId b = builder.input({&quant::kF32, {2, 2}});
  const NodeId unused = builder.input({&quant::kF32, {2, 2}});
  const NodeId y = builder.apply(ops::kAdd, {a, b});
  const NodeId seed = builder.input(builder.desc(y));
  const NodeId wanted[] = {a, b, unused};
  const std::vector<NodeId> ids = addGradients(builder, y, seed, wanted);
  EXPECT_EQ(ids[2], -1);
  EXPECT_NE(ids[0], ids[1]);
  EXPECT_NE(ids[0], seed);
  EXPECT_NE(ids[1], seed);
}

TEST(Gradients, BuildNothingForFrozenWeights) {
  const float values[4] = {};
  const Weight frozen{"w", {&quant::kF32, {2, 2}}, reinterpret_cast<const std::byte*>(values)};
  Builder builder({});
  const NodeId x = builder.input({&quant::kF32, {1, 2}});
  const NodeId y =
      builder.apply(ops::kMatmul, {x, builder.weight(frozen)}, ops::MatmulAttributes{});
  const NodeId seed = builder.input(builder.desc(y));
  const NodeId wanted[] = {x};
  const std::size_t before = builder.nodes().size();
  EXPECT_GE(addGradients(builder, y, seed, wanted)[0], 0);
  for (const Node& node : builder.nodes().subspan(before))
    EXPECT_NE(node.op, &ops::kMatmulWeightGradient);
  EXPECT_EQ(builder.nodes().size(), before + 1);
}

}  // namespace
}  // namespace alcove::graph
