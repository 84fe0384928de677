// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "client/sse_parser.h"

#include <gtest/gtest.h>

#include <random>

namespace alcove::client {
namespace {

// What `stream` holds when it arrives in pieces of the given sizes, over and over.
QList<QByteArray> parseInPieces(const QByteArray& stream, const std::vector<int>& sizes) {
  SseParser parser;
  QList<QByteArray> events;
  qsizetype at = 0;
  for (std::size_t i = 0; at < stream.size(); ++i) {
    const qsizetype size = sizes[i % sizes.size()];
    events += parser.feed(stream.mid(at, size));
    at += size;
  }
  return events;
}

const QByteArray kStream =
    ": a comment\r\n"
    "data: {\"a\":\"gr\xC3\xBC\xC3\x9F\"}\r\n\r\n"
    "event: x\ndata:one\ndata: two\nid: 3\n\n"
    "data\n\n"
    "retry: 5\n\n"
    "data:  spaced\r\rdata: [DONE]\n\n";

const QList<QByteArray> kEvents = {"{\"a\":\"gr\xC3\xBC\xC3\x9F\"}", "one\ntwo", "", " spaced",
                                   "[DONE]"};

TEST(SseParserTest, SurvivesEveryWayOfCuttingTheStreamInTwo) {
  for (int cut = 1; cut < kStream.size(); ++cut) {
    EXPECT_EQ(parseInPieces(kStream, {cut, static_cast<int>(kStream.size())}), kEvents)
        << "cut after byte " << cut;
  }
  EXPECT_EQ(parseInPieces(kStream, {1}), kEvents);
}

TEST(SseParserTest, SurvivesRandomCuts) {
  std::mt19937 random(7);
  std::uniform_int_distribution<int> size(1, 9);
  for (int round = 0; round < 200; ++round) {
    std::vector<int> sizes(16);
    for (int& s : sizes) s = size(random);
    EXPECT_EQ(parseInPieces(kStream, sizes), kEvents);
  }
}

TEST(SseParserTest, HoldsBackAnEventWithoutItsEnd) {
  SseParser parser;
  EXPECT_TRUE(parser.feed("data: half").isEmpty());
  EXPECT_TRUE(parser.feed("\n").isEmpty());
  EXPECT_EQ(parser.feed("\n"), QList<QByteArray>{"half"});
}

TEST(SseParserTest, GivesUpOnAnEventWithoutEnd) {
  SseParser parser;
  const QByteArray block(1024 * 1024, 'x');
  for (int i = 0; i < 17 && !parser.overflowed(); ++i) EXPECT_TRUE(parser.feed(block).isEmpty());
  EXPECT_TRUE(parser.overflowed());
  EXPECT_TRUE(parser.feed("\n\ndata: late\n\n").isEmpty());
}

}  // namespace
}  // namespace alcove::client
