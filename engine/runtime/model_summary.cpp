// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/model_summary.h"

#include <map>
#include <string_view>

#include "chat/model_template.h"
#include "formats/gguf_file.h"
#include "formats/utf8.h"

namespace alcove::runtime {

std::string dominantWeightsType(const formats::GgufFile& file) {
  std::map<std::string_view, std::uint64_t> bytes;
  for (const formats::GgufTensor& tensor : file.tensors())
    bytes[tensor.type->name] += tensor.data.size();
  std::string_view best;
  for (const auto& [name, size] : bytes)
    if (best.empty() || size > bytes[best]) best = name;
  return std::string(best);
}

ModelInfo summarise(const formats::GgufFile& file) {
  ModelInfo info;
  info.path = file.path();
  info.name = file.path().stem().string();
  // A name that is no text would break every JSON answer that mentions it.
  const auto name = file.string("general.name");
  if (name && !name->empty() && formats::isUtf8(*name)) info.name = *name;
  info.architecture = file.string("general.architecture").value_or("");
  info.weightsType = dominantWeightsType(file);
  for (const formats::GgufTensor& tensor : file.tensors())
    info.parameters += tensor.columns() * tensor.rows();
  info.fileBytes = file.sizeBytes();
  info.chatTemplate = chat::templateOrigin(file);
  return info;
}

}  // namespace alcove::runtime
