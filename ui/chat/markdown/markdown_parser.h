// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QString>

#include "chat/markdown/markdown_block.h"

namespace alcove::ui {

// Beyond these a message is shown as plain text: no answer needs them, and a layout without bounds
// would stop the window.
inline constexpr qsizetype kMaxMarkdownBytes = 512 * 1024;
inline constexpr int kMaxMarkdownBlocks = 4000;
inline constexpr int kMaxTableCells = 5000;
inline constexpr int kMaxIndent = 6;  // deeper lists and quotes are drawn at this depth

// The blocks of `text` (CommonMark with tables, task lists, strikethrough and bare links). Never
// fails and never loads anything: raw HTML is shown as text, an image becomes a link with its
// description, and only http, https and mailto addresses become links. A single line break stays
// one, because answers carry poems and addresses. Safe on any thread.
[[nodiscard]] QList<MarkdownBlock> parseMarkdown(const QString& text);

// `text` as it was typed, in one Text block per 4,000 or so characters: no character of it is
// markup.
[[nodiscard]] QList<MarkdownBlock> plainBlocks(const QString& text);

// `text` as rich text that shows exactly these characters, where white space is kept (pre-wrap):
// each of them is one character of the document too.
[[nodiscard]] QString escapedHtml(QStringView text);

}  // namespace alcove::ui
