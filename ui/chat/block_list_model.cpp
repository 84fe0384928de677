// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/block_list_model.h"

#include "chat/markdown/code_language.h"

namespace alcove::ui {
namespace {

QString kindName(BlockKind kind) {
  switch (kind) {
    case BlockKind::Code:
      return QStringLiteral("code");
    case BlockKind::Table:
      return QStringLiteral("table");
    case BlockKind::Rule:
      return QStringLiteral("rule");
    case BlockKind::Text:
      break;
  }
  return QStringLiteral("text");
}

QString taskName(TaskState task) {
  switch (task) {
    case TaskState::Open:
      return QStringLiteral("open");
    case TaskState::Done:
      return QStringLiteral("done");
    case TaskState::None:
      break;
  }
  return {};
}

}  // namespace

void BlockListModel::setText(const QString& text, MarkdownDocument::Source source) {
  QList<MarkdownBlock> blocks = MarkdownDocument::blocksOf(text, source);
  const MarkdownDocument::Change change = m_document.changeTo(blocks);
  if (change.isEmpty()) {
    return;
  }
  const int oldCount = rowCount();
  const int newCount = static_cast<int>(blocks.size());
  if (change.inserted > 0) {
    beginInsertRows({}, oldCount, newCount - 1);
  } else if (change.removed > 0) {
    beginRemoveRows({}, newCount, oldCount - 1);
  }
  m_document.setBlocks(std::move(blocks));
  if (change.inserted > 0) {
    endInsertRows();
  } else if (change.removed > 0) {
    endRemoveRows();
  }
  if (change.changed > 0) {
    const int first = static_cast<int>(change.firstChanged);
    emit dataChanged(index(first), index(first + static_cast<int>(change.changed) - 1));
  }
}

int BlockListModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_document.blocks().size());
}

// Items of a list stand closer together than paragraphs, headings further from what is above.
int BlockListModel::gapAbove(qsizetype row) const {
  if (row == 0) {
    return 0;
  }
  const MarkdownBlock& block = blocks()[row];
  const MarkdownBlock& above = blocks()[row - 1];
  if (block.kind == BlockKind::Text && block.headingLevel > 0) {
    return block.headingLevel <= 2 ? 6 : 5;
  }
  if (above.kind == BlockKind::Text && above.headingLevel > 0) {
    return 2;
  }
  const bool isListText = block.kind == BlockKind::Text && block.indent > 0;
  if (isListText && above.kind == BlockKind::Text && above.indent > 0) {
    return 1;
  }
  return block.kind == BlockKind::Rule || above.kind == BlockKind::Rule ? 4 : 3;
}

QVariant BlockListModel::data(const QModelIndex& index, int role) const {
  if (!checkIndex(index, CheckIndexOption::IndexIsValid)) {
    return {};
  }
  const MarkdownBlock& block = blocks()[index.row()];
  switch (role) {
    case KindRole:
      return kindName(block.kind);
    case HeadingLevelRole:
      return block.headingLevel;
    case IndentRole:
      return block.indent;
    case QuoteDepthRole:
      return block.quoteDepth;
    case QuoteContinuesRole:
      return index.row() > 0 && block.quoteDepth > 0 && blocks()[index.row() - 1].quoteDepth > 0;
    case MarkerRole:
      return block.marker;
    case TaskRole:
      return taskName(block.task);
    case HtmlRole:
      return block.html;
    case PlainRole:
      return block.plain;
    case LanguageRole:
      return block.language;
    case LanguageNameRole:
      return codeLanguageName(block.language);
    case TableRole:
      return QVariant::fromValue(block);
    case GapRole:
      return gapAbove(index.row());
    case RightToLeftRole:
      return block.kind == BlockKind::Table && !block.plainRows.isEmpty()
                 ? block.plainRows.first().join(u' ').isRightToLeft()
                 : block.kind == BlockKind::Text && block.plain.isRightToLeft();
    default:
      return {};
  }
}

QHash<int, QByteArray> BlockListModel::roleNames() const {
  return {{KindRole, "kind"},
          {HeadingLevelRole, "headingLevel"},
          {IndentRole, "indent"},
          {QuoteDepthRole, "quoteDepth"},
          {QuoteContinuesRole, "quoteContinues"},
          {MarkerRole, "marker"},
          {TaskRole, "task"},
          {HtmlRole, "html"},
          {PlainRole, "plain"},
          {LanguageRole, "language"},
          {LanguageNameRole, "languageName"},
          {TableRole, "table"},
          {GapRole, "gap"},
          {RightToLeftRole, "rightToLeft"}};
}

}  // namespace alcove::ui
