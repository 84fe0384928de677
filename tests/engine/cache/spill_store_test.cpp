// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cache/spill_store.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <numeric>

#include "cache/block_table.h"
#include "support/temporary_folder.h"

namespace alcove::cache {
namespace {

namespace fs = std::filesystem;

constexpr std::uint32_t kBlockTokens = 4;

KvLayout smallLayout() {
  KvLayout layout;
  layout.layers = 3;
  layout.kvHeads = 2;
  layout.keyDim = 8;
  layout.valueDim = 16;
  layout.blockTokens = kBlockTokens;
  return layout;
}

std::vector<std::int32_t> range(std::int32_t first, std::size_t count) {
  std::vector<std::int32_t> tokens(count);
  std::iota(tokens.begin(), tokens.end(), first);
  return tokens;
}

// A cache as one run of the program has it: memory, spill and pool.
struct CacheRun {
  explicit CacheRun(const SpillLimits& limits, std::uint32_t blocks = 4,
                    const char* identity = "a model", const KvLayout& layout = smallLayout())
      : storage(layout, blocks),
        spill(storage, limits),
        pool(blocks, kBlockTokens, rootKey(identity), &spill) {}

  // Writes blocks whose every byte tells the tokens up to them, as a forward pass would.
  void compute(std::span<const std::int32_t> tokens) {
    BlockTable table(pool, storage, Sharing::Shared);
    std::size_t known = table.adopt(tokens);
    for (; known < tokens.size(); known = table.size()) {
      ASSERT_TRUE(table.reserve(known + 1));
      table.append(tokens.subspan(known, 1));
      fill(table.blocks().back(), tokens[known]);
    }
  }
  void fill(BlockId block, std::int32_t value) {
    const std::vector<std::byte> bytes(storage.layout().blockBytes(), std::byte(value));
    storage.importBlock(block, bytes);
  }
  // How many tokens are known; checks that the blocks hold what compute() wrote.
  std::size_t known(std::span<const std::int32_t> tokens) {
    BlockTable table(pool, storage, Sharing::Shared);
    const std::size_t count = table.adopt(tokens);
    std::vector<std::byte> bytes(storage.layout().blockBytes());
    for (std::size_t i = 0; (i + 1) * kBlockTokens <= count; ++i) {
      storage.exportBlock(table.blocks()[i], bytes);
      const auto wanted = std::byte(tokens[(i + 1) * kBlockTokens - 1]);
      EXPECT_TRUE(std::ranges::all_of(bytes, [&](std::byte b) { return b == wanted; })) << i;
    }
    return count;
  }

  HostKvPool storage;
  SpillStore spill;
  BlockPool pool;
};

class SpillStoreTest : public testing::Test {
 protected:
  SpillLimits onDisk(std::uint64_t bytes = 1 << 20) const {
    return {.diskBytes = bytes, .folder = m_folder.path() / "kv"};
  }
  std::vector<fs::path> files() const {
    std::vector<fs::path> result;
    for (const auto& entry : fs::directory_iterator(m_folder.path() / "kv"))
      result.push_back(entry.path());
    return result;
  }
  // One run that computes 12 tokens and saves their three blocks as it ends.
  void firstRun() {
    CacheRun run(onDisk());
    run.compute(range(1, 12));
    EXPECT_EQ(run.pool.saveKept(100), 3u);
    EXPECT_EQ(run.pool.saveKept(100), 0u);
  }

