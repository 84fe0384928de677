// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/block_document.h"

#include <QTextCursor>
#include <QTextDocument>
#include <QTextFrame>
#include <QTextTable>
#include <algorithm>

#include "chat/markdown/code_language.h"

namespace alcove::ui {

BlockDocument::BlockDocument(QObject* parent) : QObject(parent) {
  connect(this, &BlockDocument::contentsChanged, this, &BlockDocument::fill);
  connect(this, &BlockDocument::matchesChanged, this, &BlockDocument::fill);
}

BlockDocument::~BlockDocument() = default;

QTextDocument* BlockDocument::textDocument() const {
  return m_document ? m_document->textDocument() : nullptr;
}

void BlockDocument::setDocument(QQuickTextDocument* document) {
  if (document == m_document) {
    return;
  }
  m_document = document;
  m_highlighter.reset();
  if (QTextDocument* text = textDocument()) {
    text->setUndoRedoEnabled(false);
    text->setDocumentMargin(0);
    m_highlighter = std::make_unique<BlockHighlighter>(text);
  }
  m_shownHtml.clear();
  m_shownCode.clear();
  m_shownTable = {};
  fill();
  emit documentChanged();
}

void BlockDocument::setStyle(BlockStyle* style) {
  if (style == m_style) {
    return;
  }
  if (m_style) {
    disconnect(m_style, nullptr, this, nullptr);
  }
  m_style = style;
  if (m_style) {
    connect(m_style, &BlockStyle::changed, this, &BlockDocument::restyle);
  }
  restyle();
  emit styleChanged();
}

// A theme turns a dozen properties at once; the document is filled anew once for all of them.
void BlockDocument::restyle() {
  m_isStyleStale = true;
  if (m_isStarted && !m_isRestyleQueued) {
    m_isRestyleQueued = true;
    QMetaObject::invokeMethod(this, &BlockDocument::fill, Qt::QueuedConnection);
  }
}

void BlockDocument::start() {
  m_isStarted = true;
  fill();
}

void BlockDocument::fill() {
  m_isRestyleQueued = false;
  QTextDocument* document = textDocument();
  if (!m_isStarted || document == nullptr || m_style == nullptr) {
    return;
  }
  m_highlighter->setStyle(m_style);
  if (m_kind == u"code") {
    fillCode(*document);
  } else if (m_kind == u"table") {
    fillTable(*document);
  } else {
    fillText(*document);
  }
  m_highlighter->setMatches(m_query, m_currentMatch);
  m_isStyleStale = false;
  emit filled();
}

QString BlockDocument::styleSheet() const {
  return QStringLiteral(
             "a { color: %1; text-decoration: underline; }"
             "code { font-family: '%2'; font-size: %3px; background-color: %4; }"
             "p { margin: 0; white-space: pre-wrap; }")
      .arg(m_style->link.name(), m_style->monoFamily, QString::number(m_style->codeSize),
           m_style->codeBackground.name());
}

// Without an alignment: a paragraph that is written from the right stands at the right.
QString BlockDocument::paragraph(const QString& html) const {
  return QStringLiteral("<p style=\"line-height:%1%\">%2</p>")
      .arg(QString::number(qRound(m_style->lineHeight * 100)), html);
}

void BlockDocument::fillText(QTextDocument& document) {
  if (m_html == m_shownHtml && !m_isStyleStale) {
    return;
  }
  m_shownHtml = m_html;
  document.setDefaultStyleSheet(styleSheet());
  QTextOption option = document.defaultTextOption();
  option.setWrapMode(QTextOption::WrapAtWordBoundaryOrAnywhere);
  document.setDefaultTextOption(option);
  document.setHtml(paragraph(m_html));
}

void BlockDocument::fillCode(QTextDocument& document) {
  m_highlighter->setLanguage(findCodeLanguage(m_language));
  if (m_code == m_shownCode && !m_code.isEmpty()) {
    if (m_isStyleStale) {
      m_highlighter->rehighlight();
    }
    return;
  }
  if (!m_shownCode.isEmpty() && m_code.startsWith(m_shownCode)) {
    QTextCursor cursor(&document);
    cursor.movePosition(QTextCursor::End);
    cursor.insertText(m_code.mid(m_shownCode.size()));
  } else {
    document.setPlainText(m_code);
  }
  m_shownCode = m_code;
}

void BlockDocument::fillTable(QTextDocument& document) {
  const auto block = m_table.value<MarkdownBlock>();
  if (block == m_shownTable && !m_isStyleStale) {
    return;
  }
  m_shownTable = block;
  document.clear();
  document.setDefaultStyleSheet(styleSheet());
  const int rows = static_cast<int>(block.rows.size());
  const int columns = static_cast<int>(block.alignments.size());
  if (rows == 0 || columns == 0) {
    return;
  }
  QTextTableFormat format;
  format.setBorder(0.5);  // both neighbours draw theirs
  format.setBorderStyle(QTextFrameFormat::BorderStyle_Solid);
  format.setBorderBrush(m_style->line);
  format.setBorderCollapse(true);
  format.setCellSpacing(0);
  format.setCellPadding(m_style->cellPadding);
  QTextTable* table = QTextCursor(&document).insertTable(rows, columns, format);
  for (int row = 0; row < rows; ++row) {
    for (int column = 0; column < columns && column < block.rows[row].size(); ++column) {
      QTextTableCell cell = table->cellAt(row, column);
      QTextTableCellFormat cellFormat;
      cellFormat.setPadding(m_style->cellPadding);
      cell.setFormat(cellFormat);
      QTextCursor cursor = cell.firstCursorPosition();
      QTextBlockFormat line;
      line.setAlignment(block.alignments[column]);
      cursor.setBlockFormat(line);
      const QString& html = block.rows[row][column];
      cursor.insertHtml(row == 0 ? QStringLiteral("<b>%1</b>").arg(html) : html);
    }
  }
  const double width = document.textWidth();
  document.setTextWidth(-1);
  m_naturalWidth = document.idealWidth();
  document.setTextWidth(width);
}

double BlockDocument::minimumWidth() const {
  const auto columns = static_cast<double>(m_shownTable.alignments.size());
  return m_style == nullptr ? 0 : std::min(m_naturalWidth, columns * m_style->cellWidth);
}

int BlockDocument::matchPosition() const {
  return m_highlighter ? m_highlighter->positionOf(m_query, m_currentMatch) : -1;
}

}  // namespace alcove::ui
