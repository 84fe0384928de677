// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <nlohmann/json.hpp>
#include <string>

#include "formats/gguf_file.h"
#include "tokenizer/tokenizer.h"
#include "tools/arguments.h"
#include "tools/standard_input.h"

namespace alcove::tools {
namespace {

int run(int argc, char** argv);

}  // namespace

extern const Command kTokenizeCommand;
const Command kTokenizeCommand = {"tokenize", "Turn text on standard input into token ids", run};

namespace {

int run(int argc, char** argv) {
  std::string model;
  bool control = false;
  bool sequence = false;
  Arguments arguments(kTokenizeCommand);
  arguments.addModel(model);
  arguments.app().add_flag("--control", control,
                           "Take the spelling of a control token as the token");
  arguments.app().add_flag(
      "--sequence", sequence,
      "Add the tokens that begin and end a sequence, where the model has it so");
  if (const auto exitCode = arguments.parse(argc, argv)) return *exitCode;

  const auto tokenizer = tokenizer::Tokenizer::fromGguf(*formats::GgufFile::open(model));
  const auto policy = control ? tokenizer::ControlTokens::Parse : tokenizer::ControlTokens::AsText;
  const std::string text = readStandardInput();
  const nlohmann::json ids =
      sequence ? tokenizer->encodeSequence(text, policy) : tokenizer->encode(text, policy);
  std::puts(ids.dump().c_str());
  return 0;
}

}  // namespace
}  // namespace alcove::tools
