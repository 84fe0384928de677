// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <cstring>

#include "training/adamw_rule.h"

namespace alcove::training {
namespace {

class Adamw final : public Optimizer {
 public:
  explicit Adamw(const OptimizerOptions& options) : m_options(options) {}

  void step(std::span<Parameter> parameters, const Gradients& gradients,
            double learningRate) override {
    m_states.resize(parameters.size());
    const AdamwRule rule(m_options, ++m_steps, learningRate);
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      std::vector<float>& values = parameters[i].values;
      State& state = m_states[i];
      state.first.resize(values.size());
      state.second.resize(values.size());
      for (std::size_t k = 0; k < values.size(); ++k)
        rule.apply(values[k], state.first[k], state.second[k], gradients[i][k]);
    }
  }

  std::size_t stateBytes() const override {
    std::size_t bytes = 0;
    for (const State& state : m_states) bytes += 2 * state.first.size() * sizeof(float);
    return bytes;
  }

  std::vector<StateTensor> state(std::span<const Parameter> parameters) const override {
    std::vector<StateTensor> tensors;
    for (std::size_t i = 0; i < m_states.size(); ++i) {
      const std::string& name = parameters[i].name;
      tensors.push_back({name + ".first", "F32", std::as_bytes(std::span(m_states[i].first))});
      tensors.push_back({name + ".second", "F32", std::as_bytes(std::span(m_states[i].second))});
    }
    return tensors;
  }

  void restore(std::span<const Parameter> parameters, int steps, const StateReader& read) override {
    m_steps = steps;
    if (steps == 0) return;
    m_states.resize(parameters.size());
    for (std::size_t i = 0; i < parameters.size(); ++i) {
      const auto fill = [&](const char* part, std::vector<float>& values) {
        values.resize(parameters[i].values.size());
        const auto bytes = read(parameters[i].name + part, values.size() * sizeof(float));
        std::memcpy(values.data(), bytes.data(), bytes.size());
      };
      fill(".first", m_states[i].first);
      fill(".second", m_states[i].second);
    }
  }

 private:
  struct State {
    std::vector<float> first, second;
  };
  OptimizerOptions m_options;
  std::vector<State> m_states;
  int m_steps = 0;
};

}  // namespace

std::unique_ptr<Optimizer> createAdamw(const OptimizerOptions& options);
std::unique_ptr<Optimizer> createAdamw(const OptimizerOptions& options) {
  return std::make_unique<Adamw>(options);
}

}  // namespace alcove::training
