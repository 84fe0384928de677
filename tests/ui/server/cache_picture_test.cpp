// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/cache_picture.h"

#include <gtest/gtest.h>

namespace alcove::ui {
namespace {

client::CacheBlocks blocks(qint64 total, qint64 used, qint64 shared, qint64 cached) {
  client::CacheBlocks result;
  result.total = total;
  result.used = used;
  result.shared = shared;
  result.cached = cached;
  return result;
}

qsizetype cellsOf(const client::CacheBlocks& cache, const char* kind, int count = 200) {
  return cacheCells(cacheParts(cache), count).count(QString::fromLatin1(kind));
}

TEST(CachePicture, PartsAddUpToAllBlocks) {
  qint64 sum = 0;
  for (const CachePart& part : cacheParts(blocks(512, 200, 50, 100))) sum += part.blocks;
  EXPECT_EQ(sum, 512);
}

TEST(CachePicture, CellsShowShares) {
  const client::CacheBlocks cache = blocks(400, 200, 40, 100);
  EXPECT_EQ(cellsOf(cache, "used"), 80);
  EXPECT_EQ(cellsOf(cache, "shared"), 20);
  EXPECT_EQ(cellsOf(cache, "cached"), 50);
  EXPECT_EQ(cellsOf(cache, "free"), 50);
  EXPECT_EQ(cellsOf(cache, "spilled"), 0);
}

TEST(CachePicture, ASingleBlockIsSeenAndTheFieldStaysFull) {
  client::CacheBlocks cache = blocks(100'000, 1, 0, 1);
  cache.spilledDisk = 1;
  for (const char* kind : {"used", "cached", "spilled"}) EXPECT_EQ(cellsOf(cache, kind), 1) << kind;
  EXPECT_EQ(cacheCells(cacheParts(cache), 200).size(), 200);
}

TEST(CachePicture, NoModelMeansNoPicture) {
  EXPECT_TRUE(cacheCells(cacheParts({}), 200).isEmpty());
}

TEST(CachePicture, NumbersThatContradictEachOtherStillMakeAPicture) {
  EXPECT_EQ(cacheCells(cacheParts(blocks(10, 20, 30, 40)), 200).size(), 200);
}

}  // namespace
}  // namespace alcove::ui
