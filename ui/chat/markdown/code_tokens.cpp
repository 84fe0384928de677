// SPDX-FileCopyrightText: 2026 Alcove contributors
// SPDX-License-Identifier: Apache-2.0
#include "chat/markdown/code_tokens.h"

#include <algorithm>

namespace alcove::ui {
namespace {

constexpr int kInBlockComment = 1;
constexpr int kInTag = 2;
constexpr int kInLongString = 16;  // plus the delimiter's place in longQuotes

bool isWordStart(QChar c) { return c.isLetter() || c == u'_'; }

class LineTokenizer {
 public:
  LineTokenizer(const CodeLanguage& language, QStringView line)
      : m_language(language), m_line(line) {}

  CodeLine run(int state) {
    if (state == kInBlockComment) {
      readBlockComment(0);
    } else if (state >= kInLongString) {
      readLongString(state - kInLongString, 0);
    } else if (state == kInTag) {
      readTag();
    }
    while (m_at < m_line.size()) {
      readToken();
    }
    return {m_tokens, m_state};
  }

 private:
  [[nodiscard]] bool startsWith(const char16_t* text) const {
    return text != nullptr && m_line.sliced(m_at).startsWith(QStringView(text));
  }
  [[nodiscard]] bool isWordPart(QChar c) const {
    return c.isLetterOrNumber() || c == u'_' || (m_language.hasKeys && c == u'-');
  }

  void addToken(qsizetype begin, qsizetype end, CodeTokenKind kind) {
    if (end > begin) {
      m_tokens.append({begin, end - begin, kind});
    }
    m_at = end;
  }

  void readToken() {
    const QChar c = m_line[m_at];
    if (startsWith(m_language.blockBegin)) {
      readBlockComment(QStringView(m_language.blockBegin).size());
    } else if (m_language.isMarkup) {
      readMarkup();
    } else if (isLineComment()) {
      addToken(m_at, m_line.size(), CodeTokenKind::Comment);
    } else if (m_language.directive != 0 && c == QChar(m_language.directive) && isFirstOnLine()) {
      addToken(m_at, m_line.size(), CodeTokenKind::Directive);
    } else if (readLongStringIfAny() || readStringIfAny()) {
      return;
    } else if (isPrefixed(m_language.annotation) || isPrefixed(m_language.variable)) {
      const bool isVariable = c == QChar(m_language.variable);
      addToken(m_at, wordEnd(m_at + 1),
               isVariable ? CodeTokenKind::Type : CodeTokenKind::Directive);
    } else if (c.isDigit()) {
      addToken(m_at, numberEnd(), CodeTokenKind::Number);
    } else if (isWordStart(c)) {
      readWord();
    } else {
      ++m_at;
    }
  }

  // "#" begins a comment only where a word could begin: not inside "a#b" or "$#".
  [[nodiscard]] bool isLineComment() const {
    if (!startsWith(m_language.lineComments)) {
      return false;
    }
    const bool isHash = m_line[m_at] == u'#';
    return !isHash || m_at == 0 || m_line[m_at - 1].isSpace();
  }

  [[nodiscard]] bool isFirstOnLine() const { return m_line.first(m_at).trimmed().isEmpty(); }

  [[nodiscard]] bool isPrefixed(char16_t prefix) const {
    return prefix != 0 && m_line[m_at] == QChar(prefix) && m_at + 1 < m_line.size() &&
           isWordStart(m_line[m_at + 1]);
  }

  [[nodiscard]] qsizetype wordEnd(qsizetype from) const {
    while (from < m_line.size() && isWordPart(m_line[from])) {
      ++from;
    }
    return from;
  }

  [[nodiscard]] qsizetype numberEnd() const {
    qsizetype end = m_at;
    while (end < m_line.size() &&
           (m_line[end].isLetterOrNumber() || m_line[end] == u'.' || m_line[end] == u'_')) {
      ++end;
    }
    return end;
  }

  void readBlockComment(qsizetype skip) {
    const QStringView close(m_language.blockEnd);
    const qsizetype found = m_at + skip <= m_line.size() ? m_line.indexOf(close, m_at + skip) : -1;
    m_state = found < 0 ? kInBlockComment : CodeLine::kCodeStart;
    addToken(m_at, found < 0 ? m_line.size() : found + close.size(), CodeTokenKind::Comment);
  }

  [[nodiscard]] QStringView longQuote(int wanted) const {
    int index = 0;
    for (const QStringView quote : QStringView(m_language.longQuotes).tokenize(u' ')) {
      if (index++ == wanted) {
        return quote;
      }
    }
    return {};
  }

  bool readLongStringIfAny() {
    for (int i = 0; m_language.longQuotes != nullptr; ++i) {
      const QStringView quote = longQuote(i);
      if (quote.isEmpty()) {
        return false;
      }
      if (m_line.sliced(m_at).startsWith(quote)) {
        readLongString(i, quote.size());
        return true;
      }
    }
    return false;
  }

