// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <cuda_on_cpu/runtime_api.h>

#include <cstdio>
#include <cstring>
#include <mutex>
#include <vector>

#include "devices.h"

struct CudaGraph {
  std::vector<std::function<void()>> work;
};
struct CudaStream {
  int device = 0;
  CudaGraph* captured = nullptr;   // being recorded
  std::vector<CudaStream*> sides;  // that record into it as well, and were not waited for
  CudaStream* origin = nullptr;    // for which such a stream records

  void leave() {
    captured = nullptr;
    origin = nullptr;
  }
};
struct CudaEvent {
  int device = 0;
  CudaStream* stream = nullptr;
};

namespace {

constexpr std::size_t kMostSharedBytes = 48 * 1024;

// What the n-th call from now gives instead of its work; see cuda_on_cpu_failAt.
struct Fault {
  int callsLeft = -1;
  cudaError_t error = cudaSuccess;
  bool lasting = false;
} fault;

// One thread of the processor at a time plays a device.
std::recursive_mutex deviceMutex;
std::size_t launches = 0;
cudaError_t lastError = cudaSuccess;

cudaError_t note(cudaError_t error) {
  if (error != cudaSuccess) lastError = error;
  return error;
}

// To be asked first by every call that may fail on a card.
cudaError_t faultNow() {
  if (fault.callsLeft < 0) return cudaSuccess;
  if (fault.callsLeft > 0) {
    --fault.callsLeft;
    return cudaSuccess;
  }
  if (!fault.lasting) fault.callsLeft = -1;
  return note(fault.error);
}

int deviceOf(cudaStream_t stream) {
  return stream != nullptr ? stream->device : cuda_on_cpu::current();
}

cudaError_t doOrRecord(cudaStream_t stream, std::function<void()> work) {
  if (const cudaError_t error = faultNow(); error != cudaSuccess) return error;
  const std::lock_guard lock(deviceMutex);
  if (stream != nullptr && stream->captured != nullptr) {
    stream->captured->work.push_back(std::move(work));
    return cudaSuccess;
  }
  cuda_on_cpu::work(deviceOf(stream));
  work();
  return cudaSuccess;
}

cudaError_t allocate(void** memory, std::size_t bytes, int device) {
  *memory = nullptr;
  if (const cudaError_t error = faultNow(); error != cudaSuccess) return error;
  const std::lock_guard lock(deviceMutex);
  *memory = cuda_on_cpu::allocateOn(device, bytes);
  return *memory == nullptr ? note(cudaErrorMemoryAllocation) : cudaSuccess;
}

cudaError_t release(void* memory) {
  if (memory == nullptr) return cudaSuccess;
  const std::lock_guard lock(deviceMutex);
  cuda_on_cpu::releaseAnywhere(memory);
  return cudaSuccess;
}

}  // namespace

// For tests, found through dlsym. The call after `calls` others that may fail on a card gives
// `error`; all further ones too, if it is `lasting`. Negative: none does.
extern "C" __attribute__((visibility("default"))) void cuda_on_cpu_failAt(int calls, int error,
                                                                          bool lasting) {
  fault = {calls, cudaError_t(error), lasting};
}
// Kernels that were run so far.
extern "C" __attribute__((visibility("default"))) std::size_t cuda_on_cpu_launches() {
  return launches;
}

const char* cudaGetErrorString(cudaError_t error) {
  if (error == cudaErrorMemoryAllocation) return "out of memory";
  if (error == cudaErrorInvalidValue) return "invalid argument";
  if (error == cudaErrorInvalidResourceHandle) return "invalid resource handle";
  return error == cudaSuccess ? "no error" : "the emulated device fails as it was told to";
}
const char* cudaGetErrorName(cudaError_t error) {
  static thread_local char name[32];
  std::snprintf(name, sizeof name, "emulated error %d", int(error));
  return name;
}
cudaError_t cudaGetLastError() {
  const cudaError_t error = lastError;
  lastError = cudaSuccess;
  return error;
}

cudaError_t cudaDriverGetVersion(int* version) {
  *version = 13000;
  return cudaSuccess;
}
cudaError_t cudaRuntimeGetVersion(int* version) { return cudaDriverGetVersion(version); }
cudaError_t cudaGetDeviceCount(int* count) {
  *count = cuda_on_cpu::deviceCount();
  return faultNow();
}
cudaError_t cudaGetDeviceProperties(cudaDeviceProp* properties, int device) {
  *properties = {
      "CUDA kernels on the processor", cuda_on_cpu::reportedBytes(device), 8, 0, 2, 64 << 20};
  return faultNow();
}
cudaError_t cudaSetDevice(int device) {
  if (device < 0 || device >= cuda_on_cpu::deviceCount()) return note(cudaErrorInvalidDevice);
  cuda_on_cpu::setCurrent(device);
  return faultNow();
}
cudaError_t cudaMemGetInfo(std::size_t* free, std::size_t* total) {
  const std::lock_guard lock(deviceMutex);
  *total = cuda_on_cpu::reportedBytes(cuda_on_cpu::current());
  *free = *total - std::min(*total, cuda_on_cpu::allocatedOn(cuda_on_cpu::current()));
  return faultNow();
}

