// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "server/answer_parts.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace alcove::server {
namespace {

using Kind = chat::AnswerPiece::Kind;

class Diary final : public PartListener {
 public:
  void begin(const AnswerPart& part, std::size_t index) override {
    text += fmt::format("({}:{}{} ", index, int(part.kind), part.name);
  }
  void say(const AnswerPart&, std::size_t, std::string_view more) override {
    text += fmt::format("{}|", more);
  }
  void end(const AnswerPart& part, std::size_t) override {
    text += fmt::format("={}{})", part.text, part.problem.empty() ? "" : " but " + part.problem);
  }
  std::string text;
};

chat::AnswerPiece piece(Kind kind, const std::string& text, const std::string& name = {}) {
  chat::AnswerPiece piece;
  piece.kind = kind;
  piece.text = text;
  piece.name = name;
  return piece;
}

TEST(AnswerParts, EachKindInARowIsOnePart) {
  Diary diary;
  AnswerParts parts(&diary);
  parts.add(piece(Kind::Reasoning, "So"));
  parts.add(piece(Kind::Reasoning, "…"));
  parts.add(piece(Kind::Content, ""));
  parts.add(piece(Kind::Content, "Yes"));
  parts.add(piece(Kind::ToolCallBegin, "", "f"));
  parts.add(piece(Kind::ToolCallArguments, ""));
  parts.add(piece(Kind::ToolCallArguments, "{\"a\":"));
  parts.add(piece(Kind::ToolCallArguments, "1}"));
  parts.add(piece(Kind::ToolCallEnd, ""));
  parts.add(piece(Kind::ToolCallBegin, "", "f"));
  parts.add(piece(Kind::ToolCallEnd, ""));
  parts.add(piece(Kind::Content, "Done"));
  parts.add(piece(Kind::Content, "."));
  parts.finish();
  parts.finish();
  EXPECT_EQ(diary.text,
            "(0:1 So|…|=So…)(1:0 Yes|=Yes)(2:2f {\"a\":|1}|={\"a\":1})(3:2f =)(4:0 "
            "Done|.|=Done.)");
  EXPECT_EQ(parts.parts().size(), 5u);
}

TEST(AnswerParts, ACallThatBreaksOffSaysSo) {
  Diary diary;
  AnswerParts parts(&diary);
  parts.add(piece(Kind::ToolCallBegin, "", "f"));
  parts.add(piece(Kind::ToolCallArguments, "{"));
  chat::AnswerPiece end = piece(Kind::ToolCallEnd, "");
  end.problem = "It breaks off.";
  parts.add(end);
  EXPECT_EQ(diary.text, "(0:2f {|={ but It breaks off.)");
}

TEST(AnswerParts, NothingSaidIsNoPart) {
  AnswerParts parts;
  parts.add(piece(Kind::Content, ""));
  parts.finish();
  EXPECT_TRUE(parts.parts().empty());
}

}  // namespace
}  // namespace alcove::server