  void readLongString(int index, qsizetype skip) {
    const QStringView quote = longQuote(index);
    qsizetype end = m_at + skip;
    while (end < m_line.size() && !m_line.sliced(end).startsWith(quote)) {
      end += m_line[end] == u'\\' ? 2 : 1;
    }
    const bool isClosed = end < m_line.size();
    m_state = isClosed ? CodeLine::kCodeStart : kInLongString + index;
    const qsizetype begin = m_at;
    const qsizetype stop = isClosed ? end + quote.size() : m_line.size();
    addToken(begin, stop, isClosed && isKeyEnd(stop) ? CodeTokenKind::Key : CodeTokenKind::String);
  }

  bool readStringIfAny() {
    const QChar quote = m_line[m_at];
    if (m_language.quotes == nullptr || quote.isSpace() ||
        !QStringView(m_language.quotes).contains(quote)) {
      return false;
    }
    qsizetype end = m_at + 1;
    while (end < m_line.size() && m_line[end] != quote) {
      end += m_line[end] == u'\\' ? 2 : 1;
    }
    end = std::min(end + 1, m_line.size());
    addToken(m_at, end, isKeyEnd(end) ? CodeTokenKind::Key : CodeTokenKind::String);
    return true;
  }

  // In formats with keys: does what ends at `end` name a value?
  [[nodiscard]] bool isKeyEnd(qsizetype end) const {
    return m_language.hasKeys && m_line.sliced(end).trimmed().startsWith(u':');
  }

  void readWord() {
    const qsizetype begin = m_at;
    const qsizetype end = wordEnd(begin);
    const QStringView word = m_line.sliced(begin, end - begin);
    const QStringView rest = m_line.sliced(end).trimmed();
    const bool isAssigned = isFirstOnLine() && rest.startsWith(u'=');
    if (m_language.hasKeys && (rest.startsWith(u':') || isAssigned)) {
      addToken(begin, end, CodeTokenKind::Key);
    } else if (isListed(m_language.keywords, word)) {
      addToken(begin, end, CodeTokenKind::Keyword);
    } else if (isListed(m_language.types, word)) {
      addToken(begin, end, CodeTokenKind::Type);
    } else if (end < m_line.size() && m_line[end] == u'(') {
      addToken(begin, end, CodeTokenKind::Function);
    } else {
      m_at = end;
    }
  }

  [[nodiscard]] bool isListed(const char16_t* words, QStringView word) const {
    if (words == nullptr) {
      return false;
    }
    const auto sensitivity = m_language.ignoreCase ? Qt::CaseInsensitive : Qt::CaseSensitive;
    for (const QStringView candidate : QStringView(words).tokenize(u' ')) {
      if (candidate.compare(word, sensitivity) == 0) {
        return true;
      }
    }
    return false;
  }

  void readMarkup() {
    if (m_line[m_at] != u'<') {
      const qsizetype tag = m_line.indexOf(u'<', m_at);
      m_at = tag < 0 ? m_line.size() : tag;
      return;
    }
    const qsizetype begin = m_at;
    ++m_at;
    while (m_at < m_line.size() && QStringView(u"/!?").contains(m_line[m_at])) {
      ++m_at;
    }
    while (m_at < m_line.size() &&
           (m_line[m_at].isLetterOrNumber() || m_line[m_at] == u'-' || m_line[m_at] == u':')) {
      ++m_at;
    }
    addToken(begin, m_at, CodeTokenKind::Keyword);
    readTag();
  }

  // The inside of a tag: names of attributes and their values, up to ">".
  void readTag() {
    m_state = kInTag;
    while (m_at < m_line.size() && m_state == kInTag) {
      const QChar c = m_line[m_at];
      if (c == u'>') {
        addToken(m_at, m_at + 1, CodeTokenKind::Keyword);
        m_state = CodeLine::kCodeStart;
      } else if (c == u'"' || c == u'\'') {
        const qsizetype close = m_line.indexOf(c, m_at + 1);
        addToken(m_at, close < 0 ? m_line.size() : close + 1, CodeTokenKind::String);
      } else if (isWordStart(c)) {
        qsizetype end = m_at;
        while (end < m_line.size() && (isWordPart(m_line[end]) || m_line[end] == u'-')) {
          ++end;
        }
        addToken(m_at, end, CodeTokenKind::Key);
      } else {
        ++m_at;
      }
    }
  }

  const CodeLanguage& m_language;
  QStringView m_line;
  qsizetype m_at = 0;
  int m_state = CodeLine::kCodeStart;
  QList<CodeToken> m_tokens;
};

}  // namespace

CodeLine tokenizeCodeLine(const CodeLanguage& language, QStringView line, int state) {
  return LineTokenizer(language, line).run(std::max(state, CodeLine::kCodeStart));
}

}  // namespace alcove::ui
