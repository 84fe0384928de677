// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/core_opening.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <optional>
#include <utility>

#include "formats/gguf_file.h"
#include "planner/planner.h"
#include "runtime/cache_identity.h"
#include "runtime/cache_types.h"
#include "runtime/device_fit.h"
#include "runtime/draft_loading.h"
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

// How a model is divided where a device is to compute it, or where memory has no room for it; else
// nothing. Throws Error OutOfMemory.
std::optional<DeviceFit> divide(const std::shared_ptr<const formats::GgufFile>& file,
                                const DraftFile& draft, const DeviceChoice& device,
                                const EngineOptions& options,
                                const models::ModelOptions& modelOptions) {
  if (device.kind != "cpu")
    return fitToDevice(file, options, device,
                       draftBytes(draft.file.get(), modelOptions, options.contextTokens));
  try {
    requireMemory(*file, draft.file.get(), modelOptions, processorBudget(options.budgets));
    return std::nullopt;
  } catch (const Error& error) {
    if (error.code() != ErrorCode::OutOfMemory || draft.file || options.exactWeights) throw;
    return fitToDevice(file, options, device, 0);
  }
}

// How long sequences may get, and how many tokens are kept; `draft` may be null.
ContextFit contextFor(const models::Model& model, const models::Model* draft,
                      const std::optional<DeviceFit>& divided, const EngineOptions& options) {
  const std::uint64_t bytesPerToken =
      model.kvLayout().bytesPerToken() + (draft ? draft->kvLayout().bytesPerToken() : 0);
  const std::uint64_t mostTokens =
      std::max(mostCachedTokens(model), draft ? mostCachedTokens(*draft) : 0);
  if (divided) return {divided->contextTokens, std::min(divided->cacheTokens, mostTokens)};
  return fitContext(model.trainedContextTokens(), options.contextTokens, bytesPerToken,
                    processorBudget(options.budgets), mostTokens);
}

ModelInfo describe(const formats::GgufFile& file, const models::Model& model,
                   const EngineOptions& options) {
  ModelInfo info = summarise(file);
  info.architecture = model.architecture();
  info.parameters = model.parameters();
  info.trainedContextTokens = model.trainedContextTokens();
  info.generates = model.generates();
  info.takesAdapters = model.takesAdapters();
  info.embeddingSize = model.embeddingSize();
  info.pooling = model.pooling();
  info.deviceName = model.deviceName();
  info.keyType = model.kvLayout().keyType->name;
  info.valueType = model.kvLayout().valueType->name;
  info.weightsBytes = model.weightsBytes();
  info.speculation = options.speculation;
  info.draftModel = options.draftModel;
  return info;
}

// Whether another device might do what this one could not.
bool isOfTheDevice(ErrorCode code) {
  return code == ErrorCode::Device || code == ErrorCode::Unsupported ||
         code == ErrorCode::OutOfMemory;
}

}  // namespace

CoreOpener::CoreOpener(std::shared_ptr<const formats::GgufFile> file, EngineOptions options)
    : m_file(std::move(file)), m_options(std::move(options)) {}

