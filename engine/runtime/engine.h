// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "models/model_output.h"
#include "runtime/memory_budget.h"
#include "sampling/constraint.h"
#include "sampling/sampling_options.h"
#include "sampling/token_logprobs.h"
#include "tokenizer/tokenizer.h"

namespace alcove::backends {
class NodeObserver;
}
namespace alcove::chat {
class ChatTemplate;
}
namespace alcove::formats {
class GgufFile;
}
namespace alcove::grammar {
class Grammar;
}

namespace alcove::runtime {

using tokenizer::TokenId;

// What happens when prompt and answer no longer fit the context. Never silent: the result says
// what was dropped.
enum class ContextPolicy {
  Stop,       // the answer ends with FinishReason::ContextFull
  Slide,      // the oldest tokens after the kept head are dropped
  MiddleOut,  // a prompt that is too long loses its middle, keeping head and tail
};

enum class FinishReason { Stop, Length, ContextFull, Cancelled, Failed };
[[nodiscard]] const char* finishReasonName(FinishReason reason) noexcept;

// Whether an answer is drafted ahead and the drafts checked several tokens at a time (decision
// 0013). It says the same either way.
enum class Speculation : std::uint8_t {
  Off,
  Auto,  // where it makes the answer come faster
};

[[nodiscard]] const char* speculationName(Speculation speculation) noexcept;
// "off", "auto". Throws Error InvalidArgument for anything else.
[[nodiscard]] Speculation speculationOf(const std::string& name);

struct EngineOptions {
  // "auto", "cpu", "vulkan", "cuda": all usable cards of that kind, or one of them: "cuda:1".
  // ALCOVE_DEVICE overrides auto.
  std::string device = "auto";
  int threads = 0;  // 0: the physical cores
  // How much of devices' memory the model may take; those not named: what they report.
  std::vector<MemoryBudget> budgets;
  bool cacheOnProcessor = false;    // the KV cache stays in the computer's memory
  std::uint32_t contextTokens = 0;  // 0: the model's own, at most 8192 unless it fits easily
  bool exactWeights =
      false;  // float path: dequantised weights × float activations (tests, references)
  // An answer depends on its own prompt and options alone, bit for bit, not on what runs beside it.
  // Prompts take longer to read where the processor has other ways for wide batches.
  bool deterministic = false;
  Speculation speculation = Speculation::Auto;
  // A smaller model with the same vocabulary that drafts answers too; empty: none.
  std::filesystem::path draftModel;
  // How K and V are kept: "F32", "F16", "Q8_0" or "Q4_0"; empty: F16, or F32 with exactWeights and
  // for models that only make embeddings.
  std::string keyType;
  std::string valueType;
  // Where parts of the KV cache go that have no room in it, and are kept for the next run. A folder
  // may be used by several engines at a time.
  std::uint64_t spillMemoryBytes = 0;
  std::filesystem::path spillFolder;  // empty: nothing is kept on disk
  // How much all models together may take there; 0: nothing, and what is there is deleted.
  std::uint64_t spillDiskBytes = 0;
  // Sees what the model's nodes read, on the engine's threads; outlives the engine.
  backends::NodeObserver* observer = nullptr;
  // Called from the loading thread with 0 … 1; return false to cancel the load.
  std::function<bool(double fraction)> onProgress;
};

// A loaded adapter, as requests name it, and how much of it is added to the model.
struct AdapterScale {
  std::uint32_t id = 0;
  float scale = 1;
};

struct AdapterInfo {
  std::uint32_t id = 0;  // no other adapter of this engine ever gets it
  std::filesystem::path path;
  std::string name;
  float scale = 1;  // for requests that name no adapters
  std::uint64_t bytes = 0;
};

// Who goes first when not everybody can. What waits gets more urgent, so nothing waits for ever.
enum class Priority : std::uint8_t {
  Interactive,  // a person is looking
  Normal,
  Background,  // leaves most steps to the others while there are any
};

struct GenerationRequest {
  std::vector<TokenId> prompt;  // with bos where the model wants it
  int maxTokens = -1;           // -1: until a stop or the context's end
  sampling::SamplingOptions sampling;
  std::vector<std::string> stop;  // never part of the text that is handed out
  ContextPolicy contextPolicy = ContextPolicy::Stop;
  std::uint32_t keepTokens = 0;  // Slide and MiddleOut: this many first tokens stay
  Priority priority = Priority::Normal;
  Speculation speculation = Speculation::Auto;  // EngineOptions::speculation can forbid it
  bool ignoreEnd = false;                       // benchmarks: end tokens do not end the answer
  // Which adapters are added to the model; the others are not. Nothing: those that have a scale of
  // their own (Engine::setAdapterScales).
  std::optional<std::vector<AdapterScale>> adapters;
  bool namesControl = false;  // events say which control tokens the model wrote
  // What the answer must keep to; null: nothing. One for each request (clone() makes more).
  std::shared_ptr<sampling::Constraint> constraint;
  int logprobs = -1;  // -1: none; else those of each token and of this many alternatives, at most
                      // sampling::kMostTopLogprobs
};

struct GenerationStats {
  std::uint32_t promptTokens = 0;
  std::uint32_t cachedPromptTokens = 0;  // of these, found in the KV cache
  std::uint32_t completionTokens = 0;
  std::uint32_t droppedTokens = 0;   // by the context policy
  std::uint32_t draftedTokens = 0;   // computed ahead of the answer
  std::uint32_t acceptedTokens = 0;  // of these, part of it
  double promptMs = 0;               // prefill
  double timeToFirstTokenMs = 0;     // from submit() to the first token, waiting included
  double generationMs = 0;           // from the first token to the last
  std::uint64_t seed = 0;            // the one that was used
  std::string deviceChange;  // a sentence, if the device failed meanwhile and another went on
};

struct GenerationEvent {
  TokenId token = -1;   // -1 in the last event
  std::string text;     // whole characters; may be empty
  std::string control;  // with namesControl: the spelling of the control token behind `text`
  bool last = false;    // may still bring text that had been held back
  std::optional<sampling::TokenLogprobs> logprobs;  // of `token`, if they were asked for
  // Set in the last event only:
  FinishReason reason = FinishReason::Stop;
  std::string stopString;  // which of `stop` ended it, if one did
  std::string failure;     // one sentence, for Failed
  GenerationStats stats;
};

// Texts whose embeddings are wanted.
struct EmbeddingRequest {
  // With the tokens that the model wants around a text; each within the context.
  std::vector<std::vector<TokenId>> inputs;
  std::optional<models::Pooling> pooling = std::nullopt;  // nothing: the model's own
  std::uint32_t dimensions = 0;                           // only this many first values; 0: all
  bool normalise = true;                                  // to length 1
};

struct Embeddings {
  models::Pooling pooling = models::Pooling::Mean;  // the one that was used
  std::uint32_t width = 0;
  // For each input [width], or [tokens, width] with Pooling::None.
  std::vector<std::vector<float>> values;
};

// What a loaded model is and where it runs, for people and for JSON.
struct ModelInfo {
  std::filesystem::path path;
  std::string name;  // general.name, else the file's stem
  std::string architecture;
  std::string weightsType;  // the block type that most bytes have: "Q4_1"
  std::uint64_t parameters = 0;
  std::uint64_t fileBytes = 0;
  std::uint32_t trainedContextTokens = 0;
  std::uint32_t contextTokens = 0;  // what this engine was opened with
  bool generates = true;            // false: it makes embeddings only
  bool takesAdapters = false;       // where it is now; those on a card do not
  std::uint32_t embeddingSize = 0;
  models::Pooling pooling = models::Pooling::Mean;
  std::string device;              // "cpu"
  std::string deviceName;          // "AMD EPYC, AVX-512 VNNI, 2 threads"
  std::string deviceReason;        // why this one: "no usable graphics card: …"
  std::uint64_t weightsBytes = 0;  // resident, repacked
  std::uint64_t cacheBytes = 0;    // KV pool
  Speculation speculation = Speculation::Auto;
  std::filesystem::path draftModel;  // empty: none
  std::uint64_t draftBytes = 0;      // its weights and its KV pool
  std::string keyType;               // of the KV cache: "F16"
  std::string valueType;
  double loadMs = 0;
  std::string chatTemplate = "none";  // or "model", or "built-in: ChatML"
};

struct CacheUsage {
  std::uint32_t blockTokens = 0;
  std::uint32_t blocksTotal = 0;
  std::uint32_t blocksUsed = 0;    // held by running requests
  std::uint32_t blocksCached = 0;  // free, but still holding a reusable prefix
  std::uint32_t blocksShared = 0;  // held by more than one
  double wastedShare = 0;          // of the room in used blocks, what holds no token: 0 … 1
  std::uint64_t spilledMemoryBlocks = 0;
  std::uint64_t spilledMemoryBytes = 0;
  std::uint64_t spilledDiskBlocks = 0;
  std::uint64_t spilledDiskBytes = 0;
  std::uint64_t spilledDiskLimitBytes = 0;
  std::uint64_t restoredBlocks = 0;  // since the model was loaded
};

// Of all answers since the model was loaded.
struct SpeculationUsage {
  std::uint64_t draftedTokens = 0;
  std::uint64_t acceptedTokens = 0;  // of these
};

// A loaded model and the requests running on it. Safe to call from any thread. Requests are
// batched: each step decodes one token of every running request and a slice of waiting prompts.
// Destroying the engine cancels what is running and waits for it.
class Engine {
 public:
  // Throws Error: NotFound, Corrupt, Unsupported, OutOfMemory (says how many bytes) or Cancelled;
  // then nothing stays allocated.
  [[nodiscard]] static std::unique_ptr<Engine> open(const std::filesystem::path& model,
                                                    const EngineOptions& options = {});
  virtual ~Engine() = default;

