// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/moe_matmul.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>

#include "backends/cpu/column_split.h"
#include "backends/cpu/cpu_op_table.h"
#include "cpu/matmul.h"

// A pair is one token and one of the experts that it uses. The pairs are sorted by expert; their
// inputs are brought into that order; then each expert's matrix meets all its pairs at once.

namespace alcove::backends::cpu {
namespace {

namespace kernel = kernels::cpu;

// Pairs that meet one strip of columns before the next: a multiple of kTileTokens.
constexpr std::int64_t kChunkPairs = 512;
constexpr std::int64_t kStrip = 2 * std::int64_t(kernel::kGroupRows);
constexpr std::size_t kBlockBytes = std::size_t(kChunkPairs * kStrip) * sizeof(float);

// The pairs sorted by expert, those of one expert in their own order.
struct Order {
  std::int64_t experts = 0;
  std::int64_t pairs = 0;
  std::int64_t used = 0;
  Buffer buffer;  // starts [experts + 2], sorted pairs [pairs]

  [[nodiscard]] std::uint32_t* starts() const {
    return reinterpret_cast<std::uint32_t*>(buffer.data());
  }
  [[nodiscard]] std::int64_t begin(std::int64_t expert) const { return starts()[expert]; }
  [[nodiscard]] std::int64_t end(std::int64_t expert) const { return starts()[expert + 1]; }
  [[nodiscard]] std::uint32_t* sorted() const { return starts() + experts + 2; }
};

void sortPairs(const Order& order, const Value& routes) {
  const auto expertOf = [&](std::int64_t pair) {
    return std::int64_t(routes.row(pair / order.used)[pair % order.used]);
  };
  std::uint32_t* const starts = order.starts();
  std::fill_n(starts, order.experts + 2, 0u);
  for (std::int64_t pair = 0; pair < order.pairs; ++pair) ++starts[expertOf(pair) + 2];
  for (std::int64_t e = 2; e < order.experts + 2; ++e) starts[e] += starts[e - 1];
  // Entry e + 1 is where expert e begins; filling moves it to where the expert ends.
  for (std::int64_t pair = 0; pair < order.pairs; ++pair)
    order.sorted()[starts[expertOf(pair) + 1]++] = std::uint32_t(pair);
}

// Made once, for all products with the same routes.
std::shared_ptr<Order> sortedPairs(PlanContext& context) {
  const Value routes = context.input(2);
  const auto order =
      context.sharedState<Order>(fmt::format("moe order:{}", context.node().inputs[2]));
  if (order->buffer.base) return order;
  order->experts = context.input(1).desc.shape[0];
  order->pairs = context.output().desc.shape.rows();
  order->used = routes.desc.shape.columns() / 2;
  order->buffer = context.bufferForInput(
      2, std::size_t(order->experts + 2 + order->pairs) * sizeof(std::uint32_t));
  const auto run = [order, routes](const StepContext&) { sortPairs(*order, routes); };
  context.step({run, Split::Own, 1, {routes.buffer.read(), order->buffer.write()}});
  return order;
}

// What tells apart the forms of the inputs. Types whose form is the same for all pairs together
// have the same for any part of them.
std::string formFor(const PlanContext& context, const Order& order,
                    std::optional<kernel::ValueType> weights) {
  if (!weights) return "float";
  return std::to_string(int(context.kernels().activationForm(*weights, std::size_t(order.pairs),
                                                             context.deterministic())));
}

// The input rows of the sorted pairs: quantised, each expert's as a batch of its own, or as they
// are. Made once, for all products of the same input with the same routes.
Buffer sortedInputs(PlanContext& context, const std::shared_ptr<Order>& order,
                    std::optional<kernel::ValueType> weights) {
  const Value x = context.input(0);
  const std::size_t columns = std::size_t(x.desc.shape.columns());
  Buffer& shared =
      context.shared(fmt::format("moe inputs:{}:{}:{}", formFor(context, *order, weights),
                                 context.node().inputs[0], context.node().inputs[2]));
  if (shared.base) return shared;
  shared = context.bufferForInput(
      0, weights ? kernel::activationBytes(std::size_t(order->pairs), columns)
                 : std::size_t(order->pairs) * columns * sizeof(float));
  const std::int64_t perRow = order->pairs / x.desc.shape.rows();
  const auto run = [order, x, columns, perRow, weights, buffer = shared,
                    invariant = context.deterministic(),
                    quantize = context.kernels().quantizeActivations](const StepContext& c) {
    const auto [begin, end] = c.units;
    for (std::int64_t e = 0; e < order->experts; ++e) {
      const std::int64_t first = order->begin(e), last = order->end(e);
      for (std::int64_t i = std::max(begin, first); i < std::min(end, last); ++i) {
        const float* row = x.row(order->sorted()[i] / perRow);
        if (!weights) {
          std::copy_n(row, columns,
                      reinterpret_cast<float*>(buffer.data()) + i * std::int64_t(columns));
          continue;
        }
        std::byte* to = buffer.data() + kernel::activationBytes(std::size_t(first), columns);
        // A stride of 0: the row is where token i - first is looked for.
        quantize({*weights, row, 0, to, std::size_t(last - first), columns, std::size_t(i - first),
                  std::size_t(i - first + 1), invariant});
      }
    }
  };
  context.step({run,
                Split::Own,
                order->pairs,
                {x.buffer.read(), order->buffer.readWhole(), shared.write()}});
  return shared;
}

// A part of one expert's product: `columns` outputs from `column` on, for `pairs` sorted pairs from
// `pair` on; pair i, column j goes to output[i × outputStride + j].
struct Part {
  std::int64_t expert, column, columns, pair, pairs;
  std::int64_t expertPair, expertPairs;  // all of the expert's
  float* output;
  std::size_t outputStride;
  std::byte* scratch;
};

// How parts are computed from sorted inputs.
struct Product {
  std::function<void(const Part&)> multiply;
  Buffer inputs;
  bool byStrips = false;         // no more than kStrip columns at a time
  std::size_t scratchBytes = 0;  // that multiply() wants
};

Product packedProduct(PlanContext& context, const std::shared_ptr<Order>& order,
                      const PreparedWeight& weight) {
  Product product;
  product.inputs = sortedInputs(context, order, weight.type);
  const ops::Shape& shape = context.input(1).desc.shape;
  const std::size_t rows = std::size_t(shape[1]), columns = std::size_t(shape[2]);
  product.scratchBytes = kernel::matmulScratchBytes(std::size_t(order->pairs), columns);
  product.multiply = [weight, rows, columns, inputs = product.inputs,
                      invariant = context.deterministic(),
                      matmul = context.kernels().matmul](const Part& part) {
    kernel::MatmulArgs args;
    args.type = weight.type;
    args.weights = weight.data + std::size_t(part.expert) * weight.expertBytes +
                   kernel::packedBytes(weight.type, std::size_t(part.column), columns);
    args.activations =
        inputs.data() + kernel::activationBytes(std::size_t(part.expertPair), columns);
    args.tokens = std::size_t(part.expertPairs);
    args.tokenBegin = std::size_t(part.pair - part.expertPair);
    args.tokenEnd = args.tokenBegin + std::size_t(part.pairs);
    args.output = part.output - args.tokenBegin * part.outputStride;
    args.outputStride = part.outputStride;
    args.rows = rows - std::size_t(part.column);
    args.columns = columns;
    args.groupEnd = kernel::groupCount(std::size_t(part.columns));
    args.scratch = part.scratch;
    args.batchInvariant = invariant;
    matmul(args);
  };
  return product;
}

// Float weights as they stand in the file; those of other types are decoded, a row group at a time.
Product floatProduct(PlanContext& context, const std::shared_ptr<Order>& order) {
  Product product;
  product.inputs = sortedInputs(context, order, std::nullopt);
  const graph::Weight* weight = context.input(1).weight;
  const std::int64_t rows = weight->desc.shape[1], columns = weight->desc.shape[2];
  const auto type = kernelType(*weight->desc.type);
  product.byStrips = !type || kernel::isPackable(*type);
  if (product.byStrips) product.scratchBytes = std::size_t(kStrip * columns) * sizeof(float);
  product.multiply = [weight, rows, columns, type, decode = product.byStrips,
                      inputs = product.inputs,
                      matmul = context.kernels().matmulFloat](const Part& part) {
    const std::int64_t row = part.expert * rows + part.column;
    kernel::FloatMatmulArgs args;
    args.type = decode ? kernel::ValueType::F32 : *type;
    args.weights = decode ? part.scratch : weight->view().blocks(row);
    args.input = inputs.floats() + part.pair * columns;
    args.columns = args.inputStride = std::size_t(columns);
    args.output = part.output;
    args.outputStride = part.outputStride;
    args.rowEnd = std::size_t(part.columns);
    args.tokenEnd = std::size_t(part.pairs);
    float* const decoded = reinterpret_cast<float*>(part.scratch);
    for (std::int64_t i = 0; decode && i < part.columns; ++i)
      weight->view().decodeRow(row + i, decoded + i * columns);
    matmul(args);
  };
  return product;
}

// Everything that the threads need for the whole product.
struct Work {
  std::shared_ptr<Order> order;
  Product product;
  Value y;
  std::optional<Value> bias;
  void (*add)(const kernel::AddArgs&);

