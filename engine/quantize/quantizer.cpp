// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "quantize/quantizer.h"

#include <alcove/error.h>

#include <algorithm>

#include "base/thread_pool.h"
#include "formats/gguf_writer.h"
#include "quantize/tensor_encoder.h"

namespace alcove::quantize {
namespace {

using formats::GgufFile;
using formats::GgufTensor;

constexpr std::uint32_t kQuantizationVersion = 2;  // of ggml's block types, since 2023

void writeMetadata(const GgufFile& file, const QuantizeOptions& options,
                   formats::GgufWriter& writer) {
  for (const auto& [key, value] : file.metadata())
    if (!key.starts_with("split.") && !key.starts_with("quantize.imatrix."))
      writer.copy(key, value);
  if (options.mix) {
    writer.setUint32("general.quantization_version", kQuantizationVersion);
    writer.setUint32("general.file_type", options.mix->fileType);
  }
  if (options.onMetadata) options.onMetadata(writer);
  if (!options.importance) return;
  const ImportanceMatrix& importance = *options.importance;
  writer.setString("quantize.imatrix.file", options.importanceFile);
  if (!importance.datasets.empty())
    writer.setString("quantize.imatrix.dataset", importance.datasets.front());
  writer.setUint32("quantize.imatrix.entries_count", std::uint32_t(importance.entries.size()));
  writer.setUint32("quantize.imatrix.chunks_count", importance.chunkCount);
}

}  // namespace

void quantizeFile(const GgufFile& file, const std::filesystem::path& target,
                  const QuantizeOptions& options) {
  const std::vector<TensorPlan> plans = planTensors(file, options);
  formats::GgufWriter writer(target);
  writeMetadata(file, options, writer);
  std::uint64_t total = 0, done = 0;
  for (const TensorPlan& plan : plans) {
    const GgufTensor& tensor = *plan.tensor;
    writer.addTensor(tensor.name, *plan.type, std::span(tensor.dims).first(tensor.rank));
    total += tensor.data.size();
  }
  writer.beginData();
  base::ThreadPool pool(options.threads > 0 ? options.threads : base::physicalCores());
  TensorEncoder encoder(pool);
  for (std::size_t i = 0; i < plans.size(); ++i) {
    encoder.encode(plans[i], [&](std::span<const std::byte> bytes, std::uint64_t sourceBytes) {
      writer.write(bytes);
      done += sourceBytes;
      if (options.onProgress) options.onProgress(done, total, i);
    });
    file.release(plans[i].tensor->data);  // it will not be read again
  }
  file.verifySize();
  writer.commit(options.check);
}

}  // namespace alcove::quantize
