// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// The chat templates of all families that Alcove knows show where answers begin and end.
#include <gtest/gtest.h>

#include "chat/builtin_templates.h"
#include "chat/model_template.h"
#include "engine/training/data/data_cases.h"
#include "formats/gguf_file.h"
#include "support/gguf_builder.h"
#include "support/temporary_folder.h"
#include "tokenizer/tokenizer.h"

namespace alcove::training {
namespace {

// A little model with the family's control tokens and its template.
ChatTools toolsOf(const chat::BuiltinTemplate& family) {
  std::vector<std::string> tokens;
  for (const std::string_view token : family.tokens)
    if (token != "<|im_start|>" && token != "<|im_end|>" && token != "<|endoftext|>")
      tokens.emplace_back(token);
  const test::TemporaryFolder folder;
  const auto path = folder.write("m.gguf", test::littleModelWith(tokens).build());
  ChatTools tools = chatToolsOf(*formats::GgufFile::open(path));
  const chat::ModelTemplate found{std::string(family.source), "built-in", family.bos};
  tools.chatTemplate = chat::compileTemplate(found, *tools.tokenizer);
  return tools;
}

// What stands between ⟦ and ⟧.
std::vector<std::string> scoredParts(const std::string& marked) {
  const std::string open = "⟦", close = "⟧";
  std::vector<std::string> parts;
  for (std::size_t at = marked.find(open); at != std::string::npos; at = marked.find(open, at)) {
    const std::size_t end = marked.find(close, at);
    parts.push_back(marked.substr(at + open.size(), end - at - open.size()));
    at = end;
  }
  return parts;
}

TEST(TemplateFamilies, ShowTheirAnswers) {
  ASSERT_GE(chat::builtinTemplates().size(), 10u);
  Record record;
  record.messages = {{"user", "First question?"},
                     {"assistant", "One answer."},
                     {"user", "One answer. Really?"},
                     {"assistant", "Another answer."}};
  for (const chat::BuiltinTemplate& family : chat::builtinTemplates()) {
    SCOPED_TRACE(family.name);
    const ChatTools tools = toolsOf(family);
    const Example example = toExample(record, tools);
    const auto parts = scoredParts(test::markedText(example, tools));
    ASSERT_EQ(parts.size(), 2u) << test::markedText(example, tools);
    for (std::size_t i = 0; i < 2; ++i) {
      const std::string& answer = record.messages[2 * i + 1].content;
      const std::size_t at = parts[i].find(answer);
      ASSERT_NE(at, std::string::npos) << parts[i];
      EXPECT_EQ(parts[i].find("question"), std::string::npos);
      EXPECT_EQ(parts[i].find("Really"), std::string::npos);
      // In front at most what the family's answers open with; behind it only what ends the turn.
      EXPECT_LE(at, std::string("<|channel|>final<|message|>").size()) << parts[i];
      EXPECT_LE(parts[i].size() - at - answer.size(), 24u) << parts[i];
    }
  }
}

}  // namespace
}  // namespace alcove::training
