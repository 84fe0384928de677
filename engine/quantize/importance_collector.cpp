// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "quantize/importance_collector.h"

#include "ops/matmul.h"
#include "ops/moe_matmul.h"
#include "ops/moe_router.h"

namespace alcove::quantize {
namespace {

const graph::Weight* weightOf(const graph::Graph& graph, const graph::Node& node) {
  return graph.nodes[std::size_t(node.inputs[1])].weight;
}

void addRow(const float* row, std::size_t matrix, std::size_t columns,
            ImportanceMatrix::Entry& entry) {
  double* const sums = entry.sums.data() + matrix * columns;
  for (std::size_t i = 0; i < columns; ++i) sums[i] += double(row[i]) * double(row[i]);
  entry.counts[matrix] += 1;
}

}  // namespace

bool ImportanceCollector::wants(const graph::Graph& graph, const graph::Node& node) const {
  if (node.op != &ops::kMatmul && node.op != &ops::kMoeMatmul) return false;
  const graph::Weight* const weight = weightOf(graph, node);
  return weight && weight->name.starts_with("blk.");
}

void ImportanceCollector::observe(const graph::Graph& graph, const graph::Node& node,
                                  std::span<const ops::TensorView> inputs) {
  const graph::Weight& weight = *weightOf(graph, node);
  const ops::TensorView& x = inputs[0];
  const auto columns = std::size_t(x.columns());
  const bool experts = node.op == &ops::kMoeMatmul;
  const std::size_t matrices = experts ? std::size_t(weight.desc.shape[0]) : 1;
  ImportanceMatrix::Entry& entry = m_matrix.entries[weight.name];
  entry.sums.resize(matrices * columns);
  entry.counts.resize(matrices);
  if (!experts) {
    for (std::int64_t row = 0; row < x.rows(); ++row) addRow(x.row(row), 0, columns, entry);
    return;
  }
  const ops::RoutesView routes(inputs[2]);
  const std::int64_t used = routes.used();
  const bool shared = x.rows() == routes.tokens();  // one row for all experts of a token
  for (std::int64_t token = 0; token < routes.tokens(); ++token)
    for (std::int64_t i = 0; i < used; ++i)
      addRow(x.row(shared ? token : token * used + i), std::size_t(routes.expert(token, i)),
             columns, entry);
}

}  // namespace alcove::quantize
