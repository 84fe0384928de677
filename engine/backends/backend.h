// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <alcove/error.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "backends/device_limits.h"
#include "graph/graph.h"

namespace alcove::backends {

struct MemoryRules;

// A graph made ready for one device.
class Executable {
 public:
  virtual ~Executable() = default;
  // Runs the graph on a batch of its shape: reads the values of its inputs, writes those of its
  // outputs, in the graph's order. One run at a time per backend.
  virtual void run(const ops::BatchView& batch, std::span<const std::span<const float>> inputs,
                   std::span<const std::span<float>> outputs) = 0;
  // The same for a graph without inputs and with one output.
  void run(const ops::BatchView& batch, std::span<float> output) { run(batch, {}, {&output, 1}); }
};

// What can run graphs. Lives as long as the executables and prepared weights made from it.
class Backend {
 public:
  // What the owner of the weights wants to hear while they are prepared; any may be empty.
  struct PrepareHooks {
    std::function<bool(double fraction)> onProgress;  // 0 … 1; false stops with Error Cancelled
    // Some bytes of a weight will be read soon. Called from many threads at once, and must not
    // throw; so is the next.
    std::function<void(std::span<const std::byte>)> willRead;
    // Copies bytes of a weight without leaving the originals in memory. Empty: weights are read
    // where they lie.
    std::function<void(std::span<const std::byte>, std::byte* destination)> read;
    // Weights that shall not take memory: the processor reads them from the mapped file at each
    // use, slowly. Other backends do not ask.
    std::function<bool(const graph::Weight&)> inPlace;
  };

  virtual ~Backend() = default;

  [[nodiscard]] virtual const char* kind() const = 0;        // "cpu"
  [[nodiscard]] virtual std::string deviceName() const = 0;  // "AMD EPYC, AVX-512 VNNI, 2 threads"
  // Which of its kind's devices it is (BackendOptions::device).
  [[nodiscard]] virtual int device() const { return 0; }
  // What a person should know of how it divides the work, as a sentence; empty: nothing.
  [[nodiscard]] virtual std::string remark() const { return {}; }
  // Whether this backend has a kernel of its own for the node; the others run through the op's
  // reference, which the caller is told about.
  [[nodiscard]] virtual bool supports(const graph::Node& node) const = 0;

  // Brings the weights of `graph` into the layout that this backend wants. Called once, before
  // compile(), with a graph that uses every weight as the later ones will. Throws OutOfMemory.
  virtual void prepareWeights(const graph::Graph& graph, const PrepareHooks& hooks) = 0;
  // Memory that prepared weights take; what is read in place from a mapped file counts too.
  [[nodiscard]] virtual std::uint64_t weightsBytes() const = 0;

  // Takes now what runs of `graph` need beside weights and cache, so that a device which has less
  // memory than it says shows it before anybody waits for an answer. Throws OutOfMemory.
  virtual void reserve(const graph::Graph& /*graph*/) {}

  // What it holds of its device's memory now, all told; 0 where nobody counts.
  [[nodiscard]] virtual std::uint64_t allocatedBytes() const { return 0; }
  // The most that was, at any time.
  [[nodiscard]] virtual std::uint64_t mostAllocatedBytes() const { return allocatedBytes(); }

  // A batch of no more tokens than that is computed with the roundings of one token alone. A
  // larger one may not be.
  [[nodiscard]] virtual std::uint32_t narrowTokens() const = 0;

  // Memory for a KV cache where executables reach it. Throws Error OutOfMemory.
  [[nodiscard]] virtual std::unique_ptr<cache::KvPool> makeCache(const cache::KvLayout& layout,
                                                                 std::uint32_t blocks) {
    return std::make_unique<cache::HostKvPool>(layout, blocks);
  }

