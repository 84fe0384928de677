// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QString>
#include <QSyntaxHighlighter>

namespace alcove::ui {

class BlockStyle;
struct CodeLanguage;

// Colours the tokens of code and marks what find found, without changing the document's text. Works
// line by line, so that a line added at the end colours that line only.
class BlockHighlighter : public QSyntaxHighlighter {
 public:
  // `document` does not own the highlighter and may go before it.
  explicit BlockHighlighter(QTextDocument* document);

  void setStyle(const BlockStyle* style) { m_style = style; }
  void setLanguage(const CodeLanguage* language) { m_language = language; }
  // Marks every occurrence of `query`; the n-th (from 0) stands out, -1: none does.
  void setMatches(const QString& query, int current);
  // Where the n-th occurrence of `query` begins in the document, or -1.
  [[nodiscard]] int positionOf(const QString& query, int occurrence) const;

 protected:
  void highlightBlock(const QString& line) override;

 private:
  const BlockStyle* m_style = nullptr;
  const CodeLanguage* m_language = nullptr;
  QString m_query;
  int m_currentPosition = -1;  // in the document
};

}  // namespace alcove::ui
