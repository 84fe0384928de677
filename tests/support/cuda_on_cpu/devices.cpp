// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "devices.h"

#include <signal.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <new>
#include <vector>

namespace cuda_on_cpu {
namespace {

constexpr std::align_val_t kAlignment{256};
constexpr std::size_t kUsualBytes = std::size_t(2) << 30;
constexpr int kNone = -2;

struct Device {
  std::size_t reportedBytes = kUsualBytes;
  std::size_t memoryBytes = kUsualBytes;  // what it really has
  std::size_t allocatedBytes = 0;
};

struct Allocation {
  int device = kHost;
  std::size_t bytes = 0;
  // Pages of its own, with one behind it that nobody may touch; null where there is one card alone,
  // whose memory the sanitizers watch.
  std::byte* pages = nullptr;
  std::size_t pagesBytes = 0;
};

std::vector<Device> devices(1);
std::size_t hostBytes = 0;
std::map<const std::byte*, Allocation> allocations;
int working = kNone;
thread_local int chosen = 0;

[[noreturn]] void misuse(const char* what) {
  std::fprintf(stderr, "CUDA misuse: %s.\n", what);
  std::abort();
}

std::size_t wholePages(std::size_t bytes) {
  const auto page = std::size_t(sysconf(_SC_PAGESIZE));
  return (bytes + page - 1) / page * page;
}

// Null if the memory is of nobody.
const Allocation* find(const void* memory) {
  auto after = allocations.upper_bound(static_cast<const std::byte*>(memory));
  if (after == allocations.begin()) return nullptr;
  const auto& [begin, allocation] = *--after;
  return static_cast<const std::byte*>(memory) < begin + allocation.bytes ? &allocation : nullptr;
}

void protect(const Allocation& allocation, bool reachable) {
  if (allocation.pages != nullptr)
    mprotect(allocation.pages, allocation.pagesBytes,
             reachable ? PROT_READ | PROT_WRITE : PROT_NONE);
}

void sayWhatWasTouched(int, siginfo_t* info, void*) {
  constexpr char kWords[] = "CUDA misuse: memory of a card is touched that does not work now.\n";
  if (find(info->si_addr) != nullptr) (void)!write(STDERR_FILENO, kWords, sizeof kWords - 1);
  signal(SIGSEGV, SIG_DFL);  // which is what happens next
}

std::byte* allocatePages(Allocation& allocation) {
  const std::size_t aligned = (allocation.bytes + 255) / 256 * 256;
  allocation.pagesBytes = wholePages(aligned);
  const std::size_t guard = wholePages(1);
  void* const pages = mmap(nullptr, allocation.pagesBytes + guard, PROT_NONE,
                           MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  if (pages == MAP_FAILED) throw std::bad_alloc();
  allocation.pages = static_cast<std::byte*>(pages);
  return allocation.pages + allocation.pagesBytes - aligned;
}

}  // namespace

int deviceCount() { return int(devices.size()); }
std::size_t reportedBytes(int device) { return devices[std::size_t(device)].reportedBytes; }

int current() { return chosen; }
void setCurrent(int device) { chosen = device; }

void* allocateOn(int device, std::size_t bytes) {
  Allocation allocation{device, bytes};
  if (device == kHost) {
    hostBytes += bytes;
  } else {
    Device& card = devices[std::size_t(device)];
    if (bytes > card.memoryBytes - card.allocatedBytes) return nullptr;
    card.allocatedBytes += bytes;
  }
  const bool apart = device != kHost && devices.size() > 1;
  std::byte* const memory = apart ? allocatePages(allocation)
                                  : static_cast<std::byte*>(::operator new(bytes, kAlignment));
  protect(allocation, true);
  std::memset(memory, 0xff, bytes);  // nothing may count on what is in it
  protect(allocation, device == working);
  allocations[memory] = allocation;
  return memory;
}

void releaseAnywhere(void* memory) {
  const auto found = allocations.find(static_cast<const std::byte*>(memory));
  if (found == allocations.end()) misuse("memory is released that was never allocated");
  const Allocation& allocation = found->second;
  (allocation.device == kHost ? hostBytes
                              : devices[std::size_t(allocation.device)].allocatedBytes) -=
      allocation.bytes;
  if (allocation.pages != nullptr)
    munmap(allocation.pages, allocation.pagesBytes + wholePages(1));
  else
    ::operator delete(memory, kAlignment);
  allocations.erase(found);
}

std::size_t allocatedOn(int device) { return devices[std::size_t(device)].allocatedBytes; }

std::size_t allocatedBytes() {
  std::size_t bytes = hostBytes;
  for (const Device& device : devices) bytes += device.allocatedBytes;
  return bytes;
}

void work(int device) {
  if (device == working || devices.size() == 1) return;
  for (const auto& [memory, allocation] : allocations)
    if (allocation.device == working || allocation.device == device)
      protect(allocation, allocation.device == device);
  working = device;
}

void requireReachable(const void* memory, int device) {
  const Allocation* const allocation = find(memory);
  if (allocation != nullptr && allocation->device != kHost && allocation->device != device)
    misuse("a copy of one card touches memory of another");
}

}  // namespace cuda_on_cpu

// For tests, found through dlsym, before anything is allocated. So many cards are played from now
// on, each of which reports one amount of memory and has another.
extern "C" __attribute__((visibility("default"))) void cuda_on_cpu_play(
    int count, const std::size_t* reportedBytes, const std::size_t* memoryBytes) {
  using namespace cuda_on_cpu;
  if (!allocations.empty()) misuse("the cards are changed while memory of theirs is in use");
  devices.clear();
  for (int i = 0; i < count; ++i) devices.push_back({reportedBytes[i], memoryBytes[i], 0});
  working = kNone;
  chosen = 0;
  struct sigaction action {};
  action.sa_sigaction = sayWhatWasTouched;
  action.sa_flags = SA_SIGINFO;
  sigaction(SIGSEGV, count > 1 ? &action : nullptr, nullptr);
  if (count == 1) signal(SIGSEGV, SIG_DFL);
}
// Bytes of the devices and pinned ones that are allocated now.
extern "C" __attribute__((visibility("default"))) std::size_t cuda_on_cpu_allocatedBytes() {
  return cuda_on_cpu::allocatedBytes();
}
