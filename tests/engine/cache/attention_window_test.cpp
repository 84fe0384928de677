// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// A cache whose layers all have a sliding window: which blocks are of use, and what becomes of the
// others.
#include "cache/attention_window.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include "cache/block_table.h"
#include "cache/spill_store.h"

namespace alcove::cache {
namespace {

std::vector<std::int32_t> range(std::int32_t first, std::size_t count) {
  std::vector<std::int32_t> tokens(count);
  std::iota(tokens.begin(), tokens.end(), first);
  return tokens;
}

TEST(AttentionWindowTest, KeepsWhatTheNextTokenSeesAndTheBlockBeforeItsOwn) {
  for (const std::uint32_t blockTokens : {1u, 4u, 7u})
    for (std::uint32_t tokens = 1; tokens < 30; ++tokens)
      for (std::size_t size = 0; size < 100; ++size) {
        const std::size_t first = AttentionWindow{tokens, blockTokens}.firstBlock(size);
        const std::size_t seen = size + 1 > tokens ? size + 1 - tokens : 0;
        const std::size_t own = size / blockTokens;
        EXPECT_EQ(first, std::min(seen / blockTokens, own == 0 ? 0 : own - 1))
            << tokens << " " << blockTokens << " " << size;
      }
  EXPECT_EQ((AttentionWindow{0, 4}.firstBlock(1000)), 0u);
}

TEST(AttentionWindowTest, SaysHowMuchASequenceHasAtOnceWhereverItStands) {
  for (const std::uint32_t blockTokens : {1u, 4u, 7u})
    for (const std::uint32_t batch : {1u, 5u, 16u})
      for (std::uint32_t tokens = 1; tokens < 30; ++tokens) {
        const AttentionWindow window{tokens, blockTokens};
        std::size_t most = 0;
        for (std::size_t size = 0; size < 200; ++size) {
          const std::size_t end = (size + batch + blockTokens - 1) / blockTokens;
          most = std::max(most, (end - window.firstBlock(size)) * blockTokens);
        }
        EXPECT_LE(most, window.mostTokens(batch)) << tokens << " " << blockTokens << " " << batch;
        EXPECT_GE(most + blockTokens, window.mostTokens(batch));
      }
}

class WindowedTableTest : public testing::Test {
 protected:
  static constexpr std::uint32_t kBlockTokens = 4;
  static constexpr std::uint32_t kBlocks = 8;
  static constexpr std::uint32_t kWindow = 6;

  static KvLayout layout() {
    KvLayout layout;
    layout.layers = layout.kvHeads = 1;
    layout.keyDim = layout.valueDim = 8;
    layout.blockTokens = kBlockTokens;
    return layout;
  }
  BlockTable table(Sharing sharing = Sharing::Shared) { return {m_pool, m_storage, sharing}; }
  // Token by token, as an answer grows; each block's bytes tell its last token.
  void grow(BlockTable& table, std::span<const std::int32_t> tokens) {
    for (std::int32_t token : tokens) {
      ASSERT_TRUE(table.reserve(table.size() + 1));
      table.append({&token, 1});
      const std::vector<std::byte> bytes(layout().blockBytes(), std::byte(token));
      m_storage.importBlock(table.blocks().back(), bytes);
      table.releaseUnseen();
    }
  }
  bool holds(BlockId block, std::int32_t lastToken) const {
    std::vector<std::byte> bytes(layout().blockBytes());
    m_storage.exportBlock(block, bytes);
    return std::ranges::all_of(bytes, [&](std::byte b) { return b == std::byte(lastToken); });
  }

  HostKvPool m_storage{layout(), kBlocks};
  SpillStore m_spill{m_storage, {5 * layout().blockBytes(), 0, {}}};
  BlockPool m_pool{kBlocks, kBlockTokens, {}, &m_spill, kWindow};
};

TEST_F(WindowedTableTest, AGrowingSequenceHoldsItsWindowAndTheRestStaysFindable) {
  BlockTable one = table();
  for (std::int32_t next = 0; next < 26; next += 2) {
    grow(one, range(next, 2));
    ASSERT_LE(m_pool.held(), 3u);
    ASSERT_EQ(m_pool.held(), one.heldBlocks());
  }
  EXPECT_EQ(one.blocks().size(), 7u);
  EXPECT_EQ(m_pool.kept(), 5u);  // nothing has used their memory
  BlockTable beginning = table();
  EXPECT_EQ(beginning.adopt(range(0, 8)), 8u);
  EXPECT_EQ(beginning.heldBlocks(), 2u);
}

TEST_F(WindowedTableTest, PrivateSequencesGiveTheirBlocksBackForGood) {
  BlockTable one = table(Sharing::Private);
  grow(one, range(0, 100));
  EXPECT_EQ(m_pool.kept(), 0u);
  EXPECT_LE(m_pool.held(), 3u);
}

TEST_F(WindowedTableTest, GoesOnFromTheWindowAloneAndNotFromLess) {
  {
    BlockTable one = table();
    grow(one, range(0, 60));  // the first blocks are given away, and from the spill too
  }
  BlockTable next = table();
  const BlockPool::Known known = next.known(range(0, 62));
  EXPECT_EQ(known.blocks, 15u);
  EXPECT_EQ(known.needed, 2u);
  EXPECT_EQ(known.held, 0u);
  EXPECT_EQ(next.adopt(range(0, 62)), 60u);
  EXPECT_EQ(next.heldBlocks(), 2u);
  EXPECT_TRUE(holds(next.blocks()[13], 55));
  EXPECT_TRUE(holds(next.blocks()[14], 59));
  grow(next, range(60, 10));

  // Parts from the others where the window before it is gone, or at its very first token.
  auto branch = range(0, 60);
  branch[10] = 99;
  EXPECT_EQ(table().adopt(branch), 0u);
  auto other = range(0, 60);
  other[0] = 99;
  EXPECT_EQ(table().adopt(other), 0u);
}

TEST_F(WindowedTableTest, AReleasedBlockComesBackFromTheSpill) {
  BlockTable one = table();
  grow(one, range(0, 40));  // ten blocks: the pool has eight, and the first two went to the spill
  EXPECT_EQ(m_spill.usage().memoryBlocks, 2u);
  BlockTable beginning = table();
  EXPECT_EQ(beginning.adopt(range(0, 8)), 8u);
  EXPECT_EQ(m_spill.usage().restoredBlocks, 2u);
  EXPECT_TRUE(holds(beginning.blocks()[0], 3));
  EXPECT_TRUE(holds(beginning.blocks()[1], 7));
}

TEST_F(WindowedTableTest, ForgetsAllWhereWhatIsBeforeIsGone) {
  BlockTable one = table();
  grow(one, range(0, 24));
  BlockTable fork = one.fork();
  EXPECT_EQ(m_pool.holders(one.blocks().back()), 2u);
  fork.truncate(23);  // sees the same blocks
  EXPECT_EQ(fork.size(), 23u);
  grow(fork, range(50, 3));
  one.truncate(9);
  EXPECT_EQ(one.size(), 0u);
  EXPECT_TRUE(one.blocks().empty());
  EXPECT_EQ(one.adopt(range(0, 9)), 9u);
  fork.clear();
  one.clear();
  EXPECT_EQ(m_pool.held(), 0u);
}

}  // namespace
}  // namespace alcove::cache
