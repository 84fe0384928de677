// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "formats/utf8.h"

#include <gtest/gtest.h>

namespace alcove::formats {
namespace {

TEST(Utf8, AcceptsTheFirstAndLastOfEveryLength) {
  EXPECT_TRUE(isUtf8(""));
  EXPECT_TRUE(isUtf8(std::string_view("\0\x7f", 2)));
  EXPECT_TRUE(isUtf8("\xc2\x80\xdf\xbf"));
  EXPECT_TRUE(isUtf8("\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf"));
  EXPECT_TRUE(isUtf8("\xf0\x90\x80\x80\xf4\x8f\xbf\xbf"));
}

TEST(Utf8, RefusesWhatNoCharacterIs) {
  for (const char* text : {"\x80", "\xc0\x80", "\xc1\xbf", "\xe0\x9f\xbf", "\xed\xa0\x80",
                           "\xf0\x8f\xbf\xbf", "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xff",
                           "\xc2", "\xe2\x82", "\xf0\x9f\x98", "\xe2\x28\xa1", "ok\xe2\x82("}) {
    EXPECT_FALSE(isUtf8(text)) << text;
  }
}

TEST(Utf8, ReplacesOnlyTheBytesThatDoNotFit) {
  EXPECT_EQ(toUtf8("é😀"), "é😀");
  EXPECT_EQ(toUtf8("a\xff"
                   "b"),
            "a\xef\xbf\xbd"
            "b");
  EXPECT_EQ(toUtf8("\xe2\x82"), "\xef\xbf\xbd\xef\xbf\xbd");
  EXPECT_TRUE(isUtf8(toUtf8("\xed\xa0\x80\xf4\x90")));
}

}  // namespace
}  // namespace alcove::formats
