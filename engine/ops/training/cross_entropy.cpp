// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "ops/training/cross_entropy.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "ops/gradient_builder.h"

namespace alcove::ops {
namespace {

TensorDesc inferOutput(std::span<const TensorDesc> inputs, const Attributes& attributes,
                       const BatchShape& batch) {
  const auto a = attributes.as<CrossEntropyAttributes>();
  ALCOVE_ASSERT(int(inputs.size()) == 2 + a.hasBias && inputs[0].shape.rows() == batch.outputs);
  ALCOVE_ASSERT(inputs[0].shape.columns() == inputs[1].shape.columns());
  return {&quant::kF32, {batch.outputs, 2}};
}

// The logits of all outputs for one token of the vocabulary after the other.
class LogitColumns {
 public:
  LogitColumns(std::span<const TensorView> inputs, const CrossEntropyAttributes& attributes)
      : m_x(inputs[0]),
        m_weight(inputs[1]),
        m_bias(attributes.hasBias ? inputs[2].row(0) : nullptr),
        m_cap(double(attributes.softCap)),
        m_row(std::size_t(m_weight.columns())) {}

  [[nodiscard]] std::int64_t vocabulary() const { return m_weight.rows(); }
  [[nodiscard]] const std::vector<float>& weightRow() const { return m_row; }

  void goTo(std::int64_t token) {
    m_token = token;
    m_weight.decodeRow(token, m_row.data());
  }
  struct Logit {
    double value;
    double slope;  // by the product, before the cap
  };
  [[nodiscard]] Logit at(std::int64_t output) const {
    const float* x = m_x.row(output);
    double sum = m_bias ? double(m_bias[m_token]) : 0.0;
    for (std::size_t k = 0; k < m_row.size(); ++k) sum += double(x[k]) * double(m_row[k]);
    if (m_cap <= 0) return {sum, 1};
    const double share = std::tanh(sum / m_cap);
    return {m_cap * share, 1 - share * share};
  }

 private:
  const TensorView& m_x;
  const TensorView& m_weight;
  const float* m_bias;
  double m_cap;
  std::vector<float> m_row;
  std::int64_t m_token = 0;
};

void reference(const ReferenceContext& c) {
  LogitColumns logits(c.inputs, c.attributes.as<CrossEntropyAttributes>());
  const std::size_t outputs = std::size_t(c.output.rows());
  ALCOVE_ASSERT(c.batch.targets.size() == outputs);
  std::vector<double> largest(outputs, -INFINITY), sums(outputs, 0.0), wanted(outputs, 0.0);
  for (std::int64_t token = 0; token < logits.vocabulary(); ++token) {
    logits.goTo(token);
    for (std::size_t i = 0; i < outputs; ++i) {
      const double logit = logits.at(std::int64_t(i)).value;
      if (token == c.batch.targets[i]) wanted[i] = logit;
      if (logit > largest[i]) {
        sums[i] *= std::exp(largest[i] - logit);
        largest[i] = logit;
      }
      sums[i] += std::exp(logit - largest[i]);
    }
  }
  for (std::size_t i = 0; i < outputs; ++i) {
    const double logSum = largest[i] + std::log(sums[i]);
    c.output.row(std::int64_t(i))[0] = float(logSum - wanted[i]);
    c.output.row(std::int64_t(i))[1] = float(logSum);
  }
}

// Calls use(token, output, gradient of the product) for all of them; zeros are left out.
template <class F>
void forEachFlow(const ReferenceContext& c, LogitColumns& logits, F&& use) {
  const TensorView &dy = c.inputs[0], &y = c.inputs[1];
  for (std::int64_t token = 0; token < logits.vocabulary(); ++token) {
    logits.goTo(token);
    for (std::int64_t i = 0; i < dy.rows(); ++i) {
      const float* flow = dy.row(i);
      if (flow[0] == 0 && flow[1] == 0) continue;
      const auto [logit, slope] = logits.at(i);
      double value = (double(flow[0]) + double(flow[1])) * std::exp(logit - double(y.row(i)[1]));
      if (token == c.batch.targets[std::size_t(i)]) value -= double(flow[0]);
      use(token, i, value * slope);
    }
  }
}

TensorDesc inferInput(std::span<const TensorDesc> inputs, const Attributes&, const BatchShape&) {
  return inputs[2];
}

void backwardInput(const ReferenceContext& c) {
  LogitColumns logits(c.inputs.subspan(2), c.attributes.as<CrossEntropyAttributes>());
  std::vector<double> sums(std::size_t(c.output.desc.shape.values()), 0.0);
  const std::int64_t columns = c.output.columns();
  forEachFlow(c, logits, [&](std::int64_t, std::int64_t output, double flow) {
    double* const sum = sums.data() + output * columns;
    for (std::int64_t k = 0; k < columns; ++k)
      sum[k] += flow * double(logits.weightRow()[std::size_t(k)]);
  });
  for (std::size_t i = 0; i < sums.size(); ++i) c.output.row(0)[i] = float(sums[i]);
}

TensorDesc inferWeight(std::span<const TensorDesc> inputs, const Attributes&, const BatchShape&) {
  return {&quant::kF32, inputs[3].shape};
}

void backwardWeight(const ReferenceContext& c) {
  LogitColumns logits(c.inputs.subspan(2), c.attributes.as<CrossEntropyAttributes>());
  std::fill_n(c.output.row(0), c.output.desc.shape.values(), 0.0f);
  forEachFlow(c, logits, [&](std::int64_t token, std::int64_t output, double flow) {
    const float* x = c.inputs[2].row(output);
    float* sum = c.output.row(token);
    for (std::int64_t k = 0; k < c.output.columns(); ++k) sum[k] += float(flow * double(x[k]));
  });
}

TensorDesc inferBias(std::span<const TensorDesc> inputs, const Attributes&, const BatchShape&) {
  return {&quant::kF32, inputs[4].shape};
}

void backwardBias(const ReferenceContext& c) {
  LogitColumns logits(c.inputs.subspan(2), c.attributes.as<CrossEntropyAttributes>());
  std::vector<double> sums(std::size_t(logits.vocabulary()), 0.0);
  forEachFlow(c, logits, [&](std::int64_t token, std::int64_t, double flow) {
    sums[std::size_t(token)] += flow;
  });
  for (std::size_t i = 0; i < sums.size(); ++i) c.output.row(0)[i] = float(sums[i]);
}

void gradient(GradientBuilder& g) {
  const Op* const parts[] = {&kCrossEntropyInputGradient, &kCrossEntropyWeightGradient,
                             &kCrossEntropyBiasGradient};
  const ValueId dy = g.outputGradient(), y = g.output(), x = g.input(0), weight = g.input(1);
  for (int i = 0; i < g.inputs(); ++i) {
    if (!g.wants(i)) continue;
    g.add(i, g.inputs() > 2 ? g.apply(*parts[i], {dy, y, x, weight, g.input(2)}, g.attributes())
                            : g.apply(*parts[i], {dy, y, x, weight}, g.attributes()));
  }
}

}  // namespace

const Op kCrossEntropy = {"cross_entropy", 2, 3, inferOutput, reference, gradient};
const Op kCrossEntropyInputGradient = {
    "cross_entropy_input_gradient", 4, 5, inferInput, backwardInput, nullptr};
const Op kCrossEntropyWeightGradient = {
    "cross_entropy_weight_gradient", 4, 5, inferWeight, backwardWeight, nullptr};
const Op kCrossEntropyBiasGradient = {
    "cross_entropy_bias_gradient", 5, 5, inferBias, backwardBias, nullptr};

}  // namespace alcove::ops
