// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QString>

#include "chat/markdown/markdown_block.h"

namespace alcove::ui {

// The blocks of one message while its text grows. Blocks before `firstChanged` are the same values
// as before and keep their places, so whoever draws them need not look at them again.
class MarkdownDocument {
 public:
  // What one update did: blocks [firstChanged, firstChanged + changed) have new contents, then
  // `inserted` were added, or `removed` taken away, at the end.
  struct Change {
    qsizetype firstChanged = 0;
    qsizetype changed = 0;
    qsizetype inserted = 0;
    qsizetype removed = 0;
    [[nodiscard]] bool isEmpty() const { return changed == 0 && inserted == 0 && removed == 0; }
  };
  enum class Source { Markdown, StreamingMarkdown, PlainText };

  [[nodiscard]] const QList<MarkdownBlock>& blocks() const { return m_blocks; }

  // Works out the blocks of `text` and how they differ from blocks(), without changing them yet:
  // a list model announces a change before it happens.
  [[nodiscard]] static QList<MarkdownBlock> blocksOf(const QString& text, Source source);
  [[nodiscard]] Change changeTo(const QList<MarkdownBlock>& blocks) const;
  void setBlocks(QList<MarkdownBlock> blocks) { m_blocks = std::move(blocks); }

 private:
  QList<MarkdownBlock> m_blocks;
};

}  // namespace alcove::ui
