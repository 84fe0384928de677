// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// The threads that kernels run on in tests: what a card computes, and what it would forgive.

#include <cuda_on_cpu/mma_model.h>
#include <cuda_runtime.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <numeric>
#include <random>
#include <vector>

namespace cuda_on_cpu {
namespace {

constexpr std::uint32_t kAll = ~0u;

template <class Kernel>
void runBlock(unsigned threads, const Kernel& kernel, std::size_t sharedBytes = 0) {
  runGrid(dim3(1), dim3(threads), sharedBytes, kernel);
}

TEST(CudaThreads, EveryThreadOfAGridRunsOnce) {
  std::vector<int> counts(3 * 2 * 70);
  runGrid(dim3(3, 2), dim3(70), 0,
          [&] { ++counts[(blockIdx.y * gridDim.x + blockIdx.x) * blockDim.x + threadIdx.x]; });
  EXPECT_EQ(counts, std::vector<int>(counts.size(), 1));
}

TEST(CudaThreads, WaitForEachOtherAtABarrier) {
  std::vector<int> before(100), after(100);
  for (int run = 0; run < 2; ++run)  // in one order of the threads, and in the other
    runBlock(100, [&] {
      before[threadIdx.x] = int(threadIdx.x);
      __syncthreads();
      after[threadIdx.x] = std::accumulate(before.begin(), before.end(), 0);
    });
  EXPECT_EQ(after, std::vector<int>(after.size(), 4950));
}

TEST(CudaThreads, ExchangeValuesWithinAWarp) {
  std::vector<float> sums(64);
  std::vector<std::uint32_t> votes(64), firsts(64);
  runBlock(64, [&] {
    float sum = float(threadIdx.x);
    for (int step = 16; step > 0; step /= 2) sum += __shfl_xor_sync(kAll, sum, step);
    sums[threadIdx.x] = sum;
    votes[threadIdx.x] = __ballot_sync(kAll, threadIdx.x % 3 == 0);
    firsts[threadIdx.x] = __shfl_sync(kAll, threadIdx.x, 5);
  });
  for (unsigned i = 0; i < 64; ++i) {
    EXPECT_EQ(sums[i], i < 32 ? 496 : 1520);
    EXPECT_EQ(votes[i], i < 32 ? 0x49249249u : 0x92492492u);
    EXPECT_EQ(firsts[i], i / 32 * 32 + 5);
  }
}

// Kernels that go wrong; a place in the source tells operations apart.
void someThreadsWait() {
  if (threadIdx.x < 40) __syncthreads();
}
void threadsWaitAtTwoPlaces() {
  if (threadIdx.x < 32)
    __syncthreads();
  else
    __syncthreads();
}
void someLanesShuffle() {
  if (threadIdx.x != 7) __shfl_xor_sync(kAll, 1.0f, 1);
}
void lanesDoDifferentThings() {
  if (threadIdx.x < 16)
    __syncwarp();
  else
    __ballot_sync(kAll, true);
}
void lanesGiveTheWrongMask() { __shfl_xor_sync(0xffffu, 1.0f, 1); }

TEST(CudaThreads, MisuseEndsTheProgram) {
  EXPECT_DEATH(runBlock(64, someThreadsWait), "not all threads of a block come to __syncthreads");
  EXPECT_DEATH(runBlock(64, threadsWaitAtTwoPlaces), "different __syncthreads");
  EXPECT_DEATH(runBlock(32, someLanesShuffle), "wait for others that do not come");
  EXPECT_DEATH(runBlock(32, lanesDoDifferentThings), "different operations");
  EXPECT_DEATH(runBlock(32, lanesGiveTheWrongMask), "not in the mask");
}

TEST(CudaThreads, DynamicSharedMemoryHoldsNoNumberAtFirst) {
  runBlock(
      1, [] { EXPECT_TRUE(std::isnan(static_cast<const float*>(dynamicShared())[7])); }, 32);
}

TEST(CudaFunctions, DoWhatTheInstructionsDo) {
  EXPECT_EQ(__dp4a(int(0x80ff017fu), int(0x80010203u), 5), 5 + 127 * 3 + 1 * 2 - 1 + 128 * 128);
  EXPECT_EQ(__byte_perm(0x33221100u, 0x77665544u, 0x7531u), 0x77553311u);
  EXPECT_EQ(__byte_perm(0x00800000u, 0u, 0x000au), 0xffu + 0u);
  EXPECT_EQ(__float2int_rn(2.5f), 2);
  EXPECT_EQ(__float2int_rn(-3.5f), -4);
}

// Random matrices, put into registers as NVIDIA's description of mma.sync says.
TEST(CudaMma, MultipliesBytes) {
  std::mt19937 random(3);
  std::int8_t a[16][32], b[32][8];
  for (auto& row : a)
    for (std::int8_t& value : row) value = std::int8_t(random());
  for (auto& row : b)
    for (std::int8_t& value : row) value = std::int8_t(random());
  const auto word = [](auto&& at) {
    std::uint32_t bits = 0;
    for (unsigned i = 0; i < 4; ++i) bits |= std::uint32_t(std::uint8_t(at(i))) << (8 * i);
    return bits;
  };
  int whole[16][8], half[16][8];
  runBlock(32, [&] {
    const unsigned row = threadIdx.x / 4, first = threadIdx.x % 4 * 4, column = threadIdx.x / 4;
    std::uint32_t left[4], right[2];
    for (unsigned i = 0; i < 4; ++i)
      left[i] = word([&](unsigned j) { return a[row + i % 2 * 8][first + i / 2 * 16 + j]; });
    for (unsigned i = 0; i < 2; ++i)
      right[i] = word([&](unsigned j) { return b[first + 16 * i + j][column]; });
    int sums[4] = {1, 2, 3, 4}, firstHalf[4] = {};
    alcove::kernels::cuda::multiplyBytes32(sums, left, right[0], right[1]);
    alcove::kernels::cuda::multiplyBytes16(firstHalf, left[0], left[1], right[0]);
    for (unsigned j = 0; j < 4; ++j) {
      whole[row + j / 2 * 8][threadIdx.x % 4 * 2 + j % 2] = sums[j] - int(j) - 1;
      half[row + j / 2 * 8][threadIdx.x % 4 * 2 + j % 2] = firstHalf[j];
    }
  });
  for (int i = 0; i < 16; ++i)
    for (int j = 0; j < 8; ++j) {
      int expected = 0;
      for (int k = 0; k < 32; ++k) {
        if (k == 16) {
          EXPECT_EQ(half[i][j], expected);
        }
        expected += a[i][k] * b[k][j];
      }
      EXPECT_EQ(whole[i][j], expected);
    }
}

}  // namespace
}  // namespace cuda_on_cpu
