// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>
#include <fmt/format.h>

#include "backends/backend.h"
#include "backends/cpu/cpu_backend.h"
#include "backends/cuda/cuda_backend.h"
#ifdef ALCOVE_HAS_VULKAN
#include "backends/vulkan/vulkan_backend.h"
#endif

namespace alcove::backends {

std::span<const BackendRow> backendTable() {
  static constexpr BackendRow kTable[] = {
      {"cpu", nullptr, cpu::createCpuBackend, &cpu::kMemoryRules},
      {"cuda", cuda::describeCudaDevices, cuda::createCudaBackend, &cuda::kMemoryRules},
#ifdef ALCOVE_HAS_VULKAN
      {"vulkan", vulkan::describeVulkanDevices, vulkan::createVulkanBackend, &vulkan::kMemoryRules},
#endif
  };
  return kTable;
}

std::size_t deviceIndex(const char* kind, const BackendOptions& options, std::size_t count) {
  if (options.device >= 0 && std::size_t(options.device) < count)
    return std::size_t(options.device);
  throw Error(ErrorCode::Device,
              fmt::format("There is no {0}:{1}; this computer has {2}.", kind, options.device,
                          count == 1 ? fmt::format("{}:0 alone", kind)
                                     : fmt::format("{0}:0 to {0}:{1}", kind, count - 1)));
}

void refuseForCards(const BackendOptions& options, const char* backend) {
  if (options.observer != nullptr)
    throw Error(ErrorCode::Unsupported, "Only the processor can show what a model computes.");
  if (options.deterministic)
    throw Error(ErrorCode::Unsupported,
                fmt::format("On {} an answer may depend on what else is computed with it; choose "
                            "the device cpu for a deterministic engine.",
                            backend));
}

std::unique_ptr<Backend> createBackend(std::string_view kind, const BackendOptions& options) {
  for (const BackendRow& row : backendTable())
    if (kind == row.kind) return row.create(options);
  std::string known;
  for (const BackendRow& row : backendTable())
    known += (known.empty() ? "" : ", ") + std::string(row.kind);
  throw Error(ErrorCode::Unsupported,
              fmt::format("This build cannot run models on '{}'; it knows: {}.", kind, known));
}

}  // namespace alcove::backends
