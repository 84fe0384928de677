// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/cache_identity.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/sha256.h"

namespace alcove::runtime {
namespace {

// Enough to tell a model from one that was trained further; reading all would take seconds.
constexpr std::size_t kSampleBytes = 256;

std::string sampleOf(const formats::GgufTensor& tensor) {
  const std::size_t count = std::min(kSampleBytes, tensor.data.size());
  const auto sample = tensor.data.subspan((tensor.data.size() - count) / 2, count);
  return {reinterpret_cast<const char*>(sample.data()), sample.size()};
}

}  // namespace

std::string cacheIdentity(const formats::GgufFile& file, const cache::KvLayout& layout,
                          const EngineOptions& options) {
  std::string model;
  for (const formats::GgufTensor& tensor : file.tensors())
    model += fmt::format("{} {} {} {}\n", tensor.name, tensor.type->name,
                         fmt::join(tensor.dims, "x"), sampleOf(tensor));
  for (const auto& [key, value] : file.metadata())
    if (value.type != formats::GgufType::Array)
      model += fmt::format(
          "{}={}\n", key,
          std::string_view(reinterpret_cast<const char*>(value.bytes.data()), value.bytes.size()));
  return fmt::format("{} kv {} {} {} {} {} {} {} exact {} deterministic {}", base::sha256Hex(model),
                     layout.layers, layout.kvHeads, layout.keyDim, layout.valueDim,
                     layout.blockTokens, layout.keyType->name, layout.valueType->name,
                     options.exactWeights, options.deterministic);
}

}  // namespace alcove::runtime
