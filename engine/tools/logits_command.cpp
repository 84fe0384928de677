// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include <bit>
#include <span>

#include "base/atomic_file.h"
#include "tools/engine_arguments.h"

namespace alcove::tools {
namespace {

int run(int argc, char** argv);

}  // namespace

extern const Command kLogitsCommand;
const Command kLogitsCommand = {"logits", "Write the logits that a model computes for given tokens",
                                run};

namespace {

int run(int argc, char** argv) {
  static_assert(std::endian::native == std::endian::little, "the file's floats are little-endian");
  EngineArguments engineArguments;
  // Logits are asked for to be compared with others', which keep K and V as floats.
  engineArguments.options.keyType = engineArguments.options.valueType = "F32";
  engineArguments.options.deterministic = true;
  std::string list;
  std::string out;
  std::uint32_t last = 1;
  Arguments arguments(kLogitsCommand);
  engineArguments.add(arguments);
  engineArguments.addContext(arguments);
  engineArguments.addAdapters(arguments);
  CLI::App& app = arguments.app();
  app.add_option("--tokens", list, "Token ids, with commas between them")
      ->required()
      ->type_name("1,2,3");
  app.add_option("--last", last, "Of how many last positions (default: 1)")->type_name("N");
  app.add_option("--out", out, "File for little-endian float32, positions × vocabulary")
      ->required()
      ->type_name("FILE");
  if (const auto exitCode = arguments.parse(argc, argv)) return *exitCode;

  const auto tokens = parseTokens(list);
  const auto engine = engineArguments.open();
  const std::vector<float> logits = engine->logits(tokens, last);
  base::atomicWrite(out, std::as_bytes(std::span(logits)));
  return 0;
}

}  // namespace
}  // namespace alcove::tools
