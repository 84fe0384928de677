// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QString>

#include "chat/markdown/markdown_block.h"

namespace alcove::ui {

// Blocks as the case files write them: one line per block (one more per line of code or row of a
// table), beginning with its kind and what is not the default.
[[nodiscard]] QString dumpBlocks(const QList<MarkdownBlock>& blocks);

// The tokens of `code`, one line per line of code that has any: "keyword:return number:1".
[[nodiscard]] QString dumpTokens(const QString& language, const QString& code);

}  // namespace alcove::ui
