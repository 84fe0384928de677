// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "cache/block_table.h"

#include <alcove/error.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <numeric>
#include <random>
#include <set>

namespace alcove::cache {
namespace {

constexpr std::uint32_t kBlockTokens = 4;

KvLayout smallLayout() {
  KvLayout layout;
  layout.layers = 2;
  layout.kvHeads = 1;
  layout.keyDim = 2;
  layout.valueDim = 3;
  layout.blockTokens = kBlockTokens;
  layout.keyType = layout.valueType = &quant::kF32;
  return layout;
}

std::vector<std::int32_t> range(std::int32_t first, std::size_t count) {
  std::vector<std::int32_t> tokens(count);
  std::iota(tokens.begin(), tokens.end(), first);
  return tokens;
}

class BlockTableTest : public testing::Test {
 protected:
  void append(BlockTable& table, std::span<const std::int32_t> tokens) {
    ASSERT_TRUE(table.reserve(table.size() + tokens.size()));
    table.append(tokens);
  }
  BlockTable shared() { return {m_pool, m_storage, Sharing::Shared}; }

  HostKvPool m_storage{smallLayout(), 8};
  BlockPool m_pool{8, kBlockTokens};
};

TEST_F(BlockTableTest, NextTurnSharesWholeBlocksAndCopiesTheBeginningOfOneMore) {
  const auto tokens = range(0, 11);
  std::vector<BlockId> first;
  {
    BlockTable table = shared();
    EXPECT_EQ(table.adopt(tokens), 0u);
    append(table, tokens);
    first.assign(table.blocks().begin(), table.blocks().end());
  }
  EXPECT_EQ(m_pool.held(), 0u);
  EXPECT_EQ(m_pool.kept(), 3u);  // the third block has three tokens

  BlockTable table = shared();
  EXPECT_EQ(table.adopt(range(0, 20)), 11u);
  EXPECT_TRUE(std::ranges::equal(table.blocks().first(2), std::span(first).first(2)));
  EXPECT_NE(table.blocks()[2], first[2]);
  EXPECT_TRUE(m_pool.writable(table.blocks()[2]));
  EXPECT_EQ(m_pool.held(), 3u);

  auto other = range(0, 10);
  other.back() = 99;  // parts from the others inside the third block
  BlockTable branch = shared();
  EXPECT_EQ(branch.adopt(other), 9u);
  EXPECT_EQ(m_pool.shared(), 2u);
}

TEST_F(BlockTableTest, SameTokensAfterAnotherPrefixAreNotTheSameBlock) {
  BlockTable table = shared();
  append(table, range(0, 8));
  auto other = range(100, 8);
  std::ranges::copy(range(4, 4), other.begin() + 4);
  BlockTable second = shared();
  EXPECT_EQ(second.adopt(other), 0u);
  append(second, other);
  EXPECT_EQ(m_pool.held(), 4u);
}

TEST_F(BlockTableTest, EqualPrefixesWrittenAtOnceEndInOneCopy) {
  BlockTable a = shared();
  BlockTable b = shared();
  append(a, range(0, 6));
  append(b, range(0, 6));
  EXPECT_EQ(a.blocks()[0], b.blocks()[0]);
  EXPECT_NE(a.blocks()[1], b.blocks()[1]);
  EXPECT_EQ(m_pool.held(), 3u);
}

TEST_F(BlockTableTest, LookingUpWhatIsKnownTakesNothing) {
  BlockTable a = shared();
  append(a, range(0, 10));
  BlockTable b = shared();
  append(b, range(0, 14));
  b.clear();  // its third block is kept, the first two are held by `a`
  const std::uint32_t kept = m_pool.kept();
  const BlockPool::Known known = shared().known(range(0, 20));
  EXPECT_EQ(known.blocks, 3u);
  EXPECT_EQ(known.held, 2u);
  EXPECT_EQ(m_pool.kept(), kept);
  EXPECT_EQ(shared().known(range(0, 20), rootKey("another start")).blocks, 0u);
  EXPECT_EQ(BlockTable(m_pool, m_storage, Sharing::Private).known(range(0, 20)).blocks, 0u);
}

TEST_F(BlockTableTest, ForkCopiesOnWriteOnly) {
  BlockTable a = shared();
  append(a, range(0, 6));
  BlockTable b = a.fork();
  EXPECT_EQ(m_pool.held(), 2u);
  auto* keys = reinterpret_cast<float*>(m_storage.layers()[1].keys +
                                        a.blocks()[1] * m_storage.layout().keyBlockBytes());
  keys[0] = 42;
  append(b, range(50, 1));
  EXPECT_EQ(m_pool.held(), 3u);
  EXPECT_EQ(a.blocks()[0], b.blocks()[0]);
  ASSERT_NE(a.blocks()[1], b.blocks()[1]);
  const auto* copied = reinterpret_cast<const float*>(
      m_storage.layers()[1].keys + b.blocks()[1] * m_storage.layout().keyBlockBytes());
  EXPECT_EQ(copied[0], 42);
}

TEST_F(BlockTableTest, TruncationIntoAPublishedBlockNeverChangesIt) {
  BlockTable a = shared();
  append(a, range(0, 8));
  const BlockId published = a.blocks()[1];
  a.truncate(6);
  append(a, range(70, 1));
  EXPECT_NE(a.blocks()[1], published);
  BlockTable b = shared();
  EXPECT_EQ(b.adopt(range(0, 8)), 8u);
  EXPECT_EQ(b.blocks()[1], published);
}

TEST_F(BlockTableTest, LeastRecentlyUsedPrefixGoesFirstAndItsEndBeforeItsBeginning) {
  for (std::int32_t start : {0, 100}) {
    BlockTable table = shared();
    append(table, range(start, 16));
  }
  EXPECT_EQ(m_pool.kept(), 8u);
  {
    BlockTable table = shared();
    append(table, range(900, 8));  // two blocks: the end of the first prefix
  }
  BlockTable old = shared();
  EXPECT_EQ(old.adopt(range(0, 16)), 8u);
  BlockTable recent = shared();
  EXPECT_EQ(recent.adopt(range(100, 16)), 16u);
}

TEST_F(BlockTableTest, RefusalChangesNothing) {
  BlockTable a = shared();
  append(a, range(0, 26));
  BlockTable b = shared();
  append(b, range(100, 3));
  EXPECT_FALSE(b.reserve(5));
  EXPECT_EQ(b.blocks().size(), 1u);
  BlockTable c = a.fork();
  EXPECT_FALSE(c.reserve(27));  // the shared last block would have to be copied
  EXPECT_EQ(c.blocks()[6], a.blocks()[6]);
  b.clear();
  EXPECT_TRUE(c.reserve(27));
}

TEST_F(BlockTableTest, PrivateTablesNeitherFindNorOffer) {
  BlockTable a = shared();
  append(a, range(0, 8));
  BlockTable b(m_pool, m_storage, Sharing::Private);
  EXPECT_EQ(b.adopt(range(0, 8)), 0u);
  append(b, range(0, 8));
  EXPECT_NE(a.blocks()[0], b.blocks()[0]);
  b.clear();
  EXPECT_EQ(m_pool.kept(), 0u);
}

TEST(KvPoolTest, MemoryThatCannotBeHadIsAnErrorWithTheNumber) {
  KvLayout layout = smallLayout();
  layout.layers = 64;
  layout.kvHeads = 1u << 20;
  layout.keyDim = layout.valueDim = 1u << 10;
  try {
    HostKvPool pool(layout, 1u << 31);
    FAIL() << "the mapping should have been refused";
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::OutOfMemory);
    EXPECT_NE(error.sentence().find("MiB"), std::string::npos);
  }
}

// Random operations on several sequences against a naive model: each sequence is a list of tokens,
// and what its blocks hold must at every position be a function of all tokens up to there.
class RandomWalk {
 public:
  RandomWalk(unsigned seed, std::uint32_t windowTokens)
      : m_random(seed), m_pool(40, kBlockTokens, {}, nullptr, windowTokens) {}

