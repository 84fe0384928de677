// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>

#include "chat/answer_parser.h"

namespace alcove::chat::answers {

// What the rows of answer_families.cpp make. Most families are regions of marked text
// (families.cpp), whose calls one of the readers of call_reader.h reads.
[[nodiscard]] std::unique_ptr<AnswerParser> harmonyParser(const AnswerSetup& setup);
[[nodiscard]] std::unique_ptr<AnswerParser> deepSeekParser(const AnswerSetup& setup);
[[nodiscard]] std::unique_ptr<AnswerParser> kimiParser(const AnswerSetup& setup);
[[nodiscard]] std::unique_ptr<AnswerParser> mistralParser(const AnswerSetup& setup);
[[nodiscard]] std::unique_ptr<AnswerParser> functionaryParser(const AnswerSetup& setup);
[[nodiscard]] std::unique_ptr<AnswerParser> recipientParser(const AnswerSetup& setup);
[[nodiscard]] std::unique_ptr<AnswerParser> taggedParser(const AnswerSetup& setup);
[[nodiscard]] std::unique_ptr<AnswerParser> commandRParser(const AnswerSetup& setup);
[[nodiscard]] std::unique_ptr<AnswerParser> commandRPlusParser(const AnswerSetup& setup);
[[nodiscard]] std::unique_ptr<AnswerParser> nemotronParser(const AnswerSetup& setup);
[[nodiscard]] std::unique_ptr<AnswerParser> lfm2Parser(const AnswerSetup& setup);
[[nodiscard]] std::unique_ptr<AnswerParser> toolCallMarkParser(const AnswerSetup& setup);
[[nodiscard]] std::unique_ptr<AnswerParser> llamaParser(const AnswerSetup& setup);
[[nodiscard]] std::unique_ptr<AnswerParser> pythonicParser(const AnswerSetup& setup);
[[nodiscard]] std::unique_ptr<AnswerParser> gemmaParser(const AnswerSetup& setup);
[[nodiscard]] std::unique_ptr<AnswerParser> genericParser(const AnswerSetup& setup);

}  // namespace alcove::chat::answers
