// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstring>

#include "training/adamw_rule.h"

namespace alcove::training {
namespace {

// AdamW whose running means lie in eight bits between steps, in blocks of 256 values. Source:
// Dettmers et al., "8-bit Optimizers via Block-wise Quantization", 2022.
class Adamw8 final : public Optimizer {
 public:
  explicit Adamw8(const OptimizerOptions& options) : m_options(options) {}

  void step(std::span<Parameter> parameters, const Gradients& gradients,
            double learningRate) override {
    const AdamwRule rule(m_options, ++m_steps, learningRate);
    m_states.resize(parameters.size());
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      const std::size_t count = parameters[i].values.size();
      State& state = m_states[i];
      if (count < m_options.leastValues) {
        if (!state.full) state.full = createOptimizer("adamw", m_options);
        state.full->step(parameters.subspan(i, 1), {gradients[i]}, learningRate);
        continue;
      }
      if (state.first.codes.empty()) state = begin(count);
      stepBlocks(rule, state, parameters[i], gradients[i]);
    }
  }

  std::size_t stateBytes() const override {
    std::size_t bytes = 0;
    for (const State& state : m_states) {
      bytes += 2 * (state.first.codes.size() + state.first.absmax.size() * sizeof(float));
      if (state.full) bytes += state.full->stateBytes();
    }
    return bytes;
  }

  std::vector<StateTensor> state(std::span<const Parameter> parameters) const override {
    std::vector<StateTensor> tensors;
    for (std::size_t i = 0; i < m_states.size(); ++i) {
      const State& state = m_states[i];
      if (state.full) {
        for (StateTensor& tensor : state.full->state(parameters.subspan(i, 1)))
          tensors.push_back(std::move(tensor));
        continue;
      }
      const auto add = [&](const char* part, const quant::Dynamic8& stored) {
        const std::string name = parameters[i].name + part;
        tensors.push_back({name + ".codes", "U8", std::as_bytes(std::span(stored.codes))});
        tensors.push_back({name + ".absmax", "F32", std::as_bytes(std::span(stored.absmax))});
      };
      add(".first", state.first);
      add(".second", state.second);
    }
    return tensors;
  }

  void restore(std::span<const Parameter> parameters, int steps, const StateReader& read) override {
    m_steps = steps;
    if (steps == 0) return;
    m_states.resize(parameters.size());
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      const std::size_t count = parameters[i].values.size();
      State& state = m_states[i];
      if (count < m_options.leastValues) {
        state.full = createOptimizer("adamw", m_options);
        state.full->restore(parameters.subspan(i, 1), steps, read);
        continue;
      }
      state = begin(count);
      const auto fill = [&](const char* part, quant::Dynamic8& stored) {
        const std::string name = parameters[i].name + part;
        const auto codes = read(name + ".codes", stored.codes.size());
        std::memcpy(stored.codes.data(), codes.data(), codes.size());
        const auto scales = read(name + ".absmax", stored.absmax.size() * sizeof(float));
        std::memcpy(stored.absmax.data(), scales.data(), scales.size());
      };
      fill(".first", state.first);
      fill(".second", state.second);
    }
  }

 private:
  static constexpr std::size_t kBlock = quant::Dynamic8::kBlockValues;
  struct State {
    quant::Dynamic8 first, second;
    std::unique_ptr<Optimizer> full;  // for parameters of few values
  };

  State begin(std::size_t count) const {
    const std::vector<float> zeros(count);
    return {quant::encodeDynamic8(zeros, true, kBlock, m_options.codes),
            quant::encodeDynamic8(zeros, false, kBlock, m_options.codes), nullptr};
  }

  // Blocks run through values in the order of checkpoints, so that they have the values in common
  // that they have elsewhere.
  void stepBlocks(const AdamwRule& rule, State& state, Parameter& parameter,
                  const std::vector<float>& gradient) const {
    const auto walk = [&](std::span<float> values, std::span<const float> flow) {
      for (std::size_t block = 0; block * kBlock < values.size(); ++block)
        stepBlock(rule, state, block, values, flow);
    };
    if (parameter.sourceRows.empty()) {
      walk(parameter.values, gradient);
      return;
    }
    std::vector<float> values = toCheckpointOrder(parameter, parameter.values);
    walk(values, toCheckpointOrder(parameter, gradient));
    parameter.values = fromCheckpointOrder(parameter, values);
  }

  // Scales are of one block each, so that only a block at a time is ever floats.
  void stepBlock(const AdamwRule& rule, State& state, std::size_t block, std::span<float> values,
                 std::span<const float> gradient) const {
    const std::size_t begin = block * kBlock, count = std::min(kBlock, values.size() - begin);
    std::vector<float> first = load(state.first, block, count, true);
    std::vector<float> second = load(state.second, block, count, false);
    for (std::size_t k = 0; k < count; ++k)
      rule.apply(values[begin + k], first[k], second[k], gradient[begin + k]);
    store(state.first, block, first, true);
    store(state.second, block, second, false);
  }

  static std::vector<float> load(const quant::Dynamic8& stored, std::size_t block,
                                 std::size_t count, bool isSigned) {
    const auto table = quant::dynamicValues(isSigned);
    std::vector<float> values(count);
    for (std::size_t k = 0; k < count; ++k)
      values[k] = table[stored.codes[block * kBlock + k]] * stored.absmax[block];
    return values;
  }
  void store(quant::Dynamic8& stored, std::size_t block, std::span<const float> values,
             bool isSigned) const {
    const quant::Dynamic8 encoded =
        quant::encodeDynamic8(values, isSigned, kBlock, m_options.codes);
    std::ranges::copy(encoded.codes, stored.codes.begin() + std::ptrdiff_t(block * kBlock));
    stored.absmax[block] = encoded.absmax[0];
  }

  OptimizerOptions m_options;
  std::vector<State> m_states;
  int m_steps = 0;
};

}  // namespace

std::unique_ptr<Optimizer> createAdamw8(const OptimizerOptions& options);
std::unique_ptr<Optimizer> createAdamw8(const OptimizerOptions& options) {
  return std::make_unique<Adamw8>(options);
}

}  // namespace alcove::training