  void step() {
    switch (pick(12)) {
      case 0:
        start();
        break;
      case 1:
        if (!m_sequences.empty()) m_sequences.erase(any());
        break;
      case 2:
        if (!m_sequences.empty()) truncate(*any());
        break;
      case 3:
        if (!m_sequences.empty() && m_sequences.size() < 12) fork(*any());
        break;
      case 4:
      case 5:
        if (!m_sequences.empty()) any()->table.releaseUnseen();
        break;
      default:
        if (!m_sequences.empty()) append(*any());
        break;
    }
    check();
  }

  std::size_t adopted() const { return m_adopted; }
  std::size_t refused() const { return m_refused; }
  std::size_t adoptedWithoutBeginning() const { return m_adoptedWithoutBeginning; }
  std::size_t forgotten() const { return m_forgotten; }

 private:
  struct Sequence {
    std::vector<std::int32_t> expected;
    BlockTable table;
  };

  std::size_t pick(std::size_t n) {
    return std::uniform_int_distribution<std::size_t>(0, n - 1)(m_random);
  }
  std::vector<Sequence>::iterator any() {
    return m_sequences.begin() + std::ptrdiff_t(pick(m_sequences.size()));
  }

  // What a model would have computed: depends on the whole prefix, and differs by layer.
  static float contents(std::span<const std::int32_t> prefix, std::uint32_t layer) {
    std::uint32_t hash = 2166136261u + layer;
    for (std::int32_t token : prefix) hash = (hash ^ std::uint32_t(token)) * 16777619u;
    return float(hash >> 9);
  }