  [[nodiscard]] virtual std::unique_ptr<Executable> compile(
      std::shared_ptr<const graph::Graph> graph) = 0;
};

// Sees what some nodes read, for statistics. Nobody pays for it who has none.
class NodeObserver {
 public:
  virtual ~NodeObserver() = default;
  // Asked for each node when a graph is compiled.
  [[nodiscard]] virtual bool wants(const graph::Graph& graph, const graph::Node& node) const = 0;
  // During a run, just before the node, on one of the run's threads, one node at a time. The views
  // are valid during the call only.
  virtual void observe(const graph::Graph& graph, const graph::Node& node,
                       std::span<const ops::TensorView> inputs) = 0;
};

struct BackendOptions {
  int threads = 0;            // 0: the physical cores
  bool exactWeights = false;  // no integer arithmetic: decoded weights × float activations
  // A token's result depends on its own sequence alone, not on what else is in the batch or how
  // the prompt is cut: every way of computing that only pays for wide batches is left out.
  bool deterministic = false;
  // Outlives the backend; the CPU backend alone knows it, others refuse it.
  NodeObserver* observer = nullptr;
  // What a thread of the CPU backend takes at once reads and writes that much at least: less is
  // done sooner than it is handed over. The result does not depend on it.
  std::size_t partBytes = 32 * 1024;
  int device = 0;  // which of BackendRow::describe(); there is one processor
};

// Memory of a device beside the processor was short: of which, and how much of it could be had.
class DeviceFull final : public Error {
 public:
  DeviceFull(const Error& error, int device, std::uint64_t heldBytes)
      : Error(ErrorCode::OutOfMemory, error.sentence(), error.context()),
        m_device(device),
        m_heldBytes(heldBytes) {}
  [[nodiscard]] int device() const noexcept { return m_device; }  // of its kind
  [[nodiscard]] std::uint64_t heldBytes() const noexcept { return m_heldBytes; }

 private:
  int m_device;
  std::uint64_t m_heldBytes;
};

// Does what takes memory of `backend`'s device; an Error OutOfMemory becomes DeviceFull, unless the
// device is the processor.
template <class Work>
auto takeMemory(const Backend& backend, const Work& work) {
  try {
    return work();
  } catch (const DeviceFull&) {
    throw;
  } catch (const Error& error) {
    if (error.code() != ErrorCode::OutOfMemory || backend.kind() == std::string_view("cpu")) throw;
    throw DeviceFull(error, backend.device(), backend.mostAllocatedBytes());
  }
}

// Which of `count` devices a backend is to take. Throws Error Device, naming those that there are,
// if it is none of them.
[[nodiscard]] std::size_t deviceIndex(const char* kind, const BackendOptions& options,
                                      std::size_t count);

// What only the processor can do. Throws Error Unsupported, naming the card's backend.
void refuseForCards(const BackendOptions& options, const char* backend);

// A device beside the processor, for people.
struct DeviceDescription {
  std::string name;               // "NVIDIA GeForce RTX 4090", or of the kind where none was found
  std::uint64_t memoryBytes = 0;  // its own, or what it shares with the processor
  bool usable = false;
  std::string reason;         // why, or why not: a sentence
  bool sharesMemory = false;  // with the processor
  std::string driver = {};    // with its version; empty where none is known
  // What a person can do about it where it is not usable: a sentence; empty: nothing
  std::string remedy = {};
  std::optional<std::uint64_t> availableBytes = {};  // now; nothing where nobody can tell
  std::uint64_t heldBytes = 0;                       // that backends of this process hold of it
  // The same for one card that several drivers offer; empty where no driver tells.
  std::string card = {};
  DeviceLimits limits = {};
};

// One kind of device, as a row of the backend table.
struct BackendRow {
  const char* kind;
  // All devices of the kind, the best first: BackendOptions::device counts them. Or one without
  // memory that says why there is none. Null for the processor.
  std::vector<DeviceDescription> (*describe)();
  // Throws Error Device, with the reason, if there is no such device or it is not usable.
  std::unique_ptr<Backend> (*create)(const BackendOptions& options);
  // What it takes of its device's memory; null: see memoryRules().
  const MemoryRules* memory = nullptr;
};

// Best first. Rows are there if the build has them, whether or not a device is.
[[nodiscard]] std::span<const BackendRow> backendTable();

// Throws Error Unsupported if this build has no backend of that kind.
[[nodiscard]] std::unique_ptr<Backend> createBackend(std::string_view kind,
                                                     const BackendOptions& options);

}  // namespace alcove::backends
