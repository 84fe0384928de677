// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/gguf_builder.h"
#include "support/process.h"
#include "support/temporary_folder.h"

namespace alcove::tools {
namespace {

using test::runEngine;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr const char* kMessages = R"([{"role": "user", "content": "Hi"}])";

class TemplateCommand : public testing::Test {
 protected:
  std::string write(const char* chatTemplate) {
    test::GgufBuilder model = test::littleModel();
    if (chatTemplate) model.set(test::stringValue("tokenizer.chat_template", chatTemplate));
    return m_folder.write("model.gguf", model.build()).string();
  }

  test::TemporaryFolder m_folder;
};

TEST_F(TemplateCommand, GivesToolsAndVariablesToTheTemplate) {
  const auto path = write(
      "{{ tools | tojson }}|{{ enable_thinking }}|{{ style }}|{{ n + 1 }}|{{ "
      "messages[0].content }}");
  const auto tools = m_folder.write("tools.json", R"([{"b": 1, "a": "é"}])").string();
  const auto result =
      runEngine({"template", "-m", path, "--tools", tools, "--var", "enable_thinking=false",
                 "--var", "style=short and plain", "--var", "n=2"},
                kMessages);
  EXPECT_EQ(result.exitCode, 0) << result.err;
  EXPECT_EQ(result.out, R"([{"b": 1, "a": "é"}]|False|short and plain|3|Hi)");
  EXPECT_THAT(result.err, IsEmpty());
}

TEST_F(TemplateCommand, SaysThatABuiltInTemplateIsUsed) {
  const auto result = runEngine({"template", "-m", write(nullptr)}, kMessages);
  EXPECT_EQ(result.exitCode, 0) << result.err;
  EXPECT_EQ(result.out, "<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n");
  EXPECT_THAT(result.err, HasSubstr("this is the built-in: ChatML."));
}

TEST_F(TemplateCommand, RefusesWhatItCannotUseWithOneSentence) {
  const auto path = write("{{ raise_exception('No such role.') }}");
  const auto refused = runEngine({"template", "-m", path}, kMessages);
  EXPECT_EQ(refused.exitCode, 1);
  EXPECT_THAT(refused.out, IsEmpty());
  EXPECT_THAT(refused.err, HasSubstr("No such role."));
  const auto tools = m_folder.write("tools.json", R"({"no": "array"})").string();
  EXPECT_EQ(runEngine({"template", "-m", path, "--tools", tools}, kMessages).exitCode, 1);
  EXPECT_EQ(runEngine({"template", "-m", path, "--var", "=1"}, kMessages).exitCode, 1);
}

}  // namespace
}  // namespace alcove::tools
