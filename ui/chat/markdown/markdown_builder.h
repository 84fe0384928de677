// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <md4c.h>

#include <QList>

#include "chat/markdown/markdown_block.h"

namespace alcove::ui {

// Turns the events of one md4c parse into the flat list of blocks. Each handler returns 0, or 1 to
// stop the parse when a limit of markdown_parser.h is passed. Used for one parse, then dropped.
class MarkdownBuilder {
 public:
  int enterBlock(MD_BLOCKTYPE type, const void* detail);
  int leaveBlock(MD_BLOCKTYPE type, const void* detail);
  int enterSpan(MD_SPANTYPE type, const void* detail);
  int leaveSpan(MD_SPANTYPE type, const void* detail);
  int addText(MD_TEXTTYPE type, const char* text, MD_SIZE size);

  [[nodiscard]] QList<MarkdownBlock> takeBlocks() { return std::move(m_blocks); }

 private:
  struct List {
    bool ordered = false;
    unsigned number = 1;  // of the next item
    QChar delimiter = u'.';
  };

  struct OpenTag {
    MD_SPANTYPE span;
    QString open;  // both empty: a link that is not clickable
    QString close;
  };

  [[nodiscard]] MarkdownBlock newBlock(BlockKind kind) const;
  void appendBlock(MarkdownBlock block);
  void beginText(int headingLevel);
  void endText();
  void enterItem(const MD_BLOCK_LI_DETAIL& detail);
  void leaveItem();
  void openTag(OpenTag tag);
  void closeTag(MD_SPANTYPE span);
  [[nodiscard]] QString takeHtml();
  void appendRun(const QString& text);
  [[nodiscard]] bool isOverLimits() const;

  QList<MarkdownBlock> m_blocks;
  QList<List> m_lists;
  int m_quoteDepth = 0;
  QString m_pendingMarker;  // of an item that has no block yet
  TaskState m_pendingTask = TaskState::None;
  bool m_hasPendingItem = false;

  // The leaf being filled. Text outside one (an item of a tight list) opens one by itself.
  bool m_inText = false;
  bool m_inCode = false;
  bool m_inCell = false;
  int m_headingLevel = 0;
  QString m_html;
  QString m_plain;
  MarkdownBlock m_table;
  MarkdownBlock m_code;
  int m_cells = 0;

  QList<OpenTag> m_openTags;  // inside the leaf being filled, outermost first
};

}  // namespace alcove::ui
