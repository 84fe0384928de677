// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>
#include <fmt/format.h>

#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "base/mapped_file.h"
#include "chat/model_template.h"
#include "formats/gguf_file.h"
#include "tokenizer/tokenizer.h"
#include "tools/arguments.h"
#include "tools/standard_input.h"

namespace alcove::tools {
namespace {

using nlohmann::ordered_json;

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

// name=json; what is no JSON counts as text.
void addVariable(ordered_json& variables, const std::string& assignment) {
  const std::size_t sign = assignment.find('=');
  if (sign == std::string::npos || sign == 0) {
    throw Error(ErrorCode::InvalidArgument, fmt::format("'{}' must be name=value.", assignment));
  }
  const std::string text = assignment.substr(sign + 1);
  ordered_json value = ordered_json::parse(text, nullptr, false);
  variables[assignment.substr(0, sign)] = value.is_discarded() ? ordered_json(text) : value;
}

// The option's file as JSON; null without one.
ordered_json readTools(const std::string& path) {
  if (path.empty()) return nullptr;
  const auto file = base::MappedFile::open(path);
  const auto bytes = file->bytes();
  const auto* text = reinterpret_cast<const char*>(bytes.data());
  ordered_json tools = ordered_json::parse(text, text + bytes.size(), nullptr, false);
  if (!tools.is_array()) {
    throw Error(ErrorCode::InvalidArgument, "The tools must be a JSON array.", path);
  }
  return tools;
}

int run(int argc, char** argv) {
  std::string model;
  std::string toolsPath;
  std::vector<std::string> assignments;
  bool noGenerationPrompt = false;
  Arguments arguments(kTemplateCommand);
  arguments.addModel(model);
  arguments.app()
      .add_option("--tools", toolsPath, "Tools as JSON, in OpenAI's form")
      ->type_name("FILE");
  arguments.app()
      .add_option("--var", assignments, "A variable of the template, as enable_thinking=false")
      ->type_name("NAME=JSON");
  arguments.app().add_flag("--no-generation-prompt", noGenerationPrompt,
                           "End after the last message, without opening an answer");
  if (const auto exitCode = arguments.parse(argc, argv)) return *exitCode;

  const auto file = formats::GgufFile::open(model);
  const ordered_json tools = readTools(toolsPath);
  ordered_json variables = ordered_json::object();
  for (const std::string& assignment : assignments) addVariable(variables, assignment);
  const auto found = chat::findTemplate(*file, !tools.empty());
  if (!found) {
    throw Error(ErrorCode::NotFound,
                "The model file has no chat template, and it is of no family that has a known one.",
                model);
  }
  if (found->origin != "model") {
    fmt::print(stderr, "The model file has no chat template; this is the {}.\n", found->origin);
  }
  const auto tokenizer = tokenizer::Tokenizer::fromGguf(*file);
  chat::RenderOptions options;
  options.addGenerationPrompt = !noGenerationPrompt;
  options.bosToken = spellingOf(*tokenizer, tokenizer->bos());
  options.eosToken = spellingOf(*tokenizer, tokenizer->eos());
  options.tools = &tools;
  options.variables = &variables;
  const std::string text =
      chat::compileTemplate(*found, *tokenizer)->render(readStandardInputJson(), options);
  std::fwrite(text.data(), 1, text.size(), stdout);
  return 0;
}

}  // namespace
}  // namespace alcove::tools
