// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <alcove/error.h>
#include <fmt/format.h>

#include <cstdint>
#include <cstdio>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "formats/gguf_file.h"
#include "tokenizer/tokenizer.h"
#include "tools/arguments.h"
#include "tools/standard_input.h"

namespace alcove::tools {
namespace {

using tokenizer::TokenId;

std::vector<TokenId> readIds(const nlohmann::ordered_json& json) {
  if (!json.is_array()) {
    throw Error(ErrorCode::InvalidArgument, "Standard input is not a list of token ids.");
  }
  std::vector<TokenId> ids;
  for (const auto& item : json) {
    const bool fits = item.is_number_unsigned() &&
                      item.get<std::uint64_t>() <= std::numeric_limits<TokenId>::max();
    if (!fits) {
      throw Error(ErrorCode::InvalidArgument,
                  fmt::format("Element {} of standard input is no token id.", ids.size()));
    }
    ids.push_back(item.get<TokenId>());
  }
  return ids;
}

int run(int argc, char** argv);

}  // namespace

extern const Command kDetokenizeCommand;
const Command kDetokenizeCommand = {
    "detokenize", "Turn token ids on standard input, as [1, 2], into their text", run};

namespace {

int run(int argc, char** argv) {
  std::string model;
  Arguments arguments(kDetokenizeCommand);
  arguments.addModel(model);
  if (const auto exitCode = arguments.parse(argc, argv)) return *exitCode;

  const auto tokenizer = tokenizer::Tokenizer::fromGguf(*formats::GgufFile::open(model));
  // With control tokens, so that tokenize --control gives the same ids back.
  const std::string text = tokenizer->decode(readIds(readStandardInputJson()), true);
  std::fwrite(text.data(), 1, text.size(), stdout);
  return 0;
}

}  // namespace
}  // namespace alcove::tools
