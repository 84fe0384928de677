// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cuda/module.h"

#include <cstdio>
#include <cstring>

#include "cuda/launch.h"

namespace alcove::kernels::cuda {

#define ALCOVE_DECLARE(Name, name) Status launch##Name(const Name##Args& args, Stream stream);
ALCOVE_CUDA_KERNELS(ALCOVE_DECLARE)
#undef ALCOVE_DECLARE

namespace {

thread_local char lastWords[512] = "";

Status meaningOf(cudaError_t error) {
  switch (error) {
    case cudaSuccess:
      return Status::Ok;
    case cudaErrorInsufficientDriver: {
      // The run time says the same where the driver is too old and where there is none.
      int version = 0;
      return cudaDriverGetVersion(&version) == cudaSuccess && version > 0 ? Status::DriverTooOld
                                                                          : Status::NoDriver;
    }
    case cudaErrorInitializationError:
    case cudaErrorSystemDriverMismatch:
    case cudaErrorSystemNotReady:
      return Status::NoDriver;
    case cudaErrorNoDevice:
    case cudaErrorInvalidDevice:
      return Status::NoDevice;
    case cudaErrorMemoryAllocation:
      return Status::OutOfMemory;
    case cudaErrorIllegalAddress:
    case cudaErrorLaunchFailure:
    case cudaErrorLaunchTimeout:
    case cudaErrorHardwareStackError:
    case cudaErrorIllegalInstruction:
    case cudaErrorMisalignedAddress:
    case cudaErrorECCUncorrectable:
    case cudaErrorDevicesUnavailable:
      return Status::DeviceLost;
    default:
      return Status::Failed;
  }
}

}  // namespace

Status statusOf(cudaError_t error) {
  if (error == cudaSuccess) return Status::Ok;
  cudaGetLastError();  // so that the next call does not report it once more
  std::snprintf(lastWords, sizeof lastWords, "%s (%s)", cudaGetErrorString(error),
                cudaGetErrorName(error));
  return meaningOf(error);
}

namespace {

cudaStream_t streamOf(Stream stream) { return static_cast<cudaStream_t>(stream); }
cudaGraphExec_t graphOf(Graph graph) { return static_cast<cudaGraphExec_t>(graph); }

const char* lastMessage() { return lastWords; }

Status deviceCount(int* count) {
  *count = 0;
  return statusOf(cudaGetDeviceCount(count));
}

Status describeDevice(int device, DeviceInfo* info) {
  cudaDeviceProp properties;
  if (const Status status = statusOf(cudaGetDeviceProperties(&properties, device));
      status != Status::Ok)
    return status;
  *info = {};
  std::snprintf(info->name, sizeof info->name, "%s", properties.name);
  info->memoryBytes = properties.totalGlobalMem;
  info->capabilityMajor = properties.major;
  info->capabilityMinor = properties.minor;
  info->multiprocessors = properties.multiProcessorCount;
  info->cacheBytes = std::uint64_t(properties.l2CacheSize);
  if (const Status status = statusOf(cudaDriverGetVersion(&info->driverVersion));
      status != Status::Ok)
    return status;
  return statusOf(cudaRuntimeGetVersion(&info->runtimeVersion));
}

Status selectDevice(int device) { return statusOf(cudaSetDevice(device)); }

Status freeMemory(std::uint64_t* bytes) {
  std::size_t free = 0;
  std::size_t total = 0;
  const Status status = statusOf(cudaMemGetInfo(&free, &total));
  *bytes = free;
  return status;
}

Status allocate(void** memory, std::size_t bytes) { return statusOf(cudaMalloc(memory, bytes)); }
Status release(void* memory) { return statusOf(cudaFree(memory)); }
Status allocatePinned(void** memory, std::size_t bytes) {
  return statusOf(cudaMallocHost(memory, bytes));
}
Status releasePinned(void* memory) { return statusOf(cudaFreeHost(memory)); }

Status createStream(Stream* stream) {
  cudaStream_t made = nullptr;
  const Status status = statusOf(cudaStreamCreateWithFlags(&made, cudaStreamNonBlocking));
  *stream = made;
  return status;
}
Status destroyStream(Stream stream) { return statusOf(cudaStreamDestroy(streamOf(stream))); }
Status synchronize(Stream stream) { return statusOf(cudaStreamSynchronize(streamOf(stream))); }

Status copy(void* to, const void* from, std::size_t bytes, CopyKind kind, Stream stream) {
  const cudaMemcpyKind direction = kind == CopyKind::ToDevice ? cudaMemcpyHostToDevice
                                   : kind == CopyKind::ToHost ? cudaMemcpyDeviceToHost
                                                              : cudaMemcpyDeviceToDevice;
  return statusOf(cudaMemcpyAsync(to, from, bytes, direction, streamOf(stream)));
}

Status waitFor(Stream waiting, Stream stream) {
  cudaEvent_t event = nullptr;
  if (const Status status = statusOf(cudaEventCreateWithFlags(&event, cudaEventDisableTiming));
      status != Status::Ok)
    return status;
  Status status = statusOf(cudaEventRecord(event, streamOf(stream)));
  if (status == Status::Ok) status = statusOf(cudaStreamWaitEvent(streamOf(waiting), event, 0));
  cudaEventDestroy(event);  // which the run time keeps until it is of no more use
  return status;
}

Status beginCapture(Stream stream) {
  return statusOf(cudaStreamBeginCapture(streamOf(stream), cudaStreamCaptureModeThreadLocal));
}

Status endCapture(Stream stream, Graph* graph) {
  *graph = nullptr;
  cudaGraph_t recorded = nullptr;
  if (const Status status = statusOf(cudaStreamEndCapture(streamOf(stream), &recorded));
      status != Status::Ok)
    return status;
  cudaGraphExec_t ready = nullptr;
  const Status status = statusOf(cudaGraphInstantiate(&ready, recorded, 0));
  cudaGraphDestroy(recorded);
  *graph = ready;
  return status;
}

Status launchGraph(Graph graph, Stream stream) {
  return statusOf(cudaGraphLaunch(graphOf(graph), streamOf(stream)));
}
Status destroyGraph(Graph graph) { return statusOf(cudaGraphExecDestroy(graphOf(graph))); }

constexpr Module kModule = {kModuleVersion,
                            sizeof(Module),
                            lastMessage,
                            deviceCount,
                            describeDevice,
                            selectDevice,
                            freeMemory,
                            allocate,
                            release,
                            allocatePinned,
                            releasePinned,
                            createStream,
                            destroyStream,
                            synchronize,
                            copy,
                            waitFor,
                            beginCapture,
                            endCapture,
                            launchGraph,
                            destroyGraph,
#define ALCOVE_ROW(Name, name) launch##Name,
                            ALCOVE_CUDA_KERNELS(ALCOVE_ROW)
#undef ALCOVE_ROW
};

}  // namespace
}  // namespace alcove::kernels::cuda

extern "C" __attribute__((visibility("default"))) const alcove::kernels::cuda::Module*
alcove_cuda_module() {
  return &alcove::kernels::cuda::kModule;
}
