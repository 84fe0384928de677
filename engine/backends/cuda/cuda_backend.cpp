// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/cuda/cuda_backend.h"

#include <alcove/error.h>
#include <fmt/format.h>

#include <algorithm>

#include "backends/cuda/cuda_op_table.h"
#include "backends/cuda/executable.h"

namespace alcove::backends::cuda {

using kernels::cuda::Status;

namespace {

class CudaBackend final : public Backend {
 public:
  CudaBackend(std::shared_ptr<const ModuleLibrary> library, const DeviceTraits& traits,
              const BackendOptions& options)
      : m_exact(options.exactWeights),
        m_number(options.device),
        m_device(std::move(library), traits),
        m_weights(m_device, options.exactWeights),
        m_shared(m_device) {}

  const char* kind() const override { return "cuda"; }
  std::string deviceName() const override {
    const kernels::cuda::DeviceInfo& info = m_device.info();
    return fmt::format("{}, compute capability {}.{}", info.name, info.capabilityMajor,
                       info.capabilityMinor);
  }
  int device() const override { return m_number; }
  bool supports(const graph::Node& node) const override {
    return !node.op || findCudaOp(*node.op) != nullptr;
  }
  void prepareWeights(const graph::Graph& graph, const PrepareHooks& hooks) override {
    m_weights.prepare(graph, hooks);
  }
  std::uint64_t weightsBytes() const override { return m_weights.bytes(); }
  void reserve(const graph::Graph& graph) override {
    CudaExecutable(graph, {m_device, m_weights, m_shared, m_exact}).reserve();
  }
  std::uint64_t allocatedBytes() const override { return m_device.allocatedBytes(); }
  // How a context is divided, and so summed, depends on the number of tokens.
  std::uint32_t narrowTokens() const override { return 1; }

  std::unique_ptr<cache::KvPool> makeCache(const cache::KvLayout& layout,
                                           std::uint32_t blocks) override {
    return std::make_unique<DeviceKvPool>(m_device, layout, blocks);
  }

  std::unique_ptr<Executable> compile(std::shared_ptr<const graph::Graph> graph) override {
    for (const graph::Node& node : graph->nodes)
      if (!supports(node))
        throw Error(ErrorCode::Unsupported,
                    fmt::format("The CUDA backend has no kernel for {} yet.", node.op->name));
    return std::make_unique<CudaExecutable>(
        *graph, CudaExecutable::Parts{m_device, m_weights, m_shared, m_exact});
  }

 private:
  bool m_exact;
  int m_number;  // BackendOptions::device
  Device m_device;
  DeviceWeights m_weights;
  SharedMemory m_shared;
};

// Those that can be used first, and of these the ones with more memory: the order in which people
// count them.
std::vector<DeviceTraits> bestFirst(std::vector<DeviceTraits> devices) {
  std::ranges::stable_sort(devices, [](const DeviceTraits& a, const DeviceTraits& b) {
    const bool aUsable = a.passedOver.empty(), bUsable = b.passedOver.empty();
    return aUsable != bUsable ? aUsable : a.info.memoryBytes > b.info.memoryBytes;
  });
  return devices;
}

}  // namespace

namespace {

DeviceDescription describe(const ModuleLibrary& library, const DeviceTraits& traits) {
  const kernels::cuda::DeviceInfo& info = traits.info;
  const std::string version =
      fmt::format("CUDA {}.{}", info.driverVersion / 1000, info.driverVersion % 1000 / 10);
  DeviceDescription description{info.name, info.memoryBytes, traits.passedOver.empty(),
                                traits.passedOver};
  description.driver = version;
  if (!description.usable) {
    description.remedy =
        "Alcove needs an NVIDIA card of compute capability 7.5 or newer that answers.";
    return description;
  }
  description.reason = fmt::format(
      "Compute capability {}.{}, its driver knows {}. It is used where it is the fastest.",
      info.capabilityMajor, info.capabilityMinor, version);
  const MemoryNow memory = memoryNow(library, traits);
  description.availableBytes = memory.availableBytes;
  description.heldBytes = memory.heldBytes;
  return description;
}

}  // namespace

std::vector<DeviceDescription> describeCudaDevices() {
  DeviceDescription none{"CUDA", 0, false, ""};
  none.remedy =
      "If this computer has an NVIDIA card, install a version of Alcove with the CUDA module.";
  try {
    const auto library = ModuleLibrary::open();
    int count = 0;
    const auto status = library->functions().deviceCount(&count);
    none.remedy = remedyFor(status == Status::Ok ? Status::NoDevice : status);
    std::vector<DeviceDescription> devices;
    for (const DeviceTraits& traits : bestFirst(listDevices(*library)))
      devices.push_back(describe(*library, traits));
    return devices;
  } catch (const Error& error) {
    none.reason = error.sentence();
    return {none};
  }
}

std::unique_ptr<Backend> createCudaBackend(const BackendOptions& options) {
  refuseForCards(options, "CUDA");
  auto library = ModuleLibrary::open();
  const std::vector<DeviceTraits> devices = bestFirst(listDevices(*library));
  const DeviceTraits& traits = devices[deviceIndex("cuda", options, devices.size())];
  if (!traits.passedOver.empty()) throw Error(ErrorCode::Device, traits.passedOver);
  return std::make_unique<CudaBackend>(std::move(library), traits, options);
}

}  // namespace alcove::backends::cuda