  // keys are [blocks, kvHeads, blockTokens, keyDim], values likewise.
  float* key(const BlockTable& table, std::size_t position, std::uint32_t layer) {
    const KvLayout& layout = m_storage.layout();
    std::byte* block = m_storage.layers()[layer].keys +
                       table.blocks()[position / kBlockTokens] * layout.keyBlockBytes();
    return reinterpret_cast<float*>(block) + position % kBlockTokens * layout.keyDim;
  }
  float* value(const BlockTable& table, std::size_t position, std::uint32_t layer) {
    const KvLayout& layout = m_storage.layout();
    std::byte* block = m_storage.layers()[layer].values +
                       table.blocks()[position / kBlockTokens] * layout.valueBlockBytes();
    return reinterpret_cast<float*>(block) + position % kBlockTokens * layout.valueDim;
  }

  void start() {
    if (m_sequences.size() >= 12) return;
    // Few distinct tokens and repeated beginnings, so that prefixes meet often.
    std::vector<std::int32_t> tokens(pick(6) * kBlockTokens + pick(6), std::int32_t(pick(2)));
    Sequence sequence{{}, BlockTable(m_pool, m_storage, Sharing::Shared)};
    const std::size_t known = sequence.table.adopt(tokens);
    m_adopted += known;
    m_adoptedWithoutBeginning += known > 0 && sequence.table.blocks()[0] == kNoBlock;
    sequence.expected.assign(tokens.begin(), tokens.begin() + std::ptrdiff_t(known));
    m_sequences.push_back(std::move(sequence));
    write(m_sequences.back(), std::span(tokens).subspan(known));
  }

  void append(Sequence& sequence) {
    std::vector<std::int32_t> tokens(1 + pick(6));
    for (auto& token : tokens) token = std::int32_t(pick(2));
    write(sequence, tokens);
  }

