// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Any bytes as a GBNF grammar: an Error, or a grammar that can be walked.
#include <string_view>

#include "fuzz/grammar_walk.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  alcove::test::makeAndWalk([&] { return alcove::grammar::Grammar::fromGbnf(text); },
                            std::uint32_t(size));
  return 0;
}
