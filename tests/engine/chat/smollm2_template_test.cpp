// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
// The starter model's own template, read from its file, against renderings and ids of reference.
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "chat/chat_template.h"
#include "formats/gguf_file.h"
#include "tokenizer/tokenizer.h"

namespace {

using alcove::chat::ChatTemplate;
using alcove::chat::RenderOptions;
using alcove::formats::GgufFile;
using alcove::tokenizer::TokenId;
using alcove::tokenizer::Tokenizer;

std::filesystem::path folderFrom(const char* variable) {
  const char* value = std::getenv(variable);
  return value ? value : "";
}

TEST(SmolLm2Template, RendersAndEncodesAsTheReference) {
  const auto cases = folderFrom("ALCOVE_SHARED_DIR") / "goldens" / "smollm2.json";
  const auto model = folderFrom("ALCOVE_MODELS_DIR") / "SmolLM2-135M-Instruct.Q4_1.gguf";
  if (!std::filesystem::exists(cases)) GTEST_SKIP() << "no reference cases at " << cases;
  if (!std::filesystem::exists(model)) GTEST_SKIP() << "no starter model at " << model;
  const auto file = GgufFile::open(model);
  const auto tokenizer = Tokenizer::fromGguf(*file);
  const auto compiled = ChatTemplate::compile(file->string("tokenizer.chat_template").value());
  std::ifstream stream(cases);
  const auto reference = nlohmann::ordered_json::parse(stream);
  int compared = 0;
  for (const auto& item : reference["cases"]) {
    if (item["kind"] != "chat") continue;
    ++compared;
    const RenderOptions options;
    EXPECT_EQ(compiled->render(item["messages"], options), item["rendered"].get<std::string>());
    EXPECT_EQ(compiled->encode(item["messages"], options, *tokenizer),
              item["tokens"].get<std::vector<TokenId>>());
  }
  EXPECT_GE(compared, 5);
}

}  // namespace