  // Adds the bias of `part` to one of its rows, or only moves the row to its place.
  void place(const Part& part, std::int64_t i) const {
    float* const to = y.row(order->sorted()[part.pair + i]) + part.column;
    const float* const from = part.output + i * std::int64_t(part.outputStride);
    const std::size_t columns = std::size_t(part.columns);
    if (bias)
      add({from, bias->row(part.expert) + part.column, to, 0, columns});
    else if (from != to)
      std::copy_n(from, columns, to);
  }

  void multiplyExpert(std::int64_t expert, Range columns, std::byte* scratch) const {
    float* const block = reinterpret_cast<float*>(scratch);
    const std::int64_t first = order->begin(expert), last = order->end(expert);
    // A single pair's results go where they belong at once.
    const bool alone = last - first == 1;
    const std::int64_t strip = alone && !product.byStrips ? columns.end - columns.begin : kStrip;
    for (std::int64_t pair = first; pair < last; pair += kChunkPairs) {
      for (std::int64_t column = columns.begin; column < columns.end; column += strip) {
        Part part{expert,
                  column,
                  std::min(strip, columns.end - column),
                  pair,
                  std::min(kChunkPairs, last - pair),
                  first,
                  last - first,
                  block,
                  std::size_t(kStrip),
                  scratch + kBlockBytes};
        if (alone) part.output = y.row(order->sorted()[pair]) + column;
        product.multiply(part);
        for (std::int64_t i = 0; i < part.pairs; ++i) place(part, i);
      }
    }
  }
};

}  // namespace

void planMoeMatmul(PlanContext& context) {
  if (!context.input(1).weight) return context.planReference();  // one that is trained
  const graph::Weight& weight = *context.input(1).weight;
  Work work;
  work.order = sortedPairs(context);
  if (const PreparedWeight* prepared = context.prepared(weight))
    work.product = packedProduct(context, work.order, *prepared);
  else
    work.product = floatProduct(context, work.order);
  work.y = context.output();
  if (context.node().attributes.as<ops::MoeMatmulAttributes>().hasBias)
    work.bias = context.input(3);
  work.add = context.kernels().add;
  context.needScratch(kBlockBytes + work.product.scratchBytes);
  const auto run = [work](const StepContext& c) {
    const auto [begin, end] = columnsOf(work.y.desc.shape.columns(), c.units);
    for (std::int64_t expert = 0; begin < end && expert < work.order->experts; ++expert)
      work.multiplyExpert(expert, {begin, end}, c.scratch);
  };
  const std::int64_t pairs = work.order->pairs, experts = work.order->experts;
  context.step(
      {run,
       Split::Columns,
       columnUnits(work.y.desc.shape.columns()),
       {work.product.inputs.readWhole(), work.order->buffer.readWhole(), work.y.buffer.write()},
       false,
       weight.desc.bytes() / std::size_t(experts) * std::size_t(std::min(pairs, experts)),
       leastUnitsFor(pairs / experts)});
}

}  // namespace alcove::backends::cpu
