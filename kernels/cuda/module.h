// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "cuda/activations.h"
#include "cuda/add.h"
#include "cuda/clamp.h"
#include "cuda/clamped_swiglu.h"
#include "cuda/embedding.h"
#include "cuda/gelu.h"
#include "cuda/kv_write.h"
#include "cuda/layer_norm.h"
#include "cuda/matmul.h"
#include "cuda/moe_combine.h"
#include "cuda/moe_router.h"
#include "cuda/moe_sort.h"
#include "cuda/paged_attention.h"
#include "cuda/prefetch.h"
#include "cuda/rms_norm.h"
#include "cuda/rope.h"
#include "cuda/scale.h"
#include "cuda/select_rows.h"
#include "cuda/sigmoid_mul.h"
#include "cuda/silu_mul.h"
#include "cuda/soft_cap.h"
#include "cuda/status.h"

// The CUDA module: all device code and the run time under it in one library that is opened while
// the engine runs, through one table of C functions. The engine needs neither CUDA's headers nor
// its libraries, and starts where there is no driver.

namespace alcove::kernels::cuda {

// The kernels: Name is started by launchName, which takes NameArgs. A new one is a row here.
#define ALCOVE_CUDA_KERNELS(ROW)                \
  ROW(Add, add)                                 \
  ROW(Clamp, clamp)                             \
  ROW(ClampedSwiglu, clampedSwiglu)             \
  ROW(Embedding, embedding)                     \
  ROW(Gelu, gelu)                               \
  ROW(KvWrite, kvWrite)                         \
  ROW(LayerNorm, layerNorm)                     \
  ROW(Matmul, matmul)                           \
  ROW(MoeCombine, moeCombine)                   \
  ROW(MoeMatmul, moeMatmul)                     \
  ROW(MoeRouter, moeRouter)                     \
  ROW(MoeSort, moeSort)                         \
  ROW(PagedAttention, pagedAttention)           \
  ROW(Prefetch, prefetch)                       \
  ROW(QuantizeActivations, quantizeActivations) \
  ROW(RmsNorm, rmsNorm)                         \
  ROW(Rope, rope)                               \
  ROW(Scale, scale)                             \
  ROW(SelectRows, selectRows)                   \
  ROW(SigmoidMul, sigmoidMul)                   \
  ROW(SiluMul, siluMul)                         \
  ROW(SoftCap, softCap)

struct DeviceInfo {
  char name[256] = {};
  std::uint64_t memoryBytes = 0;
  int capabilityMajor = 0;  // compute capability
  int capabilityMinor = 0;
  int multiprocessors = 0;
  std::uint64_t cacheBytes = 0;  // of the second level
  int driverVersion = 0;         // of CUDA that the driver knows: 1000 × major + 10 × minor
  int runtimeVersion = 0;        // in this module
};

enum class CopyKind : std::int32_t { ToDevice, ToHost, OnDevice };

using Graph = void*;  // recorded work

// Everything that can fail gives a Status; lastMessage() then has the words, of the calling thread.
// A device is selected for each thread; memory, streams and graphs belong to the device that was
// selected when they were made. Argument structs are read before a launcher returns.
struct Module {
  std::uint32_t version;  // kModuleVersion
  std::uint32_t bytes;    // of this struct

  const char* (*lastMessage)();
  Status (*deviceCount)(int* count);
  Status (*describeDevice)(int device, DeviceInfo* info);
  Status (*selectDevice)(int device);
  // What is free of the selected device's memory, for all programs. Starts CUDA on the device if
  // this process has not used it yet, which takes some of it.
  Status (*freeMemory)(std::uint64_t* bytes);

  Status (*allocate)(void** memory, std::size_t bytes);        // of the device; 256 bytes aligned
  Status (*release)(void* memory);                             // waits for all work
  Status (*allocatePinned)(void** memory, std::size_t bytes);  // of the host, for fast copies
  Status (*releasePinned)(void* memory);

  Status (*createStream)(Stream* stream);
  Status (*destroyStream)(Stream stream);
  Status (*synchronize)(Stream stream);  // waits for all work of the stream
  Status (*copy)(void* to, const void* from, std::size_t bytes, CopyKind kind, Stream stream);

  // What `waiting` is given from now on begins after what `stream` was given so far.
  Status (*waitFor)(Stream waiting, Stream stream);

  // What a stream is given between the two is recorded and not done, and so is what
  // other streams are given that wait for it; it has to wait for these before the end.
  Status (*beginCapture)(Stream stream);
  Status (*endCapture)(Stream stream, Graph* graph);
  Status (*launchGraph)(Graph graph, Stream stream);
  Status (*destroyGraph)(Graph graph);

#define ALCOVE_FIELD(Name, name) Status (*name)(const Name##Args& args, Stream stream);
  ALCOVE_CUDA_KERNELS(ALCOVE_FIELD)
#undef ALCOVE_FIELD
};

// To be raised whenever Module or a struct in it changes.
inline constexpr std::uint32_t kModuleVersion = 2;

// The one symbol of the library: `const Module* alcove_cuda_module()`. Its first two fields keep
// their meaning in all versions.
inline constexpr const char* kModuleSymbol = "alcove_cuda_module";
using ModuleFunction = const Module* (*)();

}  // namespace alcove::kernels::cuda
