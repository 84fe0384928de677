// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "runtime/engine.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <future>
#include <new>
#include <utility>

#include "formats/gguf_file.h"
#include "runtime/core_opening.h"
#include "runtime/local_engine.h"

namespace alcove::runtime {
namespace {

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

std::unique_ptr<Engine> openEngine(const std::filesystem::path& path,
                                   const EngineOptions& options) {
  const std::shared_ptr<const formats::GgufFile> file = formats::GgufFile::open(path);
  std::future<TokenizerPointer> tokenizer = buildTokenizer(file);
  CoreOpener opener(file, options);
  std::unique_ptr<EngineCore> core = opener.open(options.onProgress);
  TokenizerPointer fitting = fittingTokenizer(std::move(tokenizer), core->model->vocabularySize());
  return std::make_unique<LocalEngine>(file, std::move(fitting), std::move(core),
                                       std::move(opener));
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
