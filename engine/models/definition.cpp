// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "models/definition.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>

#include "formats/gguf_file.h"

namespace alcove::models {

Definition::Definition(std::shared_ptr<const formats::GgufFile> file)
    : m_path(file->path()),
      m_reader(*file),
      m_architecture(findArchitecture(m_reader)),
      m_config(m_architecture.readConfig(m_reader)),
      m_weights(file, tensors()),
      m_ropes(makeRopeTables(m_reader, m_config, m_weights)) {
  const bool slides = std::ranges::any_of(
      m_config.perLayer, [](const LayerConfig& layer) { return layer.window > 0; });
  if (!m_config.causal && slides)
    throw Error(ErrorCode::Unsupported,
                "The model slides a window over tokens that see those after them, which this "
                "version cannot do.",
                file->path().string());
}

std::vector<TensorSpec> Definition::tensors() const {
  std::vector<TensorSpec> specs = m_architecture.listTensors(m_config);
  const std::vector<TensorSpec> factors = ropeFactorSpecs(m_config);
  specs.insert(specs.end(), factors.begin(), factors.end());
  return specs;
}

graph::Graph Definition::build(ops::BatchShape shape, Output output) const {
  graph::Builder builder(shape);
  return builder.finish(m_architecture.build({builder, m_config, m_weights, m_ropes, output}));
}

graph::Graph Definition::buildWhole(ops::BatchShape shape) const {
  return build(shape, m_architecture.generates ? Output::Logits : Output::Hidden);
}

std::uint32_t Definition::switchLengthTokens() const {
  for (const RopeTable& rope : m_ropes)
    if (rope.longFrequencies) return rope.switchTokens;
  return 0;
}

std::uint32_t Definition::windowTokens() const {
  std::uint32_t furthest = 0;
  for (const LayerConfig& layer : m_config.perLayer) {
    if (layer.window == 0) return 0;
    furthest = std::max(furthest, layer.window);
  }
  return furthest < m_config.contextTokens ? furthest : 0;
}

cache::KvLayout Definition::kvLayout(const ModelOptions& options) const {
  cache::KvLayout layout;
  layout.layers = m_config.layers;
  layout.kvHeads = m_config.kvHeads;
  layout.keyDim = m_config.keyDim;
  layout.valueDim = m_config.valueDim;
  if (options.cacheBlockTokens > 0) layout.blockTokens = options.cacheBlockTokens;
  const quant::BlockType* usual =
      options.exactWeights || !m_config.causal ? &quant::kF32 : &quant::kF16;
  layout.keyType = options.keyType ? options.keyType : usual;
  layout.valueType = options.valueType ? options.valueType : usual;
  requireWholeBlocks(*layout.keyType, layout.keyDim, "K");
  requireWholeBlocks(*layout.valueType, layout.valueDim, "V");
  return layout;
}

void Definition::requireWholeBlocks(const quant::BlockType& type, std::uint32_t dim,
                                    const char* what) const {
  if (dim % type.blockValues == 0) return;
  throw Error(ErrorCode::Unsupported,
              fmt::format("{} of the KV cache cannot be {}, which has blocks of {} values: the "
                          "model's heads have {}. Choose F16 or F32.",
                          what, type.name, type.blockValues, dim),
              m_path.string());
}

}  // namespace alcove::models
