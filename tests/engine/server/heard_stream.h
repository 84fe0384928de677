// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "chat/answer_parser.h"
#include "server/http_server.h"

namespace alcove::test {

// A client that keeps the events which it is sent.
class HeardStream final : public server::HttpStream {
 public:
  bool write(std::string_view bytes) override {
    const std::string text(bytes);
    const std::size_t data = text.find("\ndata: ");
    EXPECT_TRUE(text.starts_with("event: ") && text.ends_with("\n\n") && data != text.npos) << text;
    if (data == text.npos) return true;
    events.push_back(nlohmann::ordered_json::parse(text.substr(data + 7)));
    EXPECT_EQ(events.back()["type"], text.substr(7, data - 7));
    return true;
  }
  bool connected() const override { return true; }

  std::vector<nlohmann::ordered_json> events;
};

// The pieces of one answer: a thought, a text in two goes, and a call that `problem` broke off.
[[nodiscard]] inline std::vector<chat::AnswerPiece> thoughtTextAndCall(const std::string& problem) {
  using Kind = chat::AnswerPiece::Kind;
  return {{Kind::Reasoning, "Hm.", 0, "", "", ""},
          {Kind::Content, "I ", 0, "", "", ""},
          {Kind::Content, "look.", 0, "", "", ""},
          {Kind::ToolCallBegin, "", 0, "call_1", "weather", ""},
          {Kind::ToolCallArguments, "{\"city\":", 0, "", "", ""},
          {Kind::ToolCallArguments, problem.empty() ? "\"Rome\"}" : "\"Ro", 0, "", "", ""},
          {Kind::ToolCallEnd, "", 0, "", "", problem}};
}

}  // namespace alcove::test
