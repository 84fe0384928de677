// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QPointer>
#include <QQuickTextDocument>
#include <memory>

#include "chat/block_highlighter.h"
#include "chat/block_style.h"
#include "chat/markdown/markdown_block.h"

class QTextDocument;

namespace alcove::ui {

// Fills the document of one TextEdit with one block and keeps it in the theme's style: rich text, a
// table, or code, of which only what was added is laid out. Set `kind`, `style` and the document
// once, then the contents as they come. GUI thread; lives in the delegate beside its TextEdit.
class BlockDocument : public QObject {
  Q_OBJECT
  QML_ELEMENT
  // The textDocument of a TextEdit whose own `text` is never set
  Q_PROPERTY(QQuickTextDocument* document READ document WRITE setDocument NOTIFY documentChanged)
  Q_PROPERTY(alcove::ui::BlockStyle* style READ style WRITE setStyle NOTIFY styleChanged)
  // "text", "code" or "table"
  Q_PROPERTY(QString kind MEMBER m_kind NOTIFY contentsChanged)
  Q_PROPERTY(QString html MEMBER m_html NOTIFY contentsChanged)          // for text
  Q_PROPERTY(QString code MEMBER m_code NOTIFY contentsChanged)          // for code
  Q_PROPERTY(QString language MEMBER m_language NOTIFY contentsChanged)  // for code
  Q_PROPERTY(QVariant table MEMBER m_table NOTIFY contentsChanged)       // MarkdownBlock
  Q_PROPERTY(QString query MEMBER m_query NOTIFY matchesChanged)
  Q_PROPERTY(int currentMatch MEMBER m_currentMatch NOTIFY matchesChanged)  // -1: none
  // Of a table: what it takes without wrapping, and what it should never be squeezed below
  Q_PROPERTY(double naturalWidth READ naturalWidth NOTIFY filled)
  Q_PROPERTY(double minimumWidth READ minimumWidth NOTIFY filled)
 public:
  explicit BlockDocument(QObject* parent = nullptr);
  ~BlockDocument() override;
  // Fills the document and keeps it filled from now on. To be called when the TextEdit is complete
  // (from Component.onCompleted): as its last step that sets the document to its own empty text.
  Q_INVOKABLE void start();

  [[nodiscard]] QQuickTextDocument* document() const { return m_document; }
  void setDocument(QQuickTextDocument* document);
  [[nodiscard]] BlockStyle* style() const { return m_style; }
  void setStyle(BlockStyle* style);
  [[nodiscard]] double naturalWidth() const { return m_naturalWidth; }
  [[nodiscard]] double minimumWidth() const;
  // Where the current match begins, for TextEdit.positionToRectangle(); -1: none.
  [[nodiscard]] Q_INVOKABLE int matchPosition() const;

 signals:
  void documentChanged();
  void styleChanged();
  void contentsChanged();
  void matchesChanged();
  void filled();

 private:
  void restyle();
  void fill();
  void fillText(QTextDocument& document);
  void fillCode(QTextDocument& document);
  void fillTable(QTextDocument& document);
  [[nodiscard]] QString styleSheet() const;
  [[nodiscard]] QString paragraph(const QString& html) const;
  [[nodiscard]] QTextDocument* textDocument() const;

  QPointer<QQuickTextDocument> m_document;
  QPointer<BlockStyle> m_style;
  std::unique_ptr<BlockHighlighter> m_highlighter;
  QString m_kind;
  QString m_html;
  QString m_code;
  QString m_language;
  QVariant m_table;
  QString m_query;
  int m_currentMatch = -1;
  QString m_shownHtml;
  QString m_shownCode;
  MarkdownBlock m_shownTable;
  double m_naturalWidth = 0;
  bool m_isStarted = false;
  bool m_isRestyleQueued = false;
  bool m_isStyleStale = true;
};

}  // namespace alcove::ui
