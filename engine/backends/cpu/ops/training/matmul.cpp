// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/cpu/column_split.h"
#include "backends/cpu/cpu_op_table.h"
#include "backends/cpu/float_rows.h"

namespace alcove::backends::cpu {
namespace {

namespace kernel = kernels::cpu;

constexpr std::int64_t kStripRows = 64;     // of weights, decoded at a time
constexpr std::int64_t kPartColumns = 128;  // that a part of the work has at least

// Columns are divided where blocks end.
std::int64_t unitColumns(const ops::TensorDesc& weight) {
  return std::max<std::int64_t>(weight.type->blockValues, kUnitColumns);
}

Range columnsOfUnits(std::int64_t columns, std::int64_t unit, Range units) {
  return {std::min(columns, units.begin * unit), std::min(columns, units.end * unit)};
}

}  // namespace

// Each part decodes its own columns of all weights, a strip of rows after the other.
void planMatmulInputGradient(PlanContext& context) {
  const Value dy = context.input(0), weight = context.input(1), dx = context.output();
  const std::int64_t columns = dx.desc.shape.columns(), unit = unitColumns(weight.desc);
  context.needScratch(std::size_t(kStripRows * columns) * sizeof(float));
  const auto run = [dy, weight, dx, columns, unit,
                    outerProducts = context.kernels().outerProducts](const StepContext& c) {
    const auto [begin, end] = columnsOfUnits(columns, unit, c.units);
    kernel::OuterProductsArgs args;
    args.aRowStride = std::size_t(dy.desc.shape.columns());
    args.aTermStride = 1;
    args.c = dx.buffer.floats() + begin;
    args.cStride = std::size_t(columns);
    args.rows = std::size_t(dx.desc.shape.rows());
    args.columns = std::size_t(end - begin);
    const std::int64_t rows = weight.desc.shape.rows();
    for (std::int64_t row = 0; row < rows; row += kStripRows) {
      const Part part{row, std::min(rows, row + kStripRows), begin, end};
      const FloatRows strip = floatRows(weight, part, reinterpret_cast<float*>(c.scratch));
      args.a = dy.buffer.floats() + row;
      args.b = strip.data;
      args.bStride = strip.stride;
      args.terms = std::size_t(part.rows());
      args.add = row > 0;
      outerProducts(args);
    }
  };
  context.step({run,
                Split::Own,
                (columns + unit - 1) / unit,
                {dy.buffer.readWhole(), weight.buffer.readWhole(), dx.buffer.write()},
                false,
                weight.desc.bytes(),
                std::max<std::int64_t>(1, kPartColumns / unit)});
}

// Divided by columns or by rows, whichever there are more of.
void planMatmulWeightGradient(PlanContext& context) {
  const Value dy = context.input(0), x = context.input(1), dw = context.output();
  const std::int64_t rows = dw.desc.shape.rows(), columns = dw.desc.shape.columns();
  const bool byColumns = columns >= rows;
  const auto run = [dy, x, dw, byColumns, rows, columns,
                    outerProducts = context.kernels().outerProducts](const StepContext& c) {
    const Range own = columnsOf(byColumns ? columns : rows, c.units);
    const Range rowsOf = byColumns ? Range{0, rows} : own;
    const Range columnsOfPart = byColumns ? own : Range{0, columns};
    kernel::OuterProductsArgs args;
    args.a = dy.buffer.floats() + rowsOf.begin;
    args.aRowStride = 1;
    args.aTermStride = std::size_t(rows);
    args.b = x.buffer.floats() + columnsOfPart.begin;
    args.bStride = args.cStride = std::size_t(columns);
    args.c = dw.row(rowsOf.begin) + columnsOfPart.begin;
    args.rows = std::size_t(rowsOf.end - rowsOf.begin);
    args.terms = std::size_t(x.desc.shape.rows());
    args.columns = std::size_t(columnsOfPart.end - columnsOfPart.begin);
    outerProducts(args);
  };
  context.step({run,
                Split::Own,
                columnUnits(byColumns ? columns : rows),
                {dy.buffer.readWhole(), x.buffer.readWhole(), dw.buffer.write()},
                false,
                0,
                kPartColumns / kUnitColumns});
}

}  // namespace alcove::backends::cpu
