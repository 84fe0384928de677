// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>

#include "chat/markdown/markdown_document.h"

namespace alcove::ui {

// The blocks of one message for the page's delegates. While text streams in, only the rows at the
// end change; finished rows are never announced again, so their layout stays. GUI thread.
class BlockListModel : public QAbstractListModel {
  Q_OBJECT
  QML_ANONYMOUS
 public:
  enum Role {
    KindRole = Qt::UserRole,  // "text", "code", "table" or "rule"
    HeadingLevelRole,         // int, 0 for body text
    IndentRole,               // int: lists around the block
    QuoteDepthRole,           // int: quotes around the block
    QuoteContinuesRole,       // bool: the block above stands in the same quote
    MarkerRole,               // QString: "•" or "3."
    TaskRole,                 // "", "open" or "done"
    HtmlRole,                 // QString
    PlainRole,                // QString
    LanguageRole,             // QString: as written after the fence
    LanguageNameRole,         // QString: as the corner of a code block says it
    TableRole,                // MarkdownBlock, for TableBlockDocument
    GapRole,                  // int: space above in steps of 4 px
    RightToLeftRole,          // bool
  };
  using QAbstractListModel::QAbstractListModel;

  void setText(const QString& text, MarkdownDocument::Source source);
  [[nodiscard]] const QList<MarkdownBlock>& blocks() const { return m_document.blocks(); }

  [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
  [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
  [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

 private:
  [[nodiscard]] int gapAbove(qsizetype row) const;

  MarkdownDocument m_document;
};

}  // namespace alcove::ui
