// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

namespace alcove {
namespace {

TEST(Error, CarriesCodeSentenceAndContext) {
  const Error error(ErrorCode::Corrupt, "The file is empty.", "a.gguf");
  EXPECT_EQ(error.code(), ErrorCode::Corrupt);
  EXPECT_EQ(error.sentence(), "The file is empty.");
  EXPECT_EQ(error.context(), "a.gguf");
  EXPECT_STREQ(error.what(), "The file is empty. (a.gguf)");
}

TEST(Error, WithoutContextIsTheSentenceAlone) {
  EXPECT_STREQ(Error(ErrorCode::Io, "The disk is full.").what(), "The disk is full.");
}

TEST(Error, EveryCodeHasItsOwnName) {
  std::set<std::string> names;
  for (int code = 0; code <= int(ErrorCode::Cancelled); ++code) {
    names.insert(errorCodeName(ErrorCode(code)));
  }
  EXPECT_EQ(names.size(), std::size_t(ErrorCode::Cancelled) + 1);
  EXPECT_EQ(names.count("unknown"), 0u);
  EXPECT_STREQ(errorCodeName(ErrorCode::NotFound), "not_found");
}

}  // namespace
}  // namespace alcove
