// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "adapters/merge.h"

#include <alcove/error.h>

#include <map>

#include "adapters/adapted_rows.h"
#include "base/sha256.h"
#include "formats/gguf_writer.h"

namespace alcove::adapters {
namespace {

std::string hashOf(const formats::GgufFile& file) {
  std::string hashes;
  for (const auto& part : file.files()) {
    const auto bytes = part->bytes();
    hashes += base::sha256Hex({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  }
  return file.files().size() == 1 ? hashes : base::sha256Hex(hashes);
}

void writeLineage(const LoraAdapter& adapter, const BaseLayers& base, double scale,
                  formats::GgufWriter& writer) {
  writer.setString("general.name", base.name() + " + " + adapter.name);
  writer.setUint32("general.base_model.count", 1);
  writer.setString("general.base_model.0.name", base.name());
  writer.setString("alcove.base.sha256", hashOf(base.file()));
  writer.setString("alcove.adapter.name", adapter.name);
  writer.setString("alcove.adapter.sha256", adapter.sha256());
  writer.setFloat32("alcove.adapter.scale", float(scale));
}

quantize::RowEdit editFor(const LoraLayer& layer) {
  return [&layer](std::uint64_t firstRow, std::span<float> values) {
    const auto width = std::size_t(layer.inputs);
    for (std::size_t r = 0; r < values.size() / width; ++r) {
      const std::span<float> row = values.subspan(r * width, width);
      const double factor = addChange(layer, std::int64_t(firstRow + r), row);
      if (factor == 1) continue;
      for (float& value : row) value = float(double(value) * factor);
    }
  };
}

}  // namespace

void mergeAdapter(const LoraAdapter& adapter, const BaseLayers& base,
                  const std::filesystem::path& target, const MergeOptions& options) {
  if (options.scale != 1 && adapter.dora())
    throw Error(ErrorCode::InvalidArgument,
                "A DoRA sets the lengths of the weights' rows, so it is merged as a whole: with "
                "the scale 1.");
  LoraAdapter scaled = adapter;
  std::map<std::string_view, const LoraLayer*> layers;
  for (LoraLayer& layer : scaled.layers) {
    layer.scale *= options.scale;
    layers[layer.tensor] = &layer;
  }
  quantize::QuantizeOptions quantizing;
  quantizing.mix = options.mix;
  quantizing.threads = options.threads;
  quantizing.onProgress = options.onProgress;
  // Floats hold whatever a coarser type holds.
  quantizing.allowRequantize =
      options.allowRequantize || (options.mix && options.mix->type->blockValues == 1);
  quantizing.editOf = [&](const formats::GgufTensor& tensor) -> quantize::RowEdit {
    const auto found = layers.find(tensor.name);
    return found == layers.end() ? quantize::RowEdit() : editFor(*found->second);
  };
  quantizing.onMetadata = [&](formats::GgufWriter& writer) {
    writeLineage(adapter, base, options.scale, writer);
  };
  quantizing.check = options.check;
  quantize::quantizeFile(base.file(), target, quantizing);
}

}  // namespace alcove::adapters
