// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/block_highlighter.h"

#include <QTextDocument>

#include "chat/block_style.h"
#include "chat/chat_find.h"
#include "chat/markdown/code_tokens.h"

namespace alcove::ui {

BlockHighlighter::BlockHighlighter(QTextDocument* document)
    : QSyntaxHighlighter(static_cast<QObject*>(nullptr)) {
  setDocument(document);
}

int BlockHighlighter::positionOf(const QString& query, int occurrence) const {
  if (document() == nullptr) {
    return -1;
  }
  int seen = 0;
  for (QTextBlock block = document()->begin(); occurrence >= 0 && block.isValid();
       block = block.next()) {
    for (const qsizetype place : ChatFind::matchesIn(block.text(), query)) {
      if (seen++ == occurrence) {
        return block.position() + static_cast<int>(place);
      }
    }
  }
  return -1;
}

void BlockHighlighter::setMatches(const QString& query, int current) {
  const int position = positionOf(query, current);
  if (query == m_query && position == m_currentPosition) {
    return;
  }
  m_query = query;
  m_currentPosition = position;
  rehighlight();
}

void BlockHighlighter::highlightBlock(const QString& line) {
  if (m_style == nullptr) {
    return;
  }
  if (m_language != nullptr) {
    const CodeLine result = tokenizeCodeLine(*m_language, line, previousBlockState());
    setCurrentBlockState(result.state);
    for (const CodeToken& token : result.tokens) {
      QTextCharFormat format;
      format.setForeground(m_style->tokenColor(token.kind));
      format.setFontItalic(token.kind == CodeTokenKind::Comment);
      setFormat(static_cast<int>(token.begin), static_cast<int>(token.length), format);
    }
  }
  for (const qsizetype place : ChatFind::matchesIn(line, m_query)) {
    const int begin = static_cast<int>(place);
    const bool isCurrent = currentBlock().position() + begin == m_currentPosition;
    QTextCharFormat mark;
    mark.setBackground(isCurrent ? m_style->currentMatch : m_style->match);
    mark.setForeground(isCurrent ? m_style->currentMatchText : m_style->text);
    setFormat(begin, static_cast<int>(m_query.size()), mark);
  }
}

}  // namespace alcove::ui