cudaError_t cudaMalloc(void** memory, std::size_t bytes) {
  return allocate(memory, bytes, cuda_on_cpu::current());
}
cudaError_t cudaFree(void* memory) { return release(memory); }
cudaError_t cudaMallocHost(void** memory, std::size_t bytes) {
  return allocate(memory, bytes, cuda_on_cpu::kHost);
}
cudaError_t cudaFreeHost(void* memory) { return release(memory); }

cudaError_t cudaMemcpyAsync(void* to, const void* from, std::size_t bytes, cudaMemcpyKind,
                            cudaStream_t stream) {
  return doOrRecord(stream, [=, device = deviceOf(stream)] {
    cuda_on_cpu::requireReachable(to, device);
    cuda_on_cpu::requireReachable(from, device);
    std::memcpy(to, from, bytes);
  });
}

cudaError_t cudaStreamCreateWithFlags(cudaStream_t* stream, unsigned) {
  *stream = nullptr;
  if (const cudaError_t error = faultNow(); error != cudaSuccess) return error;
  *stream = new CudaStream;
  (*stream)->device = cuda_on_cpu::current();
  return cudaSuccess;
}
cudaError_t cudaStreamDestroy(cudaStream_t stream) {
  delete stream;
  return cudaSuccess;
}
cudaError_t cudaStreamSynchronize(cudaStream_t) { return faultNow(); }

cudaError_t cudaEventCreateWithFlags(cudaEvent_t* event, unsigned) {
  *event = nullptr;
  if (const cudaError_t error = faultNow(); error != cudaSuccess) return error;
  *event = new CudaEvent;
  (*event)->device = cuda_on_cpu::current();
  return cudaSuccess;
}
cudaError_t cudaEventRecord(cudaEvent_t event, cudaStream_t stream) {
  if (event->device != stream->device) return note(cudaErrorInvalidResourceHandle);
  event->stream = stream;
  return faultNow();
}
// What a stream is given is done at once, so there is nothing to wait for; but a stream that waits
// for one that is captured is captured too, until that one waits for it.
cudaError_t cudaStreamWaitEvent(cudaStream_t stream, cudaEvent_t event, unsigned) {
  if (const cudaError_t error = faultNow(); error != cudaSuccess) return error;
  CudaStream* const from = event->stream;
  if (from->captured == nullptr) return cudaSuccess;
  if (from->origin == stream) {
    from->leave();
    std::erase(stream->sides, from);
  } else if (stream->captured == nullptr) {
    stream->captured = from->captured;
    stream->origin = from;
    from->sides.push_back(stream);
  }
  return cudaSuccess;
}
cudaError_t cudaEventDestroy(cudaEvent_t event) {
  delete event;
  return cudaSuccess;
}

cudaError_t cudaStreamBeginCapture(cudaStream_t stream, cudaStreamCaptureMode) {
  if (const cudaError_t error = faultNow(); error != cudaSuccess) return error;
  stream->captured = new CudaGraph;
  return cudaSuccess;
}
cudaError_t cudaStreamEndCapture(cudaStream_t stream, cudaGraph_t* graph) {
  CudaGraph* const recorded = stream->captured;
  stream->captured = nullptr;
  if (!stream->sides.empty()) {  // an error on a card, too
    for (CudaStream* const side : stream->sides) side->leave();
    stream->sides.clear();
    delete recorded;
    *graph = nullptr;
    return note(cudaErrorStreamCaptureInvalidated);
  }
  *graph = recorded;
  return cudaSuccess;
}
cudaError_t cudaGraphInstantiate(cudaGraphExec_t* ready, cudaGraph_t graph, unsigned) {
  *ready = nullptr;
  if (const cudaError_t error = faultNow(); error != cudaSuccess) return error;
  *ready = new CudaGraph(*graph);
  return cudaSuccess;
}
cudaError_t cudaGraphDestroy(cudaGraph_t graph) {
  delete graph;
  return cudaSuccess;
}
cudaError_t cudaGraphLaunch(cudaGraphExec_t graph, cudaStream_t stream) {
  return doOrRecord(stream, [work = &graph->work] {
    for (const std::function<void()>& step : *work) step();
  });
}
cudaError_t cudaGraphExecDestroy(cudaGraphExec_t graph) {
  delete graph;
  return cudaSuccess;
}

namespace cuda_on_cpu {

cudaError_t launch(dim3 grid, dim3 block, std::size_t sharedBytes, cudaStream_t stream,
                   std::function<void()> kernel) {
  // The limits of compute capability 7.5 and later.
  const std::size_t threads = std::size_t(block.x) * block.y * block.z;
  if (grid.x == 0 || grid.y == 0 || grid.z == 0 || grid.x > 0x7fffffffu || grid.y > 65535 ||
      grid.z > 65535 || threads == 0 || threads > 1024 || block.z > 64 ||
      sharedBytes > kMostSharedBytes)
    return note(cudaErrorInvalidValue);
  // A kernel runs on the card that the thread has chosen, and so must its stream.
  if (deviceOf(stream) != current()) return note(cudaErrorInvalidResourceHandle);
  return doOrRecord(stream, [=, run = std::move(kernel)] {
    ++launches;
    runGrid(grid, block, sharedBytes, run);
  });
}

}  // namespace cuda_on_cpu
