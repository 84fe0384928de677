// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>

#include "grammar/grammar.h"
#include "sampling/sampling_options.h"
#include "tools/arguments.h"

namespace alcove::tools {

// The options that say how tokens are drawn, and what the answer must keep to.
class SamplingArguments {
 public:
  // Adds the options to `arguments`; they write into `sampling`, which must live as long.
  void add(Arguments& arguments, sampling::SamplingOptions& sampling);

  // The grammar of --grammar or --json-schema; null without them. Throws Error NotFound, or what
  // grammar::Grammar throws.
  [[nodiscard]] std::shared_ptr<const grammar::Grammar> grammar() const;

 private:
  std::string m_grammarFile;
  std::string m_schemaFile;
};

}  // namespace alcove::tools