  // What is said of the device is so for now: where that fails, another one goes on with what was
  // asked, and the next call says so. The reference stays valid as long as the engine.
  [[nodiscard]] virtual const ModelInfo& info() const = 0;
  [[nodiscard]] virtual const formats::GgufFile& file() const = 0;
  // Built at first use; throws Error Corrupt or Unsupported.
  [[nodiscard]] virtual const tokenizer::Tokenizer& tokenizer() const = 0;
  // Null if the model has none and is of no known family (info().chatTemplate). Some models have
  // one of their own for requests with tools. Throws Error Corrupt if it cannot be read.
  [[nodiscard]] virtual const chat::ChatTemplate* chatTemplate(bool withTools) const = 0;
  [[nodiscard]] virtual CacheUsage cacheUsage() const = 0;
  [[nodiscard]] virtual SpeculationUsage speculationUsage() const = 0;
  // A constraint that holds one answer to `grammar`. What it computes is kept for the next answer
  // to the same Grammar. Throws Error Corrupt or Unsupported (the tokenizer).
  [[nodiscard]] virtual std::shared_ptr<sampling::Constraint> constrain(
      std::shared_ptr<const grammar::Grammar> grammar) const = 0;

  // Makes an adapter, a folder that PEFT wrote or a GGUF file, ready for requests, without loading
  // the model anew; `scale` is for those that name no adapters. Throws Error NotFound, Io, Corrupt
  // (does not fit the model), InvalidArgument (made for another architecture, or a scale that is no
  // number) or Unsupported (the model is on a card).
  virtual std::uint32_t loadAdapter(const std::filesystem::path& path, float scale) = 0;
  // Requests that use it keep it to their end; new ones cannot name it. Throws Error NotFound.
  virtual void unloadAdapter(std::uint32_t id) = 0;
  // In the order in which they were loaded.
  [[nodiscard]] virtual std::vector<AdapterInfo> adapters() const = 0;
  // What requests that name no adapters get from now on; of adapters that are not in `scales`,
  // nothing. Throws Error NotFound or InvalidArgument; then nothing changes.
  virtual void setAdapterScales(std::span<const AdapterScale> scales) = 0;