std::unique_ptr<EngineCore> CoreOpener::openOn(const DeviceChoice& device) {
  const auto began = std::chrono::steady_clock::now();
  if (m_options.onProgress && !m_options.onProgress(0.0))
    throw Error(ErrorCode::Cancelled, "Loading the model was cancelled.");

  EngineParts parts;
  const DraftFile draftFile = openDraftFile(*m_file, m_options);
  models::ModelOptions modelOptions = modelOptionsOf(m_options, device.kind);
  const std::optional<DeviceFit> divided =
      divide(m_file, draftFile, device, m_options, modelOptions);
  if (divided) modelOptions.cards = divided->cards;
  std::unique_ptr<models::Model> draft = loadDraft(draftFile, modelOptions);
  if (divided) modelOptions.placement = divided->placement;
  modelOptions.onProgress = m_options.onProgress;
  modelOptions.observer = m_options.observer;
  parts.model = models::Model::load(m_file, modelOptions);

  const cache::KvLayout layout = parts.model->kvLayout();
  const ContextFit fit = contextFor(*parts.model, draft.get(), divided, m_options);
  parts.cacheBlocks = blocksFor(fit.cacheTokens, layout);
  if (draft) {
    const std::uint32_t blocks = blocksFor(fit.cacheTokens, draft->kvLayout());
    parts.draft = std::make_unique<DraftModel>(std::move(draft), blocks, draftFile.vocabulary,
                                               std::make_unique<MeasuredStepCost>());
  }
  // Only blocks in files meet those of other engines.
  if (!m_options.spillFolder.empty())
    parts.cacheIdentity = cacheIdentity(*m_file, layout, m_options);
  parts.spill = {m_options.spillMemoryBytes, m_options.spillDiskBytes, m_options.spillFolder};

  parts.info = describe(*m_file, *parts.model, m_options);
  ModelInfo& info = parts.info;
  info.contextTokens = fit.contextTokens;
  info.draftBytes = parts.draft ? parts.draft->bytes() : 0;
  info.device = device.kind;
  info.deviceReason = device.reason;
  for (const std::string& more : {divided ? divided->reason : "", parts.model->deviceRemark()})
    if (!more.empty()) info.deviceReason += " " + more;
  const auto took = std::chrono::steady_clock::now() - began;
  info.loadMs = std::chrono::duration<double, std::milli>(took).count();
  auto core = std::make_unique<EngineCore>(std::move(parts));
  m_device = device;
  m_options.contextTokens = core->info.contextTokens;
  return core;
}

// A device may have less memory than it reports: then with less of it, as long as that may help.
std::unique_ptr<EngineCore> CoreOpener::openWithinMemory() {
  DeviceChoice device = m_device;
  std::optional<Error> first;
  for (;;) {
    try {
      return openOn(device);
    } catch (const Error& error) {
      if (error.code() != ErrorCode::OutOfMemory) throw;
      if (!first) first = error;
      if (!device.countOnLess(error)) throw Error(*first);
    }
  }
}

DeviceChoice CoreOpener::choose(const Progress& onProgress) const {
  const bool cpuOnly =
      m_options.deterministic || m_options.exactWeights || m_options.observer != nullptr;
  if (!isAutomatic(m_options.device)) return chooseDevice(m_options.device);
  if (cpuOnly) return {"cpu", "What is asked for is computed by the processor alone."};
  measureDevices([&] { return !onProgress || onProgress(0.0); });
  return chooseDevice(m_options.device);
}

std::unique_ptr<EngineCore> CoreOpener::open(const Progress& onProgress) {
  m_options.onProgress = onProgress;
  m_device = choose(onProgress);
  if (m_device.kind == "cpu") return openOn(m_device);
  try {
    return openWithinMemory();
  } catch (const Error& error) {
    if (!isOfTheDevice(error.code())) throw;
    return openOn({"cpu", fmt::format("{} The processor is used instead: {}", m_device.reason,
                                      error.sentence())});
  }
}

std::unique_ptr<EngineCore> CoreOpener::reopen(const Error& failure, const Progress& onProgress) {
  m_options.onProgress = onProgress;
  // It took what it needs when it was opened, so what it lacks now is little.
  if (failure.code() == ErrorCode::OutOfMemory && m_device.kind != "cpu" &&
      m_device.memoryShare > 0.5) {
    m_device.memoryShare -= 0.2;
    try {
      m_device.reason = failure.sentence() + " So it holds less of the model now.";
      return openWithinMemory();
    } catch (const Error& error) {
      if (!isOfTheDevice(error.code())) throw;
    }
  }
  return openOn({"cpu", failure.sentence() +
                            " The processor has gone on in its place; load the model again to try "
                            "the card once more."});
}

}  // namespace alcove::runtime
