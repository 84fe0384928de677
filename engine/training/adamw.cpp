// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
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
