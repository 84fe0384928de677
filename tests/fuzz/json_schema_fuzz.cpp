// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// Any JSON as a schema: an Error, or a grammar that can be walked.
#include <nlohmann/json.hpp>

#include "fuzz/grammar_walk.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  struct TooDeep {};
  nlohmann::ordered_json schema;
  try {  // no deeper than a request may be
    schema = nlohmann::ordered_json::parse(data, data + size,
                                           [](int depth, auto, const nlohmann::ordered_json&) {
                                             if (depth > 64) throw TooDeep();
                                             return true;
                                           });
  } catch (const TooDeep&) {
    return 0;
  } catch (const nlohmann::json::exception&) {
    return 0;
  }
  alcove::test::makeAndWalk([&] { return alcove::grammar::Grammar::fromJsonSchema(schema); },
                            std::uint32_t(size));
  return 0;
}
