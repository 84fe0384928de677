// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>

#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>

#include "chat/chat_template.h"
#include "formats/gguf_file.h"
#include "tokenizer/tokenizer.h"
#include "tools/arguments.h"
#include "tools/standard_input.h"

namespace alcove::tools {
namespace {

std::string spellingOf(const tokenizer::Tokenizer& tokenizer,
                       std::optional<tokenizer::TokenId> id) {
  return id ? std::string(tokenizer.bytes(*id)) : std::string();
}

int run(int argc, char** argv);

}  // namespace

extern const Command kTemplateCommand;
const Command kTemplateCommand = {
    "template", "Render messages, JSON on standard input, with the model's chat template", run};

namespace {

int run(int argc, char** argv) {
  std::string model;
  bool noGenerationPrompt = false;
  Arguments arguments(kTemplateCommand);
  arguments.addModel(model);
  arguments.app().add_flag("--no-generation-prompt", noGenerationPrompt,
                           "End after the last message, without opening an answer");
  if (const auto exitCode = arguments.parse(argc, argv)) return *exitCode;

  const auto file = formats::GgufFile::open(model);
  const auto source = file->string("tokenizer.chat_template");
  if (!source) {
    throw Error(ErrorCode::NotFound, "The model file has no chat template.", model);
  }
  const auto tokenizer = tokenizer::Tokenizer::fromGguf(*file);
  chat::RenderOptions options;
  options.addGenerationPrompt = !noGenerationPrompt;
  options.bosToken = spellingOf(*tokenizer, tokenizer->bos());
  options.eosToken = spellingOf(*tokenizer, tokenizer->eos());
  const std::string text =
      chat::ChatTemplate::compile(*source)->render(readStandardInputJson(), options);
  std::fwrite(text.data(), 1, text.size(), stdout);
  return 0;
}

}  // namespace
}  // namespace alcove::tools