  test::TemporaryFolder m_folder;
};

TEST_F(SpillStoreTest, BlocksThatHaveNoRoomComeBackFromMemory) {
  CacheRun run({.memoryBytes = 1 << 20});
  run.compute(range(1, 12));
  run.compute(range(101, 12));  // the pool has four blocks
  EXPECT_EQ(run.known(range(1, 12)), 12u);
  EXPECT_EQ(run.known(range(101, 12)), 12u);
  EXPECT_GT(run.spill.usage().restoredBlocks, 0u);
  EXPECT_EQ(run.pool.held(), 0u);
}

// A block that is given away for nothing is one that the next question computes again.
TEST_F(SpillStoreTest, LookingForWhatIsNotKeptGivesNoBlockAway) {
  CacheRun run({.memoryBytes = 1 << 20});
  run.compute(range(1, 4 * kBlockTokens));  // all that the pool has
  EXPECT_EQ(run.known(range(101, 12)), 0u);
  EXPECT_EQ(run.spill.usage().memoryBlocks, 0u);
  EXPECT_EQ(run.known(range(1, 4 * kBlockTokens)), 4 * kBlockTokens);
  EXPECT_EQ(run.spill.usage().restoredBlocks, 0u);
}

TEST_F(SpillStoreTest, MemoryIsBoundedAndTheOldestGoFirst) {
  const std::uint64_t two = 2 * smallLayout().blockBytes();
  CacheRun run({.memoryBytes = two});
  for (std::int32_t start : {1, 51, 101, 151}) run.compute(range(start, 12));
  EXPECT_LE(run.spill.usage().memoryBytes, two);
  EXPECT_EQ(run.spill.usage().memoryBlocks, 2u);
  EXPECT_EQ(run.known(range(1, 12)), 0u);
}

TEST_F(SpillStoreTest, AnotherRunFindsThemOnDisk) {
  firstRun();
  EXPECT_EQ(files().size(), 3u);
  CacheRun next(onDisk());
  EXPECT_EQ(next.spill.usage().diskBlocks, 3u);
  EXPECT_EQ(next.known(range(1, 12)), 12u);
}

TEST_F(SpillStoreTest, AnotherModelOrOtherTokensFindNothing) {
  firstRun();
  CacheRun other(onDisk(), 4, "another model");
  EXPECT_EQ(other.known(range(1, 12)), 0u);
  CacheRun next(onDisk());
  EXPECT_EQ(next.known(range(2, 12)), 0u);
  auto late = range(1, 12);
  late[9] = 77;
  EXPECT_EQ(next.known(late), 8u);
}

TEST_F(SpillStoreTest, AnotherPairOfTypesFindsNothing) {
  KvLayout layout = smallLayout();
  layout.keyDim = layout.valueDim = 32;
  layout.keyType = &quant::kQ8_0;
  layout.valueType = &quant::kQ4_0;
  KvLayout swapped = layout;
  std::swap(swapped.keyType, swapped.valueType);
  ASSERT_EQ(blockFileBytes(layout), blockFileBytes(swapped));
  {
    CacheRun run(onDisk(), 4, "a model", layout);
    run.compute(range(1, 12));
    EXPECT_EQ(run.pool.saveKept(100), 3u);
  }
  EXPECT_EQ(CacheRun(onDisk(), 4, "a model", layout).known(range(1, 12)), 12u);
  // Even where the identity does not tell them apart.
  EXPECT_EQ(CacheRun(onDisk(), 4, "a model", swapped).known(range(1, 12)), 0u);
}

TEST_F(SpillStoreTest, DamagedFilesAreNotBelievedAndRemoved) {
  const std::uint64_t bytes = blockFileBytes(smallLayout());
  for (std::uint64_t at = 0; at < bytes; at += 37) {
    firstRun();
    for (const fs::path& path : files()) {
      std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
      file.seekg(std::streamoff(at));
      const char changed = char(file.get() ^ 0x10);
      file.seekp(std::streamoff(at));
      file.put(changed);
    }
    CacheRun next(onDisk());
    EXPECT_EQ(next.known(range(1, 12)), 0u) << at;
    EXPECT_EQ(files().size(), 2u) << at;  // the first one was looked at
  }
}

TEST_F(SpillStoreTest, FilesOfOtherLengthsAreNotBelieved) {
  for (const std::uint64_t bytes : {std::uint64_t(0), std::uint64_t(7), std::uint64_t(100),
                                    blockFileBytes(smallLayout()) + 1}) {
    firstRun();
    for (const fs::path& path : files()) fs::resize_file(path, bytes);
    CacheRun next(onDisk());
    EXPECT_EQ(next.known(range(1, 12)), 0u) << bytes;
  }
}

TEST_F(SpillStoreTest, TheFolderStaysWithinItsLimitAndOtherFilesAlone) {
  const std::uint64_t two = 2 * blockFileBytes(smallLayout());
  firstRun();
  std::ofstream(m_folder.path() / "kv" / "letter.txt") << "not a block";
  {
    CacheRun next(onDisk(two));
    EXPECT_EQ(next.spill.usage().diskBlocks, 2u);
    EXPECT_LE(next.spill.usage().diskBytes, two);
  }
  EXPECT_EQ(files().size(), 3u);
  EXPECT_TRUE(fs::exists(m_folder.path() / "kv" / "letter.txt"));
}

TEST_F(SpillStoreTest, AFolderThatMayHoldNothingIsEmptied) {
  firstRun();
  CacheRun next(onDisk(0));
  EXPECT_FALSE(next.spill.keepsAny());
  EXPECT_TRUE(files().empty());
}

TEST_F(SpillStoreTest, AFolderThatCannotBeUsedCostsNothingElse) {
  std::ofstream(m_folder.path() / "kv") << "a file where the folder should be";
  CacheRun run(onDisk());
  EXPECT_FALSE(run.spill.keepsFiles());
  run.compute(range(1, 12));
  EXPECT_EQ(run.known(range(1, 12)), 12u);
}

}  // namespace
}  // namespace alcove::cache
