// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "chat/answer_parser.h"

namespace alcove::chat::answers {

// What the rows of answer_families.cpp make; one file each.
[[nodiscard]] std::unique_ptr<AnswerParser> plainParser(const AnswerSetup& setup);

}  // namespace alcove::chat::answers
