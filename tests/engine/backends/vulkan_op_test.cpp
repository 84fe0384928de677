// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// The cases of all backends on Vulkan, as the device is and as a card that has nothing optional
// (which of the two ALCOVE_VULKAN_AS decides); and what is said of devices of all kinds.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "device_ops.h"
#include "ops/matmul.h"
#include "ops/moe_matmul.h"
#include "ops/paged_attention.h"

namespace alcove::backends {
namespace {

double tolerance(const graph::Graph& graph) {
  const graph::Node& node = graph.nodes[std::size_t(graph.outputs[0])];
  if (node.op == &ops::kPagedAttention) return 1e-7;
  return node.op == &ops::kMatmul || node.op == &ops::kMoeMatmul ? 1e-9 : 1e-10;
}

TEST(VulkanOps, AgreeWithReference) { expectReferenceResults("vulkan", {}, tolerance); }

TEST(Devices, AreDescribedWhetherTheyCanBeUsedOrNot) {
  for (const BackendRow& row : backendTable()) {
    if (row.describe == nullptr) continue;
    const std::vector<DeviceDescription> devices = row.describe();
    EXPECT_FALSE(devices.empty());
    for (const DeviceDescription& device : devices) {
      fmt::print("{}: {}\n", device.name, device.reason);
      EXPECT_FALSE(device.name.empty());
      EXPECT_TRUE(device.reason.ends_with('.')) << device.reason;
    }
  }
}

}  // namespace
}  // namespace alcove::backends
