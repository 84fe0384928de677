// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "tools/command.h"

namespace alcove::tools {

// Each defined in <name>_command.cpp.
extern const Command kAdapterCommand;
extern const Command kBenchCommand;
extern const Command kConvertCommand;
extern const Command kDatasetCommand;
extern const Command kDequantizeCommand;
extern const Command kDetokenizeCommand;
extern const Command kDevicesCommand;
extern const Command kEmbedCommand;
extern const Command kFinetuneCommand;
extern const Command kGenerateCommand;
extern const Command kGradientsCommand;
extern const Command kImatrixCommand;
extern const Command kInspectCommand;
extern const Command kKeysCommand;
extern const Command kLogitsCommand;
extern const Command kNf4Command;
extern const Command kPerplexityCommand;
extern const Command kPlanCommand;
extern const Command kQuantizeCommand;
extern const Command kServeCommand;
extern const Command kTemplateCommand;
extern const Command kTokenizeCommand;

std::span<const Command> commands() {
  // One row a line, so that additions do not collide.
  // clang-format off
  static const Command table[] = {
      kGenerateCommand,
      kAdapterCommand,
      kEmbedCommand,
      kServeCommand,
      kKeysCommand,
      kBenchCommand,
      kPerplexityCommand,
      kLogitsCommand,
      kDevicesCommand,
      kPlanCommand,
      kInspectCommand,
      kConvertCommand,
      kQuantizeCommand,
      kImatrixCommand,
      kDequantizeCommand,
      kNf4Command,
      kFinetuneCommand,
      kGradientsCommand,
      kDatasetCommand,
      kTokenizeCommand,
      kDetokenizeCommand,
      kTemplateCommand,
  };
  // clang-format on
  return table;
}

}  // namespace alcove::tools
