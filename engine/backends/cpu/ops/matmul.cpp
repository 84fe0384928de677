// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/matmul.h"

#include <fmt/format.h>

#include "backends/cpu/column_split.h"
#include "backends/cpu/cpu_op_table.h"
#include "cpu/matmul.h"

namespace alcove::backends::cpu {
namespace {

namespace kernel = kernels::cpu;

// The input quantised: made once, for all matmuls that read the same input in the same form.
Buffer quantizedInput(PlanContext& context, kernel::ValueType weights) {
  const Value x = context.input(0);
  const kernel::ActivationForm form = context.kernels().activationForm(
      weights, std::size_t(x.desc.shape.rows()), context.deterministic());
  Buffer& shared =
      context.shared(fmt::format("quantised:{}:{}", context.node().inputs[0], int(form)));
  if (shared.base) return shared;
  kernel::QuantizeArgs args;
  args.weights = weights;
  args.tokens = std::size_t(x.desc.shape.rows());
  args.columns = args.inputStride = std::size_t(x.desc.shape.columns());
  args.batchInvariant = context.deterministic();
  shared = context.bufferForInput(0, kernel::activationBytes(args.tokens, args.columns));
  const auto run = [x, args, buffer = shared,
                    quantize = context.kernels().quantizeActivations](const StepContext& c) {
    const auto [begin, end] = c.units;
    kernel::QuantizeArgs part = args;
    part.input = x.buffer.floats();
    part.activations = buffer.data();
    part.tokenBegin = std::size_t(begin);
    part.tokenEnd = std::size_t(end);
    quantize(part);
  };
  context.step({run, Split::Rows, x.desc.shape.rows(), {x.buffer.read(), shared.write()}});
  return shared;
}

Step packedMatmul(PlanContext& context, const PreparedWeight& weight) {
  const Buffer activations = quantizedInput(context, weight.type);
  const Value y = context.output();
  kernel::MatmulArgs args;
  args.type = weight.type;
  args.weights = weight.data;
  args.rows = args.outputStride = std::size_t(y.desc.shape.columns());
  args.columns = std::size_t(context.input(0).desc.shape.columns());
  args.tokens = args.tokenEnd = std::size_t(y.desc.shape.rows());
  args.batchInvariant = context.deterministic();
  context.needScratch(kernel::matmulScratchBytes(args.tokens, args.columns));
  const auto run = [y, args, activations, matmul = context.kernels().matmul](const StepContext& c) {
    const auto [begin, end] = groupsOf(y.desc.shape.columns(), c.units);
    kernel::MatmulArgs part = args;
    part.scratch = c.scratch;
    part.activations = activations.data();
    part.output = y.buffer.floats();
    part.groupBegin = std::size_t(begin);
    part.groupEnd = std::size_t(end);
    matmul(part);
  };
  return {run,
          Split::Columns,
          columnUnits(y.desc.shape.columns()),
          {activations.readWhole(), y.buffer.write()},
          false,
          kernel::packedBytes(args.type, args.rows, args.columns),
          leastUnitsFor(y.desc.shape.rows())};
}

// Float weights as they stand in the file.
Step floatMatmul(PlanContext& context, kernel::ValueType type) {
  const Value x = context.input(0), y = context.output();
  kernel::FloatMatmulArgs args;
  args.type = type;
  args.weights = context.input(1).weight->bytes;
  args.columns = args.inputStride = std::size_t(x.desc.shape.columns());
  args.outputStride = std::size_t(y.desc.shape.columns());
  args.tokenEnd = std::size_t(y.desc.shape.rows());
  const auto run = [x, y, args, matmul = context.kernels().matmulFloat](const StepContext& c) {
    const auto [begin, end] = columnsOf(y.desc.shape.columns(), c.units);
    kernel::FloatMatmulArgs part = args;
    part.input = x.buffer.floats();
    part.output = y.buffer.floats();
    part.rowBegin = std::size_t(begin);
    part.rowEnd = std::size_t(end);
    matmul(part);
  };
  return {run,
          Split::Columns,
          columnUnits(y.desc.shape.columns()),
          {x.buffer.readWhole(), y.buffer.write()},
          false,
          context.input(1).weight->desc.bytes(),
          leastUnitsFor(y.desc.shape.rows())};
}

// Decodes a strip of weight rows at a time into the thread's scratch and multiplies floats: the
// exact path, and the path of block types without an integer kernel.
Step decodedMatmul(PlanContext& context) {
  const Value x = context.input(0), y = context.output();
  const graph::Weight* weight = context.input(1).weight;
  kernel::FloatMatmulArgs args;
  args.type = kernel::ValueType::F32;
  args.columns = args.inputStride = std::size_t(x.desc.shape.columns());
  args.outputStride = std::size_t(y.desc.shape.columns());
  args.tokenEnd = std::size_t(y.desc.shape.rows());
  const std::int64_t stripRows = std::int64_t(kernel::kGroupRows);
  context.needScratch(std::size_t(stripRows) * args.columns * sizeof(float));
  const auto run = [x, y, weight, args, stripRows,
                    matmul = context.kernels().matmulFloat](const StepContext& c) {
    const auto [begin, end] = columnsOf(y.desc.shape.columns(), c.units);
    float* const strip = reinterpret_cast<float*>(c.scratch);
    for (std::int64_t row = begin; row < end; row += stripRows) {
      const std::int64_t count = std::min(stripRows, end - row);
      for (std::int64_t i = 0; i < count; ++i)
        weight->view().decodeRow(row + i, strip + i * std::int64_t(args.columns));
      kernel::FloatMatmulArgs part = args;
      part.weights = c.scratch;
      part.input = x.buffer.floats();
      part.output = y.buffer.floats() + row;
      part.rowEnd = std::size_t(count);
      matmul(part);
    }
  };
  return {run,
          Split::Columns,
          columnUnits(y.desc.shape.columns()),
          {x.buffer.readWhole(), y.buffer.write()},
          false,
          context.input(1).weight->desc.bytes(),
          leastUnitsFor(y.desc.shape.rows())};
}

// Values of the graph, which is what weights that are trained are. Of adapters they are a few rows
// or a few columns, so tokens are divided.
Step valueMatmul(PlanContext& context) {
  const Value x = context.input(0), weight = context.input(1), y = context.output();
  const auto run = [x, weight, y, matmul = context.kernels().matmulFloat](const StepContext& c) {
    kernel::FloatMatmulArgs args;
    args.weights = weight.buffer.data();
    args.input = x.buffer.floats();
    args.columns = args.inputStride = std::size_t(x.desc.shape.columns());
    args.output = y.buffer.floats();
    args.outputStride = args.rowEnd = std::size_t(y.desc.shape.columns());
    args.tokenBegin = std::size_t(c.units.begin);
    args.tokenEnd = std::size_t(c.units.end);
    matmul(args);
  };
  return {run,
          Split::Rows,
          y.desc.shape.rows(),
          {x.buffer.read(), weight.buffer.readWhole(), y.buffer.write()}};
}

Step biasStep(PlanContext& context) {
  const Value bias = context.input(2), y = context.output();
  const auto run = [bias, y, add = context.kernels().add](const StepContext& c) {
    const auto [begin, end] = columnsOf(y.desc.shape.columns(), c.units);
    for (std::int64_t row = 0; row < y.desc.shape.rows(); ++row)
      add({y.row(row), bias.row(0), y.row(row), std::size_t(begin), std::size_t(end)});
  };
  return {run, Split::Columns, columnUnits(y.desc.shape.columns()), {y.buffer.write()}};
}

Step product(PlanContext& context) {
  const graph::Weight* const weight = context.input(1).weight;
  if (!weight) return valueMatmul(context);
  const auto type = kernelType(*weight->desc.type);
  if (const PreparedWeight* prepared = context.prepared(*weight))
    return packedMatmul(context, *prepared);
  if (type && !kernel::isPackable(*type)) return floatMatmul(context, *type);
  return decodedMatmul(context);
}

}  // namespace

void planMatmul(PlanContext& context) {
  context.step(product(context));
  if (context.node().attributes.as<ops::MatmulAttributes>().hasBias)
    context.step(biasStep(context));
}

}  // namespace alcove::backends::cpu
