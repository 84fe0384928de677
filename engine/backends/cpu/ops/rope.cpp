// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/rope.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "backends/cpu/cpu_op_table.h"

namespace alcove::backends::cpu {
namespace {

// Cosines and sines of every token's angles, [tokens, ropeDim / 2] each, made once per run for all
// layers that turn by the same frequencies.
struct RopeTable {
  Buffer cosines, sines;
  std::vector<std::uint32_t> rows;  // 0, 1, 2 …: token t reads row t
};

// Gradients turn back.
void planTable(PlanContext& context, RopeTable& table, bool back) {
  const auto a = context.node().attributes.as<ops::RopeAttributes>();
  const bool switches = context.node().inputCount > 2;
  const Value frequencies = context.input(1), longOnes = context.input(switches ? 2 : 1);
  const std::int64_t tokens = context.output().desc.shape.rows();
  const std::int64_t half = frequencies.desc.shape.values();
  table.cosines = context.bufferForRun(std::size_t(tokens * half) * sizeof(float));
  table.sines = context.bufferForRun(std::size_t(tokens * half) * sizeof(float));
  table.rows.resize(std::size_t(tokens));
  std::iota(table.rows.begin(), table.rows.end(), 0u);
  const auto run = [cosines = table.cosines, sines = table.sines, frequencies, longOnes, a, tokens,
                    half, switches, back](const StepContext& c) {
    std::vector<bool> isLong;
    if (switches) isLong = ops::tokensOfLongSequences(c.batch, a.switchTokens);
    const auto [begin, end] = c.units;
    for (std::int64_t t = begin; t < end; ++t) {
      const Value& chosen = switches && isLong[std::size_t(t)] ? longOnes : frequencies;
      const float* frequency = chosen.row(0);
      for (std::int64_t i = 0; i < half; ++i) {
        // The product is rounded to float32, as in the frameworks that models are trained with.
        const double angle = float(c.batch.positions[std::size_t(t)]) * frequency[i];
        cosines.floats()[t * half + i] = float(std::cos(angle) * a.magnitude);
        sines.floats()[t * half + i] = float(std::sin(back ? -angle : angle) * a.magnitude);
      }
    }
  };
  context.step({run, Split::Rows, tokens, {table.cosines.write(), table.sines.write()}});
}

void plan(PlanContext& context, bool back) {
  const Value x = context.input(0), y = context.output();
  const auto a = context.node().attributes.as<ops::RopeAttributes>();
  const auto table = context.sharedState<RopeTable>(fmt::format(
      "rope:{}:{}:{}", static_cast<const void*>(context.input(1).weight), a.magnitude, back));
  if (table->rows.empty()) planTable(context, *table, back);

  kernels::cpu::RopeArgs args;
  args.tokenStride = std::size_t(y.desc.shape.columns());
  args.heads = std::size_t(y.desc.shape.columns() / a.headDim);
  args.headDim = std::size_t(a.headDim);
  args.ropeDim = std::size_t(a.ropeDim);
  args.pairing = a.pairing == ops::RopePairing::Interleaved ? kernels::cpu::RopePairing::Interleaved
                                                            : kernels::cpu::RopePairing::HalfSplit;
  const auto run = [x, y, args, table, rope = context.kernels().rope](const StepContext& c) {
    const auto [begin, end] = c.units;
    std::copy(x.row(begin), x.row(end), y.row(begin));
    kernels::cpu::RopeArgs part = args;
    part.values = y.buffer.floats();
    part.cosines = table->cosines.floats();
    part.sines = table->sines.floats();
    part.positions = table->rows.data();
    part.tokenBegin = std::size_t(begin);
    part.tokenEnd = std::size_t(end);
    rope(part);
  };
  context.step({run,
                Split::Rows,
                y.desc.shape.rows(),
                {x.buffer.read(), table->cosines.read(), table->sines.read(), y.buffer.write()}});
}

}  // namespace

void planRope(PlanContext& context) { plan(context, false); }
void planRopeBack(PlanContext& context) { plan(context, true); }

}  // namespace alcove::backends::cpu
