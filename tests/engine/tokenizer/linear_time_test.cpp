// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Work grows with the text and not with its square. Work is processor time of this thread, and only
// its ratio between a text and a longer one of the same kind counts: ten times the text may take
// forty times the work, where a quadratic cutter would take a hundred times.
#include <gtest/gtest.h>
#include <time.h>

#include <algorithm>
#include <cstdlib>
#include <functional>

#include "engine/tokenizer/awkward_texts.h"
#include "engine/tokenizer/open_tokenizer.h"
#include "tokenizer/pre_tokenizer.h"

namespace alcove::tokenizer {
namespace {

// ALCOVE_AWKWARD_BYTES lengthens the texts, for a thorough run by hand.
std::size_t longBytes() {
  const char* value = std::getenv("ALCOVE_AWKWARD_BYTES");
  return value ? std::strtoull(value, nullptr, 10) : 60'000;
}

double work(const std::function<void()>& run) {
  const auto now = [] {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return double(time.tv_sec) + double(time.tv_nsec) * 1e-9;
  };
  const double start = now();
  run();
  return now() - start;
}

void expectLinear(const std::string& what, const std::function<void(const std::string&)>& cut) {
  const std::size_t bytes = longBytes();
  const auto small = awkwardTexts(bytes / 10);
  const auto large = awkwardTexts(bytes);
  for (std::size_t i = 0; i < small.size(); ++i) {
    const double before = work([&] { cut(small[i].second); });
    const double after = work([&] { cut(large[i].second); });
    // What takes a hundredth of a second is noise.
    EXPECT_LT(after, 40 * std::max(before, 0.0005) + 0.01) << what << ": " << large[i].first;
  }
}

TEST(LinearTimeTest, PreTokenizers) {
  for (const PreTokenizerRule& rule : preTokenizerRules()) {
    const PreTokenizer cutter(rule);
    expectLinear(std::string(rule.names),
                 [&](const std::string& text) { (void)cutter.split(text); });
  }
}

TEST(LinearTimeTest, Tokenizers) {
  for (const auto& [name, model] : littleVocabularies()) {
    const auto tokenizer = openTokenizer(model);
    expectLinear(name, [tokenizer](const std::string& text) {
      (void)tokenizer->encode(text, ControlTokens::Parse);
    });
  }
}

}  // namespace
}  // namespace alcove::tokenizer
