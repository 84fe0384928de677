// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <span>
#include <vector>

#include "adapters/adapter_config.h"
#include "adapters/model_tensors.h"
#include "training/nf4_base.h"
#include "training/parameter.h"
#include "training/training_graph.h"

namespace alcove::training {

using adapters::AdapterConfig;
using adapters::ModelTensor;

enum class Method : std::uint8_t { Adapter, Full };
// In what form frozen linear layers are kept: as the model's file has them, or in NF4.
enum class Base : std::uint8_t { Stored, Nf4, Nf4Double };

struct TrainingOptions {
  Method method = Method::Adapter;
  Base base = Base::Stored;  // Stored for Method::Full
  quant::Nf4Rule nf4Rule = quant::Nf4Rule::Published;
  std::optional<std::filesystem::path> adapter;  // a folder of PEFT's, to go on from
  AdapterConfig fresh;                           // else
  bool recompute = false;                        // gradient checkpointing
  int threads = 0;                               // 0: physical cores
};

// What is trained of a model, and what becomes of the rest. Addresses stay valid for its life.
class TrainedWeights {
 public:
  // `tensors` live as long. Throws Error Corrupt (an adapter of other shapes than the model's),
  // NotFound (an adapter of layers that the model lacks, no layer to adapt), Unsupported or
  // InvalidArgument.
  TrainedWeights(std::span<const ModelTensor> tensors, const TrainingOptions& options);

  [[nodiscard]] std::span<Parameter> parameters() { return m_parameters; }
  [[nodiscard]] const WeightUse& use() const { return m_use; }

 private:
  struct Matrices {
    std::vector<float> a, b, magnitude;  // in the order of checkpoints; magnitude: DoRA
    std::int64_t rank = 0;
  };
  void trainAll(std::span<const ModelTensor> tensors);
  void load(std::span<const ModelTensor> tensors, const std::filesystem::path& folder);
  void begin(std::span<const ModelTensor> tensors, const AdapterConfig& config);
  void adapt(const ModelTensor& tensor, Matrices matrices, double scale);
  std::size_t addParameter(std::string name, ops::Shape shape,
                           std::vector<std::uint64_t> sourceRows, std::vector<float> values);
  [[nodiscard]] std::vector<float> rowLengths(const ModelTensor& tensor) const;

  std::optional<Nf4Base> m_base;
  std::vector<Parameter> m_parameters;
  WeightUse m_use;
};

}  // namespace alcove::training
