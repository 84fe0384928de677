// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// The cases of tests/cases/grammar: a grammar or a schema, then texts that it accepts and rejects,
// or what the error says. A text is a line; in GBNF cases it is written as a JSON string.
#include <alcove/error.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "engine/grammar/byte_reader.h"

namespace alcove::grammar {
namespace {

struct Case {
  std::string name;
  std::string source;
  std::vector<std::string> accepts, rejects;
  std::string error;  // part of the sentence; empty: none is expected
};

std::vector<Case> readCases(const std::string& file) {
  std::ifstream in(std::string(ALCOVE_CASES) + "/" + file);
  std::vector<Case> cases;
  std::string part;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("=== ")) {
      cases.push_back({line.substr(4), {}, {}, {}, {}});
      part = "source";
    } else if (line.starts_with("==> ")) {
      part = line.substr(4);
    } else if (cases.empty()) {
      continue;
    } else if (part == "source") {
      cases.back().source += line + "\n";
    } else if (part == "accepts") {
      cases.back().accepts.push_back(line);
    } else if (part == "rejects") {
      cases.back().rejects.push_back(line);
    } else {
      cases.back().error = line;
    }
  }
  return cases;
}

template <class Make, class Text>
void check(const Case& one, Make make, Text text) {
  SCOPED_TRACE(one.name);
  try {
    const std::shared_ptr<const Grammar> grammar = make(one.source);
    EXPECT_TRUE(one.error.empty()) << "should have been refused: " << one.error;
    for (const std::string& line : one.accepts)
      EXPECT_TRUE(accepts(*grammar, text(line))) << "should be accepted: " << line;
    for (const std::string& line : one.rejects)
      EXPECT_FALSE(accepts(*grammar, text(line))) << "should be rejected: " << line;
  } catch (const Error& error) {
    EXPECT_FALSE(one.error.empty()) << error.sentence();
    EXPECT_NE(error.sentence().find(one.error), std::string::npos)
        << "says: " << error.sentence() << "\nshould say: " << one.error;
  }
}

TEST(GrammarCases, Gbnf) {
  const std::vector<Case> cases = readCases("gbnf.case");
  ASSERT_GT(cases.size(), 40u);
  for (const Case& one : cases)
    check(
        one, [](const std::string& source) { return Grammar::fromGbnf(source); },
        [](const std::string& line) { return nlohmann::json::parse(line).get<std::string>(); });
}

TEST(GrammarCases, JsonSchema) {
  const std::vector<Case> cases = readCases("json_schema.case");
  ASSERT_GT(cases.size(), 60u);
  for (const Case& one : cases)
    check(
        one,
        [](const std::string& source) {
          return Grammar::fromJsonSchema(nlohmann::ordered_json::parse(source));
        },
        [](const std::string& line) { return line; });
}

}  // namespace
}  // namespace alcove::grammar
