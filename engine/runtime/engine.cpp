// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/engine.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <future>
#include <new>
#include <optional>

#include "formats/gguf_file.h"
#include "models/model.h"
#include "planner/planner.h"
#include "runtime/cache_identity.h"
#include "runtime/cache_types.h"
#include "runtime/device_choice.h"
#include "runtime/device_fit.h"
#include "runtime/draft_loading.h"
#include "runtime/local_engine.h"
#include "runtime/machine.h"
#include "runtime/memory_fit.h"
#include "runtime/model_summary.h"

namespace alcove::runtime {
namespace {

// What a draft model takes of a device; `draft` may be null.
std::uint64_t draftBytes(const formats::GgufFile* draft, const models::ModelOptions& options,
                         std::uint32_t contextTokens) {
  if (!draft) return 0;
  const models::ModelPlan plan = models::planModel(*draft, options);
  const std::uint64_t tokens = contextTokens > 0 ? contextTokens : plan.trainedContextTokens;
  return plan.weightsBytes + plan.workBytes + tokens * plan.cacheBytesPerToken;
}

// Refuses early what would end in the kernel killing the process. `draft` may be null.
void requireMemory(const formats::GgufFile& file, const formats::GgufFile* draft,
                   const models::ModelOptions& options, std::uint64_t availableBytes) {
  const auto bytesOf = [&](const formats::GgufFile& one) {
    const models::ModelPlan plan = models::planModel(one, options);
    return plan.weightsBytes + plan.workBytes;
  };
  const std::uint64_t needed = bytesOf(file) + (draft ? bytesOf(*draft) : 0);
  if (needed <= availableBytes) return;
  throw Error(
      ErrorCode::OutOfMemory,
      fmt::format("{} of memory, but only {} are free; close other programs or choose a smaller "
                  "model.",
                  (draft ? "The model and its draft model need " : "The model needs ") +
                      readableBytes(needed),
                  readableBytes(availableBytes)),
      file.path().string());
}

// One block more than the tokens need: the copy that a shared last block may cost.
std::uint32_t blocksFor(std::uint64_t tokens, const cache::KvLayout& layout) {
  return std::uint32_t((tokens + layout.blockTokens - 1) / layout.blockTokens + 1);
}

// As many as a sequence has in the cache of `model` at once.
std::uint64_t mostCachedTokens(const models::Model& model) {
  const cache::AttentionWindow window{model.windowTokens(), model.kvLayout().blockTokens};
  return window.mostTokens(SchedulerLimits().batchTokens);
}

models::ModelOptions modelOptionsOf(const EngineOptions& options, const std::string& device) {
  models::ModelOptions result;
  result.threads = options.threads;
  result.exactWeights = options.exactWeights;
  result.deterministic = options.deterministic;
  result.device = device;
  result.keyType = findCacheType(options.keyType);
  result.valueType = findCacheType(options.valueType);
  return result;
}

using TokenizerPointer = std::shared_ptr<const tokenizer::Tokenizer>;

// Builds the tokenizer while the weights are being read.
std::future<TokenizerPointer> buildTokenizer(std::shared_ptr<const formats::GgufFile> file) {
  return std::async(std::launch::async,
                    [file = std::move(file)] { return tokenizer::Tokenizer::fromGguf(*file); });
}

// Null if there is none that fits: whoever asks the engine for it is told why then, and a model
// that is only asked for numbers runs without.
TokenizerPointer fittingTokenizer(std::future<TokenizerPointer> built, std::uint32_t vocabulary) {
  try {
    TokenizerPointer tokenizer = built.get();
    return tokenizer->size() <= vocabulary ? tokenizer : nullptr;
  } catch (const Error&) {
    return nullptr;
  }
}

// How a model is divided where a device is to compute it, or where memory has no room for it; else
// nothing. Throws Error OutOfMemory.
std::optional<DeviceFit> divide(const EngineParts& parts, const DraftFile& draft,
                                const DeviceChoice& device, const EngineOptions& options,
                                const models::ModelOptions& modelOptions) {
  if (device.kind != "cpu")
    return fitToDevice(
        parts.file, options, device.kind,
        {draftBytes(draft.file.get(), modelOptions, options.contextTokens), device.memoryShare});
  try {
    requireMemory(*parts.file, draft.file.get(), modelOptions, processorBudget(options.budgets));
    return std::nullopt;
  } catch (const Error& error) {
    if (error.code() != ErrorCode::OutOfMemory || draft.file || options.exactWeights) throw;
    return fitToDevice(parts.file, options, device.kind, {});
  }
}

std::unique_ptr<Engine> openOn(const DeviceChoice& device, const std::filesystem::path& path,
                               const EngineOptions& options) {
  const auto began = std::chrono::steady_clock::now();
  if (options.onProgress && !options.onProgress(0.0))
    throw Error(ErrorCode::Cancelled, "Loading the model was cancelled.");

  EngineParts parts;
  parts.file = formats::GgufFile::open(path);
  std::future<TokenizerPointer> tokenizer = buildTokenizer(parts.file);
  const DraftFile draftFile = openDraftFile(*parts.file, options);
  models::ModelOptions modelOptions = modelOptionsOf(options, device.kind);
  const std::optional<DeviceFit> divided = divide(parts, draftFile, device, options, modelOptions);
  std::unique_ptr<models::Model> draft = loadDraft(draftFile, modelOptions);
  if (divided) modelOptions.placement = divided->placement;
  modelOptions.onProgress = options.onProgress;
  modelOptions.observer = options.observer;
  parts.model = models::Model::load(parts.file, modelOptions);
  parts.tokenizer = fittingTokenizer(std::move(tokenizer), parts.model->vocabularySize());

  const cache::KvLayout layout = parts.model->kvLayout();
  const std::uint64_t bytesPerToken =
      layout.bytesPerToken() + (draft ? draft->kvLayout().bytesPerToken() : 0);
  const std::uint64_t mostTokens =
      std::max(mostCachedTokens(*parts.model), draft ? mostCachedTokens(*draft) : 0);
  const ContextFit fit =
      divided ? ContextFit{divided->contextTokens, std::min(divided->cacheTokens, mostTokens)}
              : fitContext(parts.model->trainedContextTokens(), options.contextTokens,
                           bytesPerToken, processorBudget(options.budgets), mostTokens);
  parts.cacheBlocks = blocksFor(fit.cacheTokens, layout);
  if (draft) {
    const std::uint32_t blocks = blocksFor(fit.cacheTokens, draft->kvLayout());
    parts.draft = std::make_unique<DraftModel>(std::move(draft), blocks, draftFile.vocabulary,
                                               std::make_unique<MeasuredStepCost>());
  }

  // Only blocks in files meet those of other engines.
  if (!options.spillFolder.empty())
    parts.cacheIdentity = cacheIdentity(*parts.file, layout, options);
  parts.spill = {options.spillMemoryBytes, options.spillDiskBytes, options.spillFolder};
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
  for (const std::string& more : {divided ? divided->reason : "", parts.model->deviceRemark()})
    if (!more.empty()) info.deviceReason += " " + more;
  info.keyType = layout.keyType->name;
  info.valueType = layout.valueType->name;
  info.weightsBytes = parts.model->weightsBytes();
  info.speculation = options.speculation;
  info.draftModel = options.draftModel;
  info.draftBytes = parts.draft ? parts.draft->bytes() : 0;
  const auto took = std::chrono::steady_clock::now() - began;
  info.loadMs = std::chrono::duration<double, std::milli>(took).count();
  return std::make_unique<LocalEngine>(std::move(parts));
}

// Whether another device might do what this one could not.
bool isOfTheDevice(ErrorCode code) {
  return code == ErrorCode::Device || code == ErrorCode::Unsupported ||
         code == ErrorCode::OutOfMemory;
}

// A device may have less memory than it reports: then with less of it, as long as that may help.
std::unique_ptr<Engine> openWithinMemory(DeviceChoice device, const std::filesystem::path& path,
                                         const EngineOptions& options) {
  std::optional<Error> first;
  for (const double share : {1.0, 0.8, 0.6, 0.4}) {
    device.memoryShare = share;
    try {
      return openOn(device, path, options);
    } catch (const Error& error) {
      if (error.code() != ErrorCode::OutOfMemory) throw;
      if (!first) device.reason += " It has less memory than it reports, so it holds less.";
      if (!first) first = error;
    }
  }
  throw Error(*first);
}

// Where that cannot be had, the processor is used, and the reason says so.
std::unique_ptr<Engine> openEngine(const std::filesystem::path& path,
                                   const EngineOptions& options) {
  const bool cpuOnly = options.deterministic || options.exactWeights || options.observer != nullptr;
  if (isAutomatic(options.device) && !cpuOnly)
    measureDevices([&] { return !options.onProgress || options.onProgress(0.0); });
  const DeviceChoice device =
      isAutomatic(options.device) && cpuOnly
          ? DeviceChoice{"cpu", "What is asked for is computed by the processor alone."}
          : chooseDevice(options.device);
  if (device.kind == "cpu") return openOn(device, path, options);
  try {
    return openWithinMemory(device, path, options);
  } catch (const Error& error) {
    if (!isOfTheDevice(error.code())) throw;
    return openOn({"cpu", fmt::format("{} The processor is used instead: {}", device.reason,
                                      error.sentence())},
                  path, options);
  }
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

const char* speculationName(Speculation speculation) noexcept {
  return speculation == Speculation::Auto ? "auto" : "off";
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