  void write(Sequence& sequence, std::span<const std::int32_t> tokens) {
    const std::size_t before = sequence.expected.size();
    if (!sequence.table.reserve(before + tokens.size())) {
      ++m_refused;
      return;
    }
    sequence.expected.insert(sequence.expected.end(), tokens.begin(), tokens.end());
    for (std::size_t i = before; i < sequence.expected.size(); ++i) {
      ASSERT_TRUE(m_pool.writable(sequence.table.blocks()[i / kBlockTokens]));
      for (std::uint32_t layer = 0; layer < m_storage.layout().layers; ++layer) {
        const float number = contents(std::span(sequence.expected).first(i + 1), layer);
        *key(sequence.table, i, layer) = number;
        *value(sequence.table, i, layer) = -number;
      }
    }
    sequence.table.append(tokens);
  }

  void truncate(Sequence& sequence) {
    std::size_t stay = pick(sequence.expected.size() + 1);
    const std::size_t first = m_pool.window().firstBlock(stay);
    sequence.table.truncate(stay);
    if (stay > 0 && sequence.table.size() == 0) {
      EXPECT_GT(m_pool.window().firstBlock(sequence.expected.size()), first);
      ++m_forgotten;
      stay = 0;
    }
    sequence.expected.resize(stay);
  }

  void fork(const Sequence& sequence) {
    Sequence copy{sequence.expected, sequence.table.fork()};
    m_sequences.push_back(std::move(copy));
  }

  void check() {
    std::map<BlockId, std::uint32_t> holders;
    for (const Sequence& sequence : m_sequences) {
      ASSERT_TRUE(std::ranges::equal(sequence.table.tokens(), sequence.expected));
      const auto blocks = sequence.table.blocks();
      const auto released = std::size_t(std::ranges::count(blocks, kNoBlock));
      ASSERT_LE(released, m_pool.window().firstBlock(sequence.expected.size()));
      ASSERT_EQ(sequence.table.heldBlocks(), blocks.size() - released);
      for (BlockId block : blocks.subspan(released)) ++holders[block];
      for (std::size_t i = released * kBlockTokens; i < sequence.expected.size(); ++i) {
        for (std::uint32_t layer = 0; layer < m_storage.layout().layers; ++layer) {
          const float number = contents(std::span(sequence.expected).first(i + 1), layer);
          ASSERT_EQ(*key(sequence.table, i, layer), number);
          ASSERT_EQ(*value(sequence.table, i, layer), -number);
        }
      }
    }
    ASSERT_EQ(m_pool.held(), holders.size());
    ASSERT_LE(m_pool.held() + m_pool.kept(), m_pool.total());
    for (const auto& [block, count] : holders) ASSERT_EQ(m_pool.holders(block), count);
  }

  std::mt19937 m_random;
  HostKvPool m_storage{smallLayout(), 40};
  BlockPool m_pool;
  std::vector<Sequence> m_sequences;
  std::size_t m_adopted = 0;
  std::size_t m_adoptedWithoutBeginning = 0;
  std::size_t m_refused = 0;
  std::size_t m_forgotten = 0;
};

class BlockTableRandomTest : public testing::TestWithParam<std::uint32_t> {};

TEST_P(BlockTableRandomTest, TenThousandStepsAgreeWithTheNaiveModel) {
  const bool window = GetParam() > 0;
  RandomWalk walk(20240601, GetParam());
  for (int i = 0; i < 10000 && !HasFailure(); ++i) walk.step();
  // Otherwise the walk would not have met what it is for.
  EXPECT_GT(walk.adopted(), 1000u);
  EXPECT_GT(walk.refused(), window ? 10u : 100u);
  EXPECT_EQ(walk.adoptedWithoutBeginning() > 10, window);
  EXPECT_EQ(walk.forgotten() > 10, window);
}

INSTANTIATE_TEST_SUITE_P(Windows, BlockTableRandomTest, testing::Values(0, 1, 3, 10));

}  // namespace
}  // namespace alcove::cache
