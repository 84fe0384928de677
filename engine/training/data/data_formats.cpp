// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "training/data/data_format.h"

namespace alcove::training {

// Each defined in formats/<name>.cpp.
extern const DataFormat kChatFormat;
extern const DataFormat kShareGptFormat;
extern const DataFormat kInstructionsFormat;
extern const DataFormat kPromptCompletionFormat;
extern const DataFormat kCsvFormat;
extern const DataFormat kTextFormat;

std::span<const DataFormat> dataFormats() {
  // One row a line, so that additions do not collide. Text takes all that is left.
  // clang-format off
  static const DataFormat table[] = {
      kChatFormat,
      kShareGptFormat,
      kInstructionsFormat,
      kPromptCompletionFormat,
      kCsvFormat,
      kTextFormat,
  };
  // clang-format on
  return table;
}

}  // namespace alcove::training