  // Queues a request. `onEvent` runs on the engine's thread for each token and once with `last`;
  // it must return quickly and must not call back into the engine; returning false cancels the
  // request. Throws Error InvalidArgument or LimitExceeded (a prompt that can never fit, with the
  // numbers) before anything is queued, NotFound (an adapter), Unsupported for a model that does
  // not generate.
  using EventSink = std::function<bool(const GenerationEvent&)>;
  virtual std::uint64_t submit(GenerationRequest request, EventSink onEvent) = 0;

  // Ends a request soon, with FinishReason::Cancelled. Unknown or ended ids are ignored.
  virtual void cancel(std::uint64_t id) = 0;

  // Logits [last, vocabulary] of the last `last` positions of `tokens`, computed in one fresh
  // sequence, with the adapters that have a scale; for evaluation. Blocks until done. Throws Error
  // Unsupported for a model that does not generate.
  [[nodiscard]] virtual std::vector<float> logits(std::span<const TokenId> tokens,
                                                  std::uint32_t last) = 0;

  // Embeddings of the inputs, in their order, computed in batches beside what else is running: the
  // same whether an input comes alone or with others, to the rounding of the arithmetic, or to the
  // bit in a deterministic engine. Blocks until done, and asks `wanted` on the
  // calling thread now and then; false ends it with Error Cancelled. Throws Error InvalidArgument
  // or LimitExceeded (an input longer than the context, with the numbers).
  [[nodiscard]] virtual Embeddings embed(EmbeddingRequest request,
                                         const std::function<bool()>& wanted) = 0;
};

// Throws Error Unsupported, saying what to do instead, for a model that makes embeddings only.
void requireGeneration(const ModelInfo& info);

}  // namespace alcove::runtime
