// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "formats/gguf_file.h"
#include "models/model.h"
#include "support/gguf_builder.h"
#include "support/temporary_folder.h"

namespace alcove::models {

[[nodiscard]] inline std::shared_ptr<const formats::GgufFile> fileOf(
    const test::GgufBuilder& builder) {
  const test::TemporaryFolder folder;  // a mapping outlives the file's name
  return formats::GgufFile::open(folder.write("model.gguf", builder.build()));
}

// The wanted output of every token of one sequence.
[[nodiscard]] inline std::vector<float> run(Model& model, const std::vector<std::int32_t>& tokens,
                                            Output output = Output::Logits,
                                            std::span<const AdapterUse> adapters = {}) {
  const auto pool = model.makeCache(4);
  const std::vector<cache::BlockId> table = {2, 0, 3, 1};
  const BatchSequence sequence{0, std::uint32_t(tokens.size()), 0, table, 0, adapters};
  std::vector<std::uint32_t> outputs(tokens.size());
  for (std::uint32_t i = 0; i < outputs.size(); ++i) outputs[i] = i;
  const std::uint32_t width =
      output == Output::Hidden ? model.embeddingSize() : model.vocabularySize();
  std::vector<float> values(tokens.size() * width);
  model.forward({tokens, {&sequence, 1}, outputs, output}, *pool, values);
  return values;
}

}  // namespace alcove::models
