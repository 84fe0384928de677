// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/markdown/markdown_document.h"

#include <algorithm>

#include "chat/markdown/markdown_parser.h"
#include "chat/markdown/streaming_tail.h"

namespace alcove::ui {

QList<MarkdownBlock> MarkdownDocument::blocksOf(const QString& text, Source source) {
  switch (source) {
    case Source::PlainText:
      return plainBlocks(text);
    case Source::StreamingMarkdown:
      return parseMarkdown(withPresentableTail(text));
    case Source::Markdown:
      break;
  }
  return parseMarkdown(text);
}

MarkdownDocument::Change MarkdownDocument::changeTo(const QList<MarkdownBlock>& blocks) const {
  const qsizetype common = std::min(m_blocks.size(), blocks.size());
  Change change;
  while (change.firstChanged < common &&
         m_blocks[change.firstChanged] == blocks[change.firstChanged]) {
    ++change.firstChanged;
  }
  qsizetype lastChanged = common;
  while (lastChanged > change.firstChanged &&
         m_blocks[lastChanged - 1] == blocks[lastChanged - 1]) {
    --lastChanged;
  }
  change.changed = lastChanged - change.firstChanged;
  change.inserted = std::max<qsizetype>(blocks.size() - m_blocks.size(), 0);
  change.removed = std::max<qsizetype>(m_blocks.size() - blocks.size(), 0);
  return change;
}

}  // namespace alcove::ui
