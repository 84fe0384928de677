// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QList>
#include <QMetaType>
#include <QString>
#include <QStringList>

namespace alcove::ui {

enum class BlockKind { Text, Code, Table, Rule };
enum class TaskState { None, Open, Done };

// One leaf of a message, as the page draws it. A message is a flat list of these: containers
// (lists, quotes) are not blocks of their own but say, in `indent` and `quoteDepth`, where their
// leaves stand. A plain value: two equal blocks look the same, and an unchanged block is never laid
// out again.
struct MarkdownBlock {
  BlockKind kind = BlockKind::Text;
  int headingLevel = 0;  // Text: 1 to 6 for a heading, 0 for body text
  int indent = 0;        // how many lists this block stands in
  int quoteDepth = 0;    // how many quotes this block stands in
  QString marker;        // Text: "•" or "3." on the first block of a list item, else empty
  TaskState task = TaskState::None;  // Text: the box of a task list item
  QString html;                      // Text: Qt rich text made of b, i, s, code, a and br only
  QString plain;     // Text, Code: what a reader sees; what search looks in and copy takes
  QString language;  // Code: the first word after the fence, as written
  QList<Qt::Alignment> alignments;  // Table: one per column
  QList<QStringList> rows;          // Table: rich text of the cells; the header is row 0
  QList<QStringList> plainRows;     // Table: the same cells as plain text

  bool operator==(const MarkdownBlock&) const = default;
};

}  // namespace alcove::ui

Q_DECLARE_METATYPE(alcove::ui::MarkdownBlock)
