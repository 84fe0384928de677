// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/engine.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <chrono>
#include <new>

#include "formats/gguf_file.h"
#include "models/model.h"
#include "runtime/cache_identity.h"
#include "runtime/device_choice.h"
#include "runtime/local_engine.h"
#include "runtime/machine.h"
#include "runtime/memory_fit.h"
#include "runtime/model_summary.h"

namespace alcove::runtime {
namespace {

// Refuses early what would end in the kernel killing the process.
void requireMemory(const formats::GgufFile& file, const models::ModelOptions& options,
                   std::uint64_t availableBytes) {
  const models::ModelPlan plan = models::planModel(file, options);
  const std::uint64_t needed = plan.weightsBytes + plan.workBytes;
  if (needed <= availableBytes) return;
  throw Error(
      ErrorCode::OutOfMemory,
      fmt::format("The model needs {} of memory, but only {} are free; close other programs "
                  "or choose a smaller model.",
                  readableBytes(needed), readableBytes(availableBytes)),
      file.path().string());
}

// Null for an empty name: the model's choice.
const quant::BlockType* cacheTypeOf(const std::string& name) {
  if (name.empty()) return nullptr;
  const quant::BlockType* type = quant::findBlockType(name);
  if (type == &quant::kF16 || type == &quant::kF32) return type;
  throw Error(ErrorCode::InvalidArgument,
              fmt::format("The KV cache cannot be kept as '{}'; choose F16 or F32.", name));
}

std::unique_ptr<Engine> openEngine(const std::filesystem::path& path,
                                   const EngineOptions& options) {
  const auto began = std::chrono::steady_clock::now();
  const DeviceChoice device = chooseDevice(options.device);
  if (options.onProgress && !options.onProgress(0.0))
    throw Error(ErrorCode::Cancelled, "Loading the model was cancelled.");

  EngineParts parts;
  parts.file = formats::GgufFile::open(path);
  models::ModelOptions modelOptions;
  modelOptions.threads = options.threads;
  modelOptions.exactWeights = options.exactWeights;
  modelOptions.deterministic = options.deterministic;
  modelOptions.observer = options.observer;
  modelOptions.device = device.kind;
  modelOptions.cacheType = cacheTypeOf(options.cacheType);
  modelOptions.onProgress = options.onProgress;
  requireMemory(*parts.file, modelOptions, inspectMachine().availableBytes);
  parts.model = models::Model::load(parts.file, modelOptions);

  const cache::KvLayout layout = parts.model->kvLayout();
  const ContextFit fit =
      fitContext(parts.model->trainedContextTokens(), options.contextTokens,
                 layout.blockBytes() / layout.blockTokens, inspectMachine().availableBytes);
  // One block more than the tokens need: the copy that a shared last block may cost.
  parts.cacheBlocks =
      std::uint32_t((fit.cacheTokens + layout.blockTokens - 1) / layout.blockTokens + 1);

  // Only blocks in files meet those of other engines.
  if (!options.spillFolder.empty())
    parts.cacheIdentity = cacheIdentity(*parts.file, layout, options);
  parts.spill = {options.spillMemoryBytes, options.spillDiskBytes, options.spillFolder};
  parts.speculation = options.speculation;
  ModelInfo& info = parts.info;
  info = summarise(*parts.file);
  info.architecture = parts.model->architecture();
  info.parameters = parts.model->parameters();
  info.trainedContextTokens = parts.model->trainedContextTokens();
  info.contextTokens = fit.contextTokens;
  info.generates = parts.model->generates();
  info.embeddingSize = parts.model->embeddingSize();
  info.pooling = parts.model->pooling();
  info.device = device.kind;
  info.deviceName = parts.model->deviceName();
  info.deviceReason = device.reason;
  info.weightsBytes = parts.model->weightsBytes();
  const auto took = std::chrono::steady_clock::now() - began;
  info.loadMs = std::chrono::duration<double, std::milli>(took).count();
  return std::make_unique<LocalEngine>(std::move(parts));
}

}  // namespace

const char* finishReasonName(FinishReason reason) noexcept {
  switch (reason) {
    case FinishReason::Stop:
      return "stop";
    case FinishReason::Length:
      return "length";
    case FinishReason::ContextFull:
      return "context_full";
    case FinishReason::Cancelled:
      return "cancelled";
    case FinishReason::Failed:
      return "failed";
  }
  return "failed";
}

Speculation speculationOf(const std::string& name) {
  if (name == "off") return Speculation::Off;
  if (name == "auto") return Speculation::Auto;
  throw Error(ErrorCode::InvalidArgument,
              fmt::format("Speculation can be auto or off; it is '{}'.", name));
}

void requireGeneration(const ModelInfo& info) {
  if (info.generates) return;
  throw Error(
      ErrorCode::Unsupported,
      fmt::format("'{}' makes embeddings and cannot write text; load a chat model for that.",
                  info.name),
      info.path.string());
}

std::unique_ptr<Engine> Engine::open(const std::filesystem::path& model,
                                     const EngineOptions& options) {
  try {
    return openEngine(model, options);
  } catch (const std::bad_alloc&) {
    throw Error(ErrorCode::OutOfMemory, "There is not enough memory to load the model.",
                model.string());
  }
}

}  // namespace alcove::runtime
