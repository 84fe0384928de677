// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "backends/cpu/weight_packer.h"

#include <alcove/error.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <mutex>
#include <random>
#include <stdexcept>
#include <vector>

namespace alcove::backends::cpu {
namespace {

namespace kernel = kernels::cpu;

std::vector<std::byte> randomBytes(std::size_t size, unsigned seed) {
  std::vector<std::byte> bytes(size);
  std::mt19937 generator(seed);
  for (std::byte& b : bytes) b = std::byte(generator());
  return bytes;
}

// Weights of several pieces each, with rows that fill no whole group, one of them of experts.
class WeightPacker : public testing::Test {
 protected:
  WeightPacker() {
    add(quant::kQ8_0, {4001, 2048});
    add(quant::kQ4_K, {3, 2005, 1024});
    add(quant::kQ4_0, {5, 32});
    for (std::size_t i = 0; i < m_weights.size(); ++i)
      m_jobs.push_back({&m_weights[i], m_packed[i].data()});
  }

  void add(const quant::BlockType& type, const ops::Shape& shape) {
    graph::Weight weight{"", {&type, shape}, nullptr};
    m_sources.push_back(randomBytes(weight.desc.bytes(), unsigned(m_sources.size())));
    weight.bytes = m_sources.back().data();
    m_packed.emplace_back(PackedSize(weight).bytes());
    m_weights.push_back(std::move(weight));
  }

  void expectPacked() const {
    for (std::size_t i = 0; i < m_weights.size(); ++i) {
      const PackedSize size(m_weights[i]);
      std::vector<std::byte> expected(size.bytes());
      for (std::size_t matrix = 0; matrix < size.matrices; ++matrix) {
        const std::size_t bytes = size.rows * kernel::sourceRowBytes(size.type, size.columns);
        kernel::packRows({size.type, m_sources[i].data() + matrix * bytes,
                          expected.data() + matrix * size.matrixBytes, size.rows, size.columns, 0,
                          kernel::groupCount(size.rows)});
      }
      EXPECT_TRUE(m_packed[i] == expected) << "weight " << i;
    }
  }

  std::vector<graph::Weight> m_weights;
  std::vector<std::vector<std::byte>> m_sources;
  std::vector<std::vector<std::byte>> m_packed;
  std::vector<PackJob> m_jobs;
};

TEST_F(WeightPacker, PacksWhatLiesInMemory) {
  base::ThreadPool pool(3);
  packWeights(m_jobs, {}, pool);
  expectPacked();
}

// The ranges of the weights' bytes that a hook was given.
class Seen {
 public:
  void add(std::span<const std::byte> bytes) {
    const std::lock_guard lock(m_mutex);
    m_ranges.push_back(bytes);
  }
  // Of all of them, none of which may meet another.
  [[nodiscard]] std::size_t bytes() {
    std::ranges::sort(m_ranges, {}, [](const auto& range) { return range.data(); });
    std::size_t bytes = 0;
    const std::byte* end = nullptr;
    for (const auto& range : m_ranges) {
      EXPECT_GE(range.data(), end);
      end = range.data() + range.size();
      bytes += range.size();
    }
    return bytes;
  }

 private:
  std::mutex m_mutex;
  std::vector<std::span<const std::byte>> m_ranges;
};

TEST_F(WeightPacker, PacksWhatItHasReadAndSaysThatItWill) {
  Seen announced, read;
  Backend::PrepareHooks hooks;
  hooks.willRead = [&](std::span<const std::byte> bytes) { announced.add(bytes); };
  hooks.read = [&](std::span<const std::byte> bytes, std::byte* destination) {
    read.add(bytes);
    std::ranges::copy(bytes, destination);
  };
  base::ThreadPool pool(2);
  packWeights(m_jobs, hooks, pool);
  expectPacked();
  std::size_t all = 0;
  for (const auto& source : m_sources) all += source.size();
  EXPECT_EQ(announced.bytes(), all);
  EXPECT_EQ(read.bytes(), all);
}

TEST_F(WeightPacker, TellsHowFarItIs) {
  Backend::PrepareHooks hooks;
  std::vector<double> seen;
  hooks.onProgress = [&](double fraction) {
    seen.push_back(fraction);
    return true;
  };
  base::ThreadPool pool(1);
  packWeights(m_jobs, hooks, pool);
  EXPECT_GT(seen.size(), 4u);
  EXPECT_TRUE(std::ranges::is_sorted(seen));
  EXPECT_GT(seen.front(), 0);
  EXPECT_LT(seen.front(), 0.5);
  EXPECT_EQ(seen.back(), 1);
}

TEST_F(WeightPacker, StopsWhenCancelled) {
  Backend::PrepareHooks hooks;
  int calls = 0;
  hooks.onProgress = [&](double) { return ++calls < 2; };
  base::ThreadPool pool(1);
  try {
    packWeights(m_jobs, hooks, pool);
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::Cancelled);
  }
  EXPECT_EQ(calls, 2);
}

TEST_F(WeightPacker, PassesOnWhatAHookThrows) {
  Backend::PrepareHooks hooks;
  hooks.onProgress = [](double) -> bool { throw std::runtime_error("enough"); };
  base::ThreadPool pool(2);
  EXPECT_THROW(packWeights(m_jobs, hooks, pool), std::runtime_error);
}

}  // namespace
}  // namespace alcove::backends::cpu
